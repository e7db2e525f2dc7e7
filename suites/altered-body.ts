import { isJsonObject, type Json } from '../core/json.ts'

/** Members that a client may choose freely: another value of theirs makes another request that is as valid. */
const FREE = [
  'amount',
  'description',
  'operator',
  'name',
  'merchantReference',
  'doingBusinessAs',
  'message',
  'recipientName',
  'nameOnAccount',
  'cardholderName',
  'firstName',
  'key',
  'scenario',
  'enabled',
]

/** The same request with another value in one place; `undefined` where nothing is known to be free. */
export function alteredBody(body: Json | undefined): Json | undefined {
  if (Array.isArray(body)) return body[0] === undefined ? undefined : [...body, body[0]]
  for (const name of FREE) {
    const altered = alteredAt(body, name)
    if (altered !== undefined) return altered
  }
  return undefined
}

function alteredAt(value: Json | undefined, name: string): Json | undefined {
  if (!isJsonObject(value)) return undefined
  const own = value[name] === undefined ? undefined : otherValue(name, value[name])
  if (own !== undefined) return { ...value, [name]: own }
  for (const [member, inner] of Object.entries(value)) {
    const altered = alteredAt(inner, name)
    if (altered !== undefined) return { ...value, [member]: altered }
  }
  return undefined
}

function otherValue(name: string, value: Json): Json | undefined {
  if (name === 'scenario') return value === 'payment' ? 'tokenization' : 'payment'
  switch (typeof value) {
    case 'number':
      return value + 100
    case 'boolean':
      return !value
    case 'string':
      return value.length > 1 ? `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}` : undefined
    default:
      return undefined
  }
}

/** The same request with every member of another type, which no contract allows; `undefined` without a body. */
export function brokenBody(body: Json | undefined): Json | undefined {
  if (Array.isArray(body)) return [{ op: 'mend', path: '/name' }]
  if (!isJsonObject(body) || Object.keys(body).length === 0) return undefined
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? 7 : 'not of this type']),
  )
}
