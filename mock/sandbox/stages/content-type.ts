import { mediaTypeMatches, parseMediaType } from '../../../core/media-type.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch } from '../fault.ts'
import { mediaTypeUnchecked } from '../faults/validation.ts'
import { headerOf, type Routed } from '../incoming.ts'
import { isDocumented, problem } from '../problem.ts'

/** 415 for a body in a media type that the contract does not list (400 where it does not list 415 either). */
export function checkContentType(request: Routed, faults: FaultSwitch): Reply | undefined {
  const { operation, bytes } = request
  if (bytes.length === 0 || faults.isOn(mediaTypeUnchecked)) return undefined
  const documented = operation.requestBody?.content.map(({ mediaType }) => mediaType) ?? ['application/json']
  const given = headerOf(request, 'content-type')
  if (given !== undefined && isSupported(given, documented)) return undefined
  // What an operation without a body is sent is not looked at.
  if (operation.requestBody === undefined && (given === undefined || !isDocumented(request, 415))) return undefined
  if (isDocumented(request, 415)) return problem('unsupported-media-type')
  return problem('bad-request', {
    errors: [
      { parameter: 'Content-Type', detail: 'unsupported media type', message: `Expected ${documented.join(' or ')}` },
    ],
  })
}

function isSupported(given: string, documented: readonly string[]): boolean {
  const charset = parseMediaType(given)?.parameters['charset']?.toLowerCase()
  const isReadable = charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset)
  return isReadable && documented.some((type) => mediaTypeMatches(type, given))
}
