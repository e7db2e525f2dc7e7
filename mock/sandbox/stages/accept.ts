import { mediaTypeMatches, parseMediaType } from '../../../core/media-type.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch } from '../fault.ts'
import { acceptIgnored } from '../faults/validation.ts'
import { headerOf, type Routed } from '../incoming.ts'
import { isDocumented, problem } from '../problem.ts'

/**
 * 406 where the client accepts nothing that the operation serves. Where the contract does not document 406 the header is
 * disregarded, as RFC 9110 §12.5.1 allows.
 */
export function checkAccept(request: Routed, faults: FaultSwitch): Reply | undefined {
  if (faults.isOn(acceptIgnored)) return undefined
  const accept = headerOf(request, 'accept')
  if (accept === undefined || accept.trim() === '' || !isDocumented(request, 406)) return undefined
  const served = servedTypes(request)
  const ranges = accept.split(',').filter((range) => parseMediaType(range)?.parameters['q'] !== '0')
  const isServed = ranges.some((range) => served.some((type) => mediaTypeMatches(range, type)))
  return isServed ? undefined : problem('not-acceptable')
}

/** Of an operation that answers without content, what its problems are written in. */
function servedTypes({ operation }: Routed): readonly string[] {
  const isSuccess = (status: string): boolean => status.startsWith('2')
  const types = (wanted: boolean): readonly string[] =>
    operation.responses
      .filter(({ status }) => isSuccess(status) === wanted)
      .flatMap(({ content }) => content.map(({ mediaType }) => mediaType))
  const successes = types(true)
  return successes.length > 0 ? successes : [...types(false), 'application/json']
}
