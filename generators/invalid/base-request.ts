import type { RequestDraft } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import type { ParameterPart, RequestParts } from '../request-parts.ts'
import { plainest } from './plainest.ts'

/** The plainest request of an operation that has a body wherever one can be sent, JSON if possible. */
export function baseRequest(operationId: string, parts: RequestParts, seed: number): RequestDraft {
  const draft = { path: {}, query: {}, header: {}, cookie: {} } as Record<ParameterPart['in'], Record<string, Json>>
  for (const part of parts.parameters) if (part.required) draft[part.in][part.name] = plainValueOf(part, seed)
  const body = parts.bodies.find(({ mediaType }) => bodyKindOf(mediaType) === 'json') ?? parts.bodies[0]
  if (body === undefined) return { operationId, ...draft }
  const value = plainest(body.values, deriveSeed(seed, 'body'))
  return { operationId, ...draft, body: { kind: 'value', mediaType: body.mediaType, value } }
}

/** The plainest value of a parameter. */
export function plainValueOf(part: ParameterPart, seed: number): Json {
  return plainest(part.values, deriveSeed(seed, part.in, part.name))
}
