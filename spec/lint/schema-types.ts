import type { Json, JsonObject } from '../../core/json.ts'

/** The types of JSON Schema. */
export const JSON_TYPES = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'] as const

export type JsonType = (typeof JSON_TYPES)[number]

/** The known types a schema names (3.0's `nullable` counts as `null`), or `undefined` when it allows every type. */
export function typesOf(schema: JsonObject): ReadonlySet<JsonType> | undefined {
  const { type } = schema
  if (type === undefined) return undefined
  const names = Array.isArray(type) ? type : [type]
  const known = JSON_TYPES.filter((name) => names.includes(name))
  // An unknown type is a defect of its own; nothing else can be said of such a schema.
  if (known.length < new Set(names).size) return undefined
  return new Set(schema['nullable'] === true ? [...known, 'null'] : known)
}

/** Whether the schema leaves room for a type; an integer is a number. */
export function allowsType(schema: JsonObject, type: JsonType): boolean {
  const types = typesOf(schema)
  if (types === undefined || types.has(type)) return true
  return type === 'number' ? types.has('integer') : type === 'integer' && types.has('number')
}

/** Whether a value is of one of the types; 1.0 is an integer. */
export function isOfType(value: Json, types: ReadonlySet<JsonType>): boolean {
  if (value === null) return types.has('null')
  if (Array.isArray(value)) return types.has('array')
  if (typeof value === 'boolean') return types.has('boolean')
  if (typeof value === 'string') return types.has('string')
  if (typeof value === 'number') return types.has('number') || (types.has('integer') && Number.isInteger(value))
  return types.has('object')
}

/** A list of words for a message: `string or null`. */
export function inWords(names: Iterable<string>): string {
  return [...names].join(' or ')
}

/** A value as it would be written, short enough for a message. */
export function show(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`
}
