import type { Json, JsonObject } from '../../core/json.ts'
import type { Shape } from '../schema/shape.ts'

const REMARKS = ['title', 'description', 'example', 'examples', 'default'] as const

/** What a shape says of strings, or of numbers, in one schema without references. */
export function flatSchema(shape: Shape, type: 'string' | 'number', narrower: JsonObject = {}): JsonObject {
  const flat: Record<string, Json> = { type: type === 'number' && shape.integer ? 'integer' : type }
  const all: JsonObject[] = []
  if (type === 'string') {
    if (shape.minLength > 0) flat['minLength'] = shape.minLength
    if (shape.maxLength < Infinity) flat['maxLength'] = shape.maxLength
    all.push(...shape.patterns.map((pattern) => ({ pattern })))
    all.push(...shape.notPatterns.map((pattern) => ({ not: { type: 'string', pattern } })))
  } else {
    const bounds = {
      minimum: shape.minimum,
      maximum: shape.maximum,
      exclusiveMinimum: shape.exclusiveMinimum,
      exclusiveMaximum: shape.exclusiveMaximum,
    }
    for (const [keyword, bound] of Object.entries(bounds)) if (Number.isFinite(bound)) flat[keyword] = bound
    all.push(...shape.multiples.map((multipleOf) => ({ multipleOf })))
    all.push(...shape.notMultiples.map((multipleOf) => ({ not: { type: 'number', multipleOf } })))
  }
  all.push(...shape.formats.map((format) => ({ format })))
  if (shape.excluded.length > 0) all.push({ not: { enum: shape.excluded } })
  for (const part of all) {
    const [keyword, value] = Object.entries(part)[0] as [string, Json]
    if (keyword in flat) flat['allOf'] = [...((flat['allOf'] as readonly Json[] | undefined) ?? []), part]
    else flat[keyword] = value
  }
  for (const keyword of REMARKS) {
    const found = shape.nodes.find(({ schema }) => typeof schema === 'object' && schema[keyword] !== undefined)?.schema
    if (typeof found === 'object') flat[keyword] = found[keyword] as Json
  }
  return { ...flat, ...narrower }
}
