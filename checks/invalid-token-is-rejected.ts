import type { Check } from './check.ts'
import { acceptedDraft, acceptedOf, asksAbout } from './rejection.ts'

/** RFC 6750 §3.1: a token that is malformed or invalid for other reasons is refused; so is one of another scheme. */
export const invalidTokenIsRejected: Check = {
  code: 'invalid-token-is-rejected',
  severity: 'error',
  faults: [206],
  requirements: ['RFC 9110 §11.6.1', 'RFC 6750 §3.1', 'OAS 3.1 §4.8.30'],
  describe: 'A request with credentials of another scheme, or that nobody issued, is refused.',
  applies: (judged) => asksAbout(judged, ['authentication-invalid']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['authentication-invalid'])
    return accepted === undefined
      ? []
      : [acceptedDraft(accepted, 'A request with worthless credentials was accepted', 'the credentials to be refused')]
  },
}
