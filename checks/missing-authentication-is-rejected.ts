import type { Check } from './check.ts'
import { acceptedDraft, asksAbout, servedOf, treatmentOf } from './rejection.ts'

/**
 * RFC 9110 §15.5.2. Any 4xx but a conflict refuses: some servers say that they do not know the path, or what is wrong with
 * the request, before they say who may see it.
 */
export const missingAuthenticationIsRejected: Check = {
  code: 'missing-authentication-is-rejected',
  severity: 'error',
  faults: [206],
  requirements: ['RFC 9110 §11.6.1', 'OAS 3.1 §4.8.30'],
  describe: 'A request without credentials is refused where the contract asks for some.',
  lookAt:
    'Whether this route is behind the authentication of the others: a later route or a left-out method is the usual cause.',
  applies: (judged) => asksAbout(judged, ['authentication-missing']),
  judge(judged) {
    const accepted = servedOf(judged, ['authentication-missing'])
    return accepted === undefined
      ? []
      : [
          acceptedDraft(
            accepted,
            `A request without credentials was ${treatmentOf(accepted)}`,
            'a refusal for want of credentials',
          ),
        ]
  },
}
