import { isJsonObject, type Json, jsonEquals, type JsonObject } from '../../core/json.ts'
import { unicodePattern } from './unicode-pattern.ts'

const TYPES: readonly string[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']

/** Keywords whose value is data, whatever it is. */
const VALUES: readonly string[] = ['default', 'example', 'const', 'xml']
const TEXTS: readonly string[] = ['title', 'description', 'format', 'contentEncoding', 'contentMediaType']
const FLAGS: readonly string[] = ['deprecated', 'uniqueItems', 'readOnly', 'writeOnly']
const BOUNDS: readonly string[] = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum']
const COUNTS: readonly string[] = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minContains',
  'maxContains',
]

/**
 * The keywords of one schema that hold no schemas, in the 2020-12 spelling and such that a strict validator compiles
 * them: what is no JSON Schema is repaired where its meaning is plain (`"10"` for a number, `String` for a type,
 * draft-4 `exclusiveMinimum: true`) and left out where not.
 */
export function plainKeywords(schema: JsonObject): Record<string, Json> {
  const out: Record<string, Json> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    const kept = plainValue(keyword, value)
    if (kept !== undefined) out[keyword === 'dependencies' ? 'dependentRequired' : keyword] = kept
  }
  foldExclusive(out, schema, 'exclusiveMinimum', 'minimum')
  foldExclusive(out, schema, 'exclusiveMaximum', 'maximum')
  fitEnumToType(out)
  if (schema['type'] === 'file') return { ...out, type: 'string', format: 'binary' }
  return out
}

function plainValue(keyword: string, value: Json): Json | undefined {
  if (VALUES.includes(keyword)) return value
  if (TEXTS.includes(keyword)) return typeof value === 'string' ? value : undefined
  if (FLAGS.includes(keyword)) return value === true || value === 'true' ? true : undefined
  if (BOUNDS.includes(keyword)) return numberOf(value)
  if (COUNTS.includes(keyword)) return countOf(value)
  switch (keyword) {
    case 'type':
      return typeOf(value)
    case 'enum':
      return Array.isArray(value) && value.length > 0 ? distinct(value) : undefined
    case 'examples':
      return Array.isArray(value) ? value : undefined
    case 'multipleOf': {
      const divisor = numberOf(value)
      return divisor !== undefined && divisor > 0 ? divisor : undefined
    }
    case 'pattern':
      return typeof value === 'string' ? unicodePattern(value) : undefined
    case 'required':
      return namesOf(value)
    case 'dependentRequired':
    case 'dependencies':
      return dependentNames(value)
    default:
      return undefined
  }
}

/** Type names as the standard writes them; `undefined` where none is known, as with `any`. */
function typeOf(value: Json): Json | undefined {
  const names = (Array.isArray(value) ? (value as readonly Json[]) : [value])
    .map((name) => (name === null ? 'null' : typeof name === 'string' ? name.toLowerCase() : ''))
    .filter((name) => TYPES.includes(name))
  const known = [...new Set(names)]
  return known.length === 0 ? undefined : known.length === 1 && !Array.isArray(value) ? known[0] : known
}

function numberOf(value: Json): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

function countOf(value: Json): number | undefined {
  const count = numberOf(value)
  return count !== undefined && count >= 0 && Number.isInteger(count) ? count : undefined
}

function namesOf(value: Json): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const names = [...new Set((value as readonly Json[]).filter((name) => typeof name === 'string'))]
  return names.length === 0 ? undefined : names
}

function dependentNames(value: Json): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined
  const entries = Object.entries(value).flatMap(([name, names]) => {
    const list = namesOf(names)
    return list === undefined ? [] : [[name, list] as const]
  })
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

function distinct(values: readonly Json[]): readonly Json[] {
  const primitive = new Set<Json>()
  const kept: Json[] = []
  for (const value of values) {
    if (typeof value === 'object' && value !== null) {
      if (!kept.some((other) => jsonEquals(other, value))) kept.push(value)
    } else if (!primitive.has(value)) {
      primitive.add(value)
      kept.push(value)
    }
  }
  return kept
}

/** Draft 4 and OpenAPI 3.0: a flag that makes the bound beside it exclusive. */
function foldExclusive(out: Record<string, Json>, schema: JsonObject, exclusive: string, bound: string): void {
  const flag = schema[exclusive]
  if (flag !== true && flag !== 'true') return
  const limit = out[bound]
  if (limit === undefined) return
  delete out[bound]
  out[exclusive] = limit
}

/** YAML reads an unquoted `1.1` as a number where the author meant a text, and quotes make a text of a number. */
function fitEnumToType(out: Record<string, Json>): void {
  const { type, enum: values } = out
  if (type === undefined || !Array.isArray(values)) return
  const types = typeof type === 'string' ? [type] : (type as readonly Json[])
  const fitting = (values as readonly Json[]).map((value) =>
    types.some((name) => isOfType(value, name)) ? value : converted(value, types),
  )
  if (fitting.every((value) => value === undefined)) delete out['type']
  else out['enum'] = distinct(fitting.map((value, index) => (value === undefined ? (values[index] as Json) : value)))
}

function isOfType(value: Json, type: Json): boolean {
  if (type === 'null') return value === null
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  return type === 'object' ? isJsonObject(value) : typeof value === type
}

function converted(value: Json, types: readonly Json[]): Json | undefined {
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (typeof value !== 'string') return undefined
  if (types.includes('boolean') && /^(?:true|false)$/.test(value)) return value === 'true'
  const number = numberOf(value)
  if (number === undefined) return undefined
  return types.includes('number') || (types.includes('integer') && Number.isInteger(number)) ? number : undefined
}
