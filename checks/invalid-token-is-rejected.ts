import type { Check } from './check.ts'
import { acceptedDraft, asksAbout, servedOf, treatmentOf } from './rejection.ts'

/** RFC 6750 §3.1: a token that is malformed or invalid for other reasons is refused; so is one of another scheme. */
export const invalidTokenIsRejected: Check = {
  code: 'invalid-token-is-rejected',
  severity: 'error',
  faults: [206],
  requirements: ['RFC 9110 §11.6.1', 'RFC 6750 §3.1', 'OAS 3.1 §4.8.30'],
  describe: 'A request with credentials of another scheme, or that nobody issued, is refused.',
  lookAt: 'Whether the token is verified here (signature, issuer, expiry), or only that there is one.',
  applies: (judged) => asksAbout(judged, ['authentication-invalid']),
  judge(judged) {
    const accepted = servedOf(judged, ['authentication-invalid'])
    return accepted === undefined
      ? []
      : [
          acceptedDraft(
            accepted,
            `A request with worthless credentials was ${treatmentOf(accepted)}`,
            'a refusal of the credentials',
          ),
        ]
  },
}
