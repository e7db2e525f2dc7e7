import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { Shape } from './documented-members.ts'

/**
 * What a header field may stand for under OpenAPI's `simple` style, the most literal reading last. A field has no
 * types of its own: `10` is a number where a number is described, `a,b` a list where a list is.
 *
 * @param shape what the header's schema describes
 */
export function readingsOf(field: string, shape: Shape, explode: boolean): readonly Json[] {
  const text = field.trim()
  const types = typesOf(shape)
  const readings: Json[] = []
  if (types.has('object') || (types.size === 0 && shape.schemas.length > 0)) readings.push(objectOf(text, explode))
  if (types.has('array')) readings.push(...listsOf(text))
  readings.push(...scalarsOf(text))
  return readings
}

function typesOf({ all }: Shape): ReadonlySet<string> {
  const types = new Set<string>()
  for (const { type } of all) {
    for (const name of Array.isArray(type) ? type : [type]) if (typeof name === 'string') types.add(name)
  }
  return types
}

/** Numbers and truth values as such first, as text last. */
function scalarsOf(text: string): readonly Json[] {
  const typed = typedOf(text)
  return typed === text ? [text] : [typed, text]
}

function typedOf(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true'
  if (text === 'null') return null
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : text
}

function listsOf(text: string): readonly Json[] {
  const items = text === '' ? [] : text.split(',').map((item) => item.trim())
  return [items.map(typedOf), items]
}

function objectOf(text: string, explode: boolean): JsonObject {
  const parts = text === '' ? [] : text.split(',').map((part) => part.trim())
  const pairs = explode
    ? parts.map((part) => [part.split('=', 1)[0] ?? '', part.slice(part.indexOf('=') + 1)] as const)
    : parts.flatMap((name, index) => (index % 2 === 0 ? [[name, parts[index + 1] ?? ''] as const] : []))
  const object = Object.fromEntries(pairs.map(([name, value]) => [name, typedOf(value)]))
  return isJsonObject(object) ? object : {}
}
