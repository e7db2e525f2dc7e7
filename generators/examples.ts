import type { DraftBody, RequestDraft } from '../core/case.ts'
import type { Json } from '../core/json.ts'
import { bodyKindOf } from '../core/media-type.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Contract, DocumentPointer, MediaType, Operation } from '../spec/model.ts'
import type { Side } from '../spec/schema-view.ts'
import { minimal } from './draw.ts'
import { isIdempotencyKey, keyOf } from './idempotency-key.ts'
import { concreteMediaType } from './media-type.ts'
import { reasonOf, type RequestOptions } from './request-options.ts'
import { withoutReadOnly } from './read-only.ts'
import { type ParameterPart, requestParts } from './request-parts.ts'

export interface ExampleOptions {
  /** Decides keys, and values of required parameters that have no example. */
  readonly seed: number
  /** How such values are generated. */
  readonly generation?: Omit<RequestOptions, 'onOmitted'>
  /** Why a value breaks the schema at a pointer, in one line; `undefined` when it does not. Absent: nothing is judged. */
  isValid?(pointer: DocumentPointer, side: Side, value: Json): string | undefined
}

/** A documented example as a request. */
export interface ExampleRequest {
  /** Stable and unique within the operation. */
  readonly name: string
  readonly draft: RequestDraft
  /** Why the example itself breaks the contract: no server can be blamed for refusing it. */
  readonly violates?: string
}

/** Sets of parameter examples that one operation is asked with at most. */
const MOST_SETS = 4

/**
 * The requests that the document shows: one per body example with the first examples of the parameters; for an operation
 * without body examples one per set of parameter examples. Empty where nothing is shown, or where a required part has no
 * example and cannot be generated.
 */
export function exampleRequests(
  contract: Contract,
  operation: Operation,
  options: ExampleOptions,
): readonly ExampleRequest[] {
  const shown = shownParameters(contract, operation, options)
  if (shown === undefined) return []
  const bodies = shownBodies(contract, operation)
  const drafts =
    bodies.length > 0
      ? bodies.map(({ name, body, media }) => ({ name, set: 0, body, media }))
      : parameterSets(operation, shown).map((set) => ({
          name: set === 0 ? 'parameters' : `parameters-${set + 1}`,
          set,
          body: undefined,
          media: undefined,
        }))
  return drafts.map(({ name, set, body, media }) => {
    const values = shown.map((parameter) => ({
      ...parameter,
      value: parameter.values[set] ?? (parameter.values[0] as Json),
    }))
    const draft: RequestDraft = {
      operationId: operation.operationId,
      ...byPlace(values, deriveSeed(options.seed, operation.operationId, name)),
      ...(body === undefined ? {} : { body }),
    }
    const violates = violationOf(values, body, media, options)
    return { name, draft, ...(violates === undefined ? {} : { violates }) }
  })
}

interface ShownParameter {
  readonly part: ParameterPart
  /** Not empty. */
  readonly values: readonly Json[]
  readonly documented: boolean
}

/** Parameters with examples, and required ones with a generated value; `undefined` where one of those cannot be had. */
function shownParameters(
  contract: Contract,
  operation: Operation,
  options: ExampleOptions,
): readonly ShownParameter[] | undefined {
  const parts = partsOf(contract, operation, options)
  return parts?.flatMap((part): readonly ShownParameter[] => {
    const values = part.parameter.examples.map((example) => example.value)
    if (isIdempotencyKey(part.name)) return [{ part, values: [''], documented: false }]
    if (values.length > 0) return [{ part, values, documented: true }]
    if (!part.required) return []
    return [{ part, values: [minimal(part.values, deriveSeed(options.seed, part.name)).value], documented: false }]
  })
}

function partsOf(
  contract: Contract,
  operation: Operation,
  options: ExampleOptions,
): readonly ParameterPart[] | undefined {
  const { requestBody: _, ...withoutBody } = operation
  try {
    return requestParts(contract, withoutBody, options.generation).parameters
  } catch {
    return undefined
  }
}

/** As many sets as the parameter with the most examples has; none where nothing is shown or a body is missing. */
function parameterSets(operation: Operation, shown: readonly ShownParameter[]): readonly number[] {
  if (operation.requestBody?.required === true) return []
  const most = Math.max(
    0,
    ...shown.filter((parameter) => parameter.documented).map((parameter) => parameter.values.length),
  )
  return Array.from({ length: Math.min(most, MOST_SETS) }, (_, set) => set)
}

interface ShownBody {
  readonly name: string
  readonly body: DraftBody
  readonly media: MediaType
}

function shownBodies(contract: Contract, operation: Operation): readonly ShownBody[] {
  const bodies: ShownBody[] = []
  for (const media of operation.requestBody?.content ?? []) {
    const mediaType = concreteMediaType(media.mediaType)
    if (mediaType === undefined) continue
    for (const example of media.examples) {
      const taken = new Set(bodies.map((body) => body.name))
      let name = taken.has(example.name) ? `${example.name} (${mediaType})` : example.name
      while (taken.has(name)) name = `${name}+`
      const value =
        example.name === 'schema-example' ? withoutReadOnly(contract, media.schema, example.value) : example.value
      bodies.push({ name, body: bodyOf(mediaType, value), media })
    }
  }
  return bodies
}

/** An example of XML or of a form may be its text, ready to be sent. */
function bodyOf(mediaType: string, value: Json): DraftBody {
  const isText = typeof value === 'string' && ['xml', 'form', 'multipart'].includes(bodyKindOf(mediaType))
  return isText ? { kind: 'raw', contentType: mediaType, content: value } : { kind: 'value', mediaType, value }
}

type Shown = ShownParameter & { readonly value: Json }

function byPlace(values: readonly Shown[], seed: number): Pick<RequestDraft, 'path' | 'query' | 'header' | 'cookie'> {
  const places = { path: {}, query: {}, header: {}, cookie: {} } as Record<ParameterPart['in'], Record<string, Json>>
  for (const { part, value } of values) {
    places[part.in][part.name] = isIdempotencyKey(part.name) ? keyOf(deriveSeed(seed, part.name)) : value
  }
  return places
}

function violationOf(
  values: readonly Shown[],
  body: DraftBody | undefined,
  media: MediaType | undefined,
  { isValid }: ExampleOptions,
): string | undefined {
  for (const { part, value, documented } of values) {
    if (!documented) continue
    if (part.in === 'path' && (value === '' || value === null)) return `path parameter ${part.name}: an empty value`
    const schema = part.parameter.schema
    const reason = schema === undefined ? undefined : judged(isValid, schema, value)
    if (reason !== undefined) return `${part.in} parameter ${part.name}: ${reason}`
  }
  if (body?.kind === 'raw' && bodyKindOf(media?.mediaType ?? '') === 'multipart') {
    return 'body: a text, which names no boundary between the parts'
  }
  if (body?.kind !== 'value' || media?.schema === undefined) return undefined
  const reason = judged(isValid, media.schema, body.value)
  return reason === undefined ? undefined : `body: ${reason}`
}

/** What cannot be judged is not called valid either. */
function judged(isValid: ExampleOptions['isValid'], pointer: DocumentPointer, value: Json): string | undefined {
  try {
    return isValid?.(pointer, 'request', value)
  } catch (error) {
    return `it cannot be judged (${reasonOf(error)})`
  }
}
