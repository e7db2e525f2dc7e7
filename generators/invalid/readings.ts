import { isJsonObject, type Json } from '../../core/json.ts'

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/**
 * What a server may rightly read into a value that is sent as text: each scalar as the text it is, and as the number,
 * boolean or null that it looks like. A value is wrong only when every reading is.
 */
export function readingsOf(value: Json): readonly Json[] {
  const text = mapped(value, (scalar) => String(scalar))
  const natural = mapped(value, (scalar) => naturally(String(scalar)))
  if (typeof value !== 'string' || !/^(?:true|false|null)$/i.test(value)) return [text, natural]
  return [text, natural, value.toLowerCase() === 'null' ? null : value.toLowerCase() === 'true']
}

function naturally(text: string): Json {
  if (NUMBER.test(text)) return Number(text)
  if (text === 'true' || text === 'false') return text === 'true'
  return text === 'null' || text === '' ? null : text
}

function mapped(value: Json, change: (scalar: Json) => Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => mapped(item, change))
  if (!isJsonObject(value)) return change(value)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapped(member, change)]))
}
