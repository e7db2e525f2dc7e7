import type { Arbitrary } from 'fast-check'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Engine } from './engine.ts'
import { acceptedShare, filtered } from './external.ts'
import type { Producer } from './producer.ts'
import type { Shape } from './shape.ts'
import type { TypeName } from './types.ts'

const ANNOTATIONS = ['title', 'description', 'example', 'examples', 'default', 'deprecated'] as const

/**
 * Values that mean something for a named string or number, from the first domain entry that matches it; `undefined`
 * where there is none, or where it offers mostly what the schema refuses.
 */
export function domainValues(
  engine: Engine,
  shape: Shape,
  type: TypeName,
  name: string | undefined,
  pointer: string,
): Producer | undefined {
  if (name === undefined || engine.domain.length === 0 || (type !== 'string' && type !== 'number')) return undefined
  const field = { name, schema: flatSchema(shape, type) }
  const accepts = (value: Json): boolean =>
    typeof value === type &&
    shape.nodes.every((node) => engine.fits(node, value)) &&
    shape.checks.every((node) => engine.fits(node, value))
  for (const entry of engine.domain) {
    if (!entry.matches(field)) continue
    const arbitrary: Arbitrary<Json> | undefined = entry.values(field)
    if (arbitrary === undefined) continue
    const share = acceptedShare(arbitrary, accepts)
    if (share >= 0.5) return filtered(engine, arbitrary, accepts, pointer)
  }
  return undefined
}

/** The constraints and remarks that count, in one schema without references. */
function flatSchema(shape: Shape, type: 'string' | 'number'): JsonObject {
  const flat: Record<string, Json> = { type: type === 'number' && shape.integer ? 'integer' : type }
  const set = (keyword: string, value: Json | undefined): void => {
    if (value !== undefined && (typeof value !== 'number' || Number.isFinite(value))) flat[keyword] = value
  }
  set('format', shape.formats[0])
  if (type === 'string') {
    if (shape.minLength > 0) set('minLength', shape.minLength)
    set('maxLength', shape.maxLength)
    set('pattern', shape.patterns[0])
  } else {
    set('minimum', shape.minimum)
    set('maximum', shape.maximum)
    set('exclusiveMinimum', shape.exclusiveMinimum)
    set('exclusiveMaximum', shape.exclusiveMaximum)
    set('multipleOf', shape.multiples[0])
  }
  for (const keyword of ANNOTATIONS) {
    for (const { schema } of shape.nodes) {
      const value = typeof schema === 'object' ? schema[keyword] : undefined
      if (value === undefined) continue
      set(keyword, value)
      break
    }
  }
  return flat
}
