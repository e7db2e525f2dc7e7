import * as fc from 'fast-check'
import type { DraftBody, RequestDraft } from '../core/case.ts'
import type { Json } from '../core/json.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { draftBodies } from './body-parts.ts'
import { ABSENT, optional } from './optional.ts'
import type { RequestOptions } from './request-options.ts'
import { type ParameterPart, type RequestParts, requestParts } from './request-parts.ts'
import { createSwarm, type Swarm, swarming } from './swarm.ts'

export type { RequestOptions } from './request-options.ts'

/** No name of a parameter. */
const BODY = ''

/**
 * Valid requests of an operation: each required part, optional ones on and off, a body in one of its media types.
 * Shrinks towards the required parts alone, each as plain as can be.
 *
 * @throws UnsatisfiableSchema where a required part cannot be generated
 */
export function requestArbitrary(
  contract: Contract,
  operation: Operation,
  options: RequestOptions = {},
): fc.Arbitrary<RequestDraft> {
  const swarm = createSwarm()
  return draftsOf(operation.operationId, requestParts(contract, operation, { ...options, swarm }), swarm)
}

/** Requests put together from parts, so that a caller can replace one of them. */
export function draftsOf(
  operationId: string,
  parts: RequestParts,
  swarm: Swarm = createSwarm(),
): fc.Arbitrary<RequestDraft> {
  const values = parts.parameters.map((part) =>
    part.required ? part.values : optional(part.values, 1, part.name, swarm),
  )
  const requests = fc.tuple(fc.tuple(...values), bodyOf(parts, swarm))
  return swarming(requests, swarm).map(([parameters, body]) =>
    assemble(operationId, parts.parameters, parameters, body),
  )
}

function bodyOf({ bodies, bodyRequired }: RequestParts, swarm: Swarm): fc.Arbitrary<DraftBody | typeof ABSENT> {
  const [first, ...others] = bodies.toSorted((left, right) => right.weight - left.weight)
  if (first === undefined) return fc.constant(ABSENT)
  const drafts = fc.oneof(
    { withCrossShrink: true },
    { arbitrary: draftBodies(first), weight: first.weight },
    ...others.map((part) => ({ arbitrary: draftBodies(part), weight: part.weight })),
  )
  return bodyRequired ? drafts : optional(drafts, 5, BODY, swarm)
}

/** A draft of values by part; a value that is the symbol is left out. */
function assemble(
  operationId: string,
  parts: readonly ParameterPart[],
  values: readonly (Json | typeof ABSENT)[],
  body: DraftBody | typeof ABSENT,
): RequestDraft {
  const draft = { path: {}, query: {}, header: {}, cookie: {} } as Record<ParameterPart['in'], Record<string, Json>>
  parts.forEach((part, i) => {
    const value = values[i]
    if (value !== undefined && value !== ABSENT) draft[part.in][part.name] = value
  })
  return { operationId, ...draft, ...(body === ABSENT ? {} : { body }) }
}
