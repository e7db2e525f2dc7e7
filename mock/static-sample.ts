import { isJsonObject, jsonEquals, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import { locatedAt } from '../spec/dereference.ts'
import type { Contract, DocumentPointer } from '../spec/model.ts'
import { sampleNumber, sampleString } from './sample-literal.ts'

/** A schema as Prism sees it: references followed, siblings of a reference laid over it. */
interface Place {
  readonly schema: JsonObject
  readonly pointer: DocumentPointer
  /** Whether Prism turned `example` into `examples`; it does not look everywhere. */
  readonly isConverted: boolean
}

interface Sample {
  readonly value: Json | undefined
  readonly type: Json | undefined
}

/** Where Prism gives up. */
const MOST_STEPS = 2_500
const DEEPEST = 15

class TooComplex extends Error {}

/**
 * What Prism answers in static mode for a schema without an example of its own: the same rules in the same order. Made
 * to tell its answers from others, so where it is unsure it says `undefined`, and nothing is excused.
 */
export function staticSample(contract: Contract, pointer: DocumentPointer): Json | undefined {
  let steps = MOST_STEPS
  const stack: JsonObject[] = []

  const traverse = (place: Place, name: string | undefined, depth: number | undefined): Sample => {
    steps -= 1
    if (steps === 0) throw new TooComplex()
    const { schema } = place
    if (stack.includes(schema)) return ofCircle(schema)
    stack.push(schema)
    try {
      if (depth !== undefined && depth > DEEPEST) return ofCircle(schema)
      return traverseNew(place, name, depth)
    } finally {
      stack.pop()
    }
  }

  const traverseNew = (place: Place, name: string | undefined, depth: number | undefined): Sample => {
    const { schema, isConverted } = place
    const example = isConverted ? undefined : schema['example']
    if (example !== undefined) return { value: example, type: schema['type'] }
    if (schema['allOf'] !== undefined) return ofAllOf(place, name, depth)
    for (const keyword of ['oneOf', 'anyOf']) {
      if (!Array.isArray(schema[keyword]) || schema[keyword].length === 0) continue
      const first = placeAt(contract, place, [keyword, 0], isConverted)
      return first === undefined ? NOTHING : traverse(first, name, depth)
    }
    // Prism merges the two in a way of its own.
    if (schema['if'] !== undefined && schema['then'] !== undefined) throw new TooComplex()
    const given = givenValue(schema, isConverted)
    if (given !== undefined) return { value: given, type: null }
    const type = typeOf(schema)
    return { value: ofType(place, type, name, depth ?? 1), type }
  }

  const ofType = (place: Place, type: Json | undefined, name: string | undefined, depth: number): Json => {
    switch (type) {
      case 'object':
        return ofObject(place, depth)
      case 'array':
        return ofArray(place, depth)
      case 'string':
        return sampleString(place.schema, name)
      case 'number':
      case 'integer':
        return sampleNumber(place.schema, place.isConverted)
      case 'boolean':
        return true
      default:
        return null
    }
  }

  const ofObject = (place: Place, depth: number): Json => {
    const result: Record<string, Json> = {}
    const { properties, additionalProperties } = place.schema
    for (const name of Object.keys(isJsonObject(properties) ? properties : {})) {
      const member = placeAt(contract, place, ['properties', name], place.isConverted)
      const { value } = member === undefined ? NOTHING : traverse(member, name, depth + 1)
      if (value !== undefined) result[name] = value
    }
    if (isJsonObject(additionalProperties)) {
      const extra = placeAt(contract, place, ['additionalProperties'], place.isConverted)
      const { value } = extra === undefined ? NOTHING : traverse(extra, undefined, depth + 1)
      for (const name of ['property1', 'property2']) if (value !== undefined) result[name] = value
    }
    return result
  }

  const ofArray = (place: Place, depth: number): Json => {
    const { items, contains, maxItems, minItems } = place.schema
    const keyword = items === undefined || items === false || items === null ? 'contains' : 'items'
    if (Array.isArray(items)) throw new TooComplex()
    if (!isJsonObject(keyword === 'items' ? items : contains)) return []
    const item = placeAt(contract, place, [keyword], place.isConverted && keyword === 'items')
    if (item === undefined) return []
    const most = typeof maxItems === 'number' ? maxItems : Infinity
    const length = Math.min(most, typeof minItems === 'number' && minItems !== 0 ? minItems : 1)
    return Array.from({ length }, () => traverse(item, undefined, depth + 1).value ?? null)
  }

  const ofAllOf = (place: Place, name: string | undefined, depth: number | undefined): Sample => {
    const { allOf, ...rest } = place.schema
    const parts = Array.isArray(allOf) ? allOf : []
    const own = traverse({ ...place, schema: rest }, undefined, undefined)
    let { value, type } = own
    const samples: Json[] = []
    for (const index of parts.keys()) {
      const part = placeAt(contract, place, ['allOf', index], place.isConverted)
      if (part === undefined) continue
      const sample = traverse({ ...part, schema: { type: type ?? null, ...part.schema } }, name, depth)
      if (isTrue(type) && isTrue(sample.type) && !jsonEquals(sample.type as Json, type as Json)) type = sample.type
      if (!isTrue(type)) type = sample.type
      if (sample.value !== undefined && sample.value !== null) samples.push(sample.value)
    }
    if (type === 'object') {
      const objects = samples.filter((sample) => typeof sample === 'object' && sample !== null)
      return { value: objects.reduce(merge, isTrue(value) ? (value as Json) : {}), type }
    }
    value = samples.at(-1) ?? value
    return { value, type }
  }

  const start = placeOf(contract, pointer, isConverting(contract))
  if (start === undefined) return undefined
  try {
    return traverse(start, undefined, undefined).value
  } catch (error) {
    if (error instanceof TooComplex || error instanceof RangeError) return undefined
    throw error
  }
}

/** The first example of a schema in the form that Prism gives it, or `undefined`. */
export function firstExample(contract: Contract, pointer: DocumentPointer): Json | undefined {
  const place = placeOf(contract, pointer, isConverting(contract))
  if (place === undefined) return undefined
  return examplesOf(place.schema, place.isConverted)
}

const NOTHING: Sample = { value: undefined, type: undefined }

/** Documents that name their dialect are taken as they are. */
function isConverting(contract: Contract): boolean {
  const root = contract.documents['']
  return !(isJsonObject(root) && typeof root['jsonSchemaDialect'] === 'string')
}

function placeAt(
  contract: Contract,
  from: Place,
  tokens: readonly (string | number)[],
  isConverted: boolean,
): Place | undefined {
  return placeOf(contract, child(from.pointer, ...tokens), isConverted)
}

function placeOf(contract: Contract, pointer: DocumentPointer, isConverted: boolean): Place | undefined {
  const located = locatedAt(contract, pointer)
  if (located === undefined || !isJsonObject(located.node)) return undefined
  return { schema: located.node, pointer: located.pointer, isConverted }
}

function givenValue(schema: JsonObject, isConverted: boolean): Json | undefined {
  const { default: preset, const: fixed, enum: choices } = schema
  if (preset !== undefined) return preset
  if (fixed !== undefined) return fixed
  if (Array.isArray(choices) && choices.length > 0) return choices[0]
  return examplesOf(schema, isConverted)
}

function examplesOf(schema: JsonObject, isConverted: boolean): Json | undefined {
  if (isConverted && schema['example'] !== undefined) return schema['example']
  if (isConverted && schema['x-example'] !== undefined) return schema['x-example']
  const { examples } = schema
  return Array.isArray(examples) && examples.length > 0 ? examples[0] : undefined
}

/** By type, else by the keywords in this order. */
function typeOf(schema: JsonObject): Json {
  const { type } = schema
  if (Array.isArray(type) && type.length > 0) return type[0] as Json
  if (typeof type === 'string' && type !== '') return type
  for (const [implied, keywords] of IMPLIED) {
    if (keywords.some((keyword) => schema[keyword] !== undefined)) return implied
  }
  return null
}

const IMPLIED: readonly (readonly [string, readonly string[]])[] = [
  ['number', ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum']],
  ['string', ['maxLength', 'minLength', 'pattern']],
  ['array', ['items', 'maxItems', 'minItems', 'uniqueItems', 'additionalItems']],
  [
    'object',
    [
      'maxProperties',
      'minProperties',
      'required',
      'additionalProperties',
      'properties',
      'patternProperties',
      'dependencies',
    ],
  ],
]

function ofCircle(schema: JsonObject): Sample {
  const type = typeOf(schema)
  return { value: type === 'object' ? {} : type === 'array' ? [] : undefined, type: undefined }
}

function isTrue(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false
}

function merge(left: Json, right: Json): Json {
  if (!isJsonObject(left) || !isJsonObject(right)) return right
  const result: Record<string, Json> = { ...left }
  for (const [name, value] of Object.entries(right)) {
    const known = result[name]
    result[name] = isJsonObject(known) && isJsonObject(value) ? merge(known, value) : value
  }
  return result
}
