import { headerOf } from '../core/exchange.ts'
import { mediaTypeMatches } from '../core/media-type.ts'
import type { Check } from './check.ts'
import { acceptedDraft, acceptedOf, asksAbout } from './rejection.ts'

/**
 * RFC 9110 §12.5.1 lets a server disregard `Accept`, so this is a warning, and only where the contract documents that it
 * does not: by a 406. An answer without content has nothing to negotiate.
 */
export const notAcceptableIsAnswered: Check = {
  code: 'not-acceptable-is-answered',
  severity: 'warning',
  faults: [],
  requirements: ['RFC 9110 §15.5.7', 'RFC 9110 §12.5.1'],
  describe: 'Where 406 is documented, a request that accepts nothing that is served gets it.',
  lookAt: 'Whether Accept is looked at at all; where it is not meant to be, the 406 does not belong in the contract.',
  applies: (judged) => asksAbout(judged, ['accept']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['accept'])
    if (accepted === undefined) return []
    const { headers, body } = accepted.response
    if (body === undefined || body.bytes === 0) return []
    const asked = headerOf(judged.exchange.request.headers, 'accept')
    const served = headerOf(headers, 'content-type')
    if (asked !== undefined && served !== undefined && mediaTypeMatches(asked, served)) return []
    return [acceptedDraft(accepted, 'An answer came in a media type that was not accepted', 'the answer 406')]
  },
}
