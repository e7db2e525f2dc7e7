import { bodyKindOf, essenceOf, parseMediaType } from '../core/media-type.ts'
import type { Operation } from '../spec/model.ts'

const PROBLEM = 'application/problem+json'

const known = new WeakMap<Operation, string>()

/** The `Accept` header of an operation: what its responses document, JSON first, problem documents last; else anything. */
export function acceptOf(operation: Operation): string {
  let accept = known.get(operation)
  if (accept === undefined) {
    accept = documentedTypes(operation)
    known.set(operation, accept)
  }
  return accept
}

function documentedTypes(operation: Operation): string {
  const documented = new Set<string>()
  for (const response of operation.responses) {
    for (const { mediaType } of response.content) {
      if (parseMediaType(mediaType) !== undefined) documented.add(withoutCharset(mediaType))
    }
  }
  const types = [...documented].toSorted((left, right) => rank(left) - rank(right))
  return types.length === 0 ? '*/*' : types.join(', ')
}

/** A charset is no part of what is negotiated: some servers refuse to match it. */
function withoutCharset(mediaType: string): string {
  const [essence = '', ...parameters] = mediaType.split(';').map((part) => part.trim())
  const kept = parameters.filter((parameter) => parameter !== '' && !/^charset\s*=/i.test(parameter))
  return [essence.toLowerCase(), ...kept].join('; ')
}

function rank(mediaType: string): number {
  const essence = essenceOf(mediaType)
  if (essence === PROBLEM) return 3
  if (essence === 'application/json') return 0
  return bodyKindOf(essence) === 'json' ? 1 : 2
}
