import * as fc from 'fast-check'
import type { DraftBody } from '../core/case.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { type BodyKind, bodyKindOf } from '../core/media-type.ts'
import type { Contract, MediaType, Operation } from '../spec/model.ts'
import { schemaView } from '../spec/schema-view.ts'
import { draw } from './draw.ts'
import { arbitraryFromSchema, UnsatisfiableSchema } from './from-schema.ts'
import { legalOnly } from './legal-value.ts'
import { concreteMediaType } from './media-type.ts'
import { withoutReadOnly } from './read-only.ts'
import { reasonOf, type RequestOptions } from './request-options.ts'
import { textualSchema } from './textual-schema.ts'

/** A body in one media type. */
export interface BodyPart {
  /** Never a range. */
  readonly mediaType: string
  readonly documented: MediaType
  readonly values: fc.Arbitrary<Json>
  /** How often it is chosen, relative to the others. */
  readonly weight: number
}

/** The draft's body of a part. */
export function draftBodies(part: BodyPart): fc.Arbitrary<DraftBody> {
  return part.values.map((value) => ({ kind: 'value', mediaType: part.mediaType, value }))
}

/**
 * The bodies of an operation by media type: JSON mostly, and where there is JSON nothing that is only a poorer way to
 * write the same.
 *
 * @throws UnsatisfiableSchema where a body is required and none can be generated
 */
export function bodyParts(
  contract: Contract,
  operation: Operation,
  options: RequestOptions,
): { readonly bodies: readonly BodyPart[]; readonly required: boolean } {
  const body = operation.requestBody
  if (body === undefined || !takesBody(operation, body.required)) return { bodies: [], required: false }
  const omit = (media: MediaType, reason: string): void =>
    options.onOmitted?.({ in: 'body', name: media.mediaType }, reason)
  const bodies: BodyPart[] = []
  const failures: string[] = []
  for (const media of body.content) {
    const mediaType = concreteMediaType(media.mediaType)
    if (mediaType === undefined) omit(media, 'it is not a media type')
    else if (bodies.every((other) => other.mediaType !== mediaType)) {
      try {
        const values = bodyValues(contract, media, bodyKindOf(mediaType), options)
        bodies.push({ mediaType, documented: media, values, weight: bodyKindOf(mediaType) === 'json' ? 6 : 1 })
      } catch (error) {
        failures.push(`${media.mediaType}: ${reasonOf(error)}`)
        if (!body.required || body.content.length > 1) omit(media, reasonOf(error))
      }
    }
  }
  const [failure] = failures
  if (bodies.length === 0 && body.required && failure !== undefined) {
    throw new UnsatisfiableSchema(body.content[0]?.schema ?? body.pointer, `request body, ${failure}`)
  }
  return { bodies: withoutPoorer(contract, bodies, omit), required: body.required }
}

/** RFC 9110 §9.3: content in GET, HEAD and TRACE has no defined meaning; it is sent only where GET requires it. */
function takesBody({ method }: Operation, required: boolean): boolean {
  if (method === 'head' || method === 'trace') return false
  return method !== 'get' || required
}

function bodyValues(contract: Contract, media: MediaType, kind: BodyKind, options: RequestOptions): fc.Arbitrary<Json> {
  const values =
    media.schema === undefined
      ? unspecified(media, kind, options)
      : specified(contract, media, media.schema, kind, options)
  const sample = draw(values, 0).value
  if ((kind === 'form' || kind === 'multipart') && !isJsonObject(sample)) {
    throw new UnsatisfiableSchema(
      media.schema ?? media.pointer,
      'a form is written from an object, and its schema describes none',
    )
  }
  return kind === 'text' || kind === 'binary' ? legalOnly(values, (value) => value !== '' && value !== null) : values
}

/** Without a schema, what the document shows; else the plainest document. */
function unspecified(media: MediaType, kind: BodyKind, options: RequestOptions): fc.Arbitrary<Json> {
  const [first, ...others] = media.examples.map((example) => example.value)
  if (first !== undefined) return fc.constantFrom(first, ...others)
  return kind === 'text' || kind === 'binary' ? arbitraryFromSchema(CONTENT, options) : fc.constant({})
}

const CONTENT: JsonObject = { type: 'string', format: 'binary', minLength: 1 }

function specified(
  contract: Contract,
  { examples, schema: described }: MediaType,
  pointer: string,
  kind: BodyKind,
  options: RequestOptions,
): fc.Arbitrary<Json> {
  const view = schemaView(contract, pointer, 'request')
  const { schema } = view
  const generation = {
    ...options,
    pointerOf: (subschema: object) => view.pointerOf(subschema),
    examples: examples.map(({ name, value }) =>
      name === 'schema-example' ? withoutReadOnly(contract, described, value) : value,
    ),
  }
  switch (kind) {
    case 'json':
    case 'xml':
      return arbitraryFromSchema(schema, generation)
    case 'form':
    case 'multipart':
      return arbitraryFromSchema(fieldsOnly(schema), generation)
    case 'text':
    case 'binary':
      return arbitraryFromSchema(saysNothing(schema) ? CONTENT : schema, generation)
  }
}

function saysNothing(schema: JsonObject | boolean): boolean {
  return (
    schema === true ||
    (isJsonObject(schema) &&
      !['type', '$ref', 'allOf', 'oneOf', 'anyOf', 'enum', 'const'].some((keyword) => keyword in schema))
  )
}

/** A form is an object; in its fields `null` and an empty array cannot be told from nothing. */
function fieldsOnly(schema: JsonObject | boolean): JsonObject | boolean {
  return textualSchema(schema === true ? { type: 'object' } : schema, { allowEmpty: true })
}

/** Where JSON is at hand, XML and forms of nested values only add ways to misread the same data. */
function withoutPoorer(
  contract: Contract,
  bodies: readonly BodyPart[],
  omit: (media: MediaType, reason: string) => void,
): readonly BodyPart[] {
  if (bodies.every((body) => bodyKindOf(body.mediaType) !== 'json')) return bodies
  return bodies.filter(({ mediaType, documented }) => {
    const kind = bodyKindOf(mediaType)
    const poorer = kind === 'xml' || ((kind === 'form' || kind === 'multipart') && hasNested(contract, documented))
    if (poorer)
      omit(
        documented,
        'the same operation takes JSON, and how nested values are written in this media type is not settled',
      )
    return !poorer
  })
}

const FLAT: ReadonlySet<Json | undefined> = new Set(['string', 'number', 'integer', 'boolean'])

function hasNested(contract: Contract, media: MediaType): boolean {
  if (media.schema === undefined) return false
  const { schema } = schemaView(contract, media.schema, 'request')
  const flat = fieldsOnly(schema)
  if (!isJsonObject(flat) || !isJsonObject(flat['properties'])) return true
  return Object.values(flat['properties']).some((property) => {
    const items = isJsonObject(property) && isJsonObject(property['items']) ? property['items'] : property
    return !isJsonObject(items) || [items['type']].flat().some((type) => !FLAT.has(type))
  })
}
