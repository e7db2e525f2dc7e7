import type { Check } from './check.ts'
import { acceptedDraft, acceptedOf, asksAbout } from './rejection.ts'

/** The contract requires the header: a server that does without it cannot keep what it promises about repeated requests. */
export const missingIdempotencyKeyIsRejected: Check = {
  code: 'missing-idempotency-key-is-rejected',
  severity: 'error',
  faults: [102],
  requirements: ['OAS 3.1 §4.8.12'],
  describe: 'A request without its required idempotency key is refused.',
  lookAt: 'Whether the key is asked for before anything is done: without it a repeated request acts twice.',
  applies: (judged) => asksAbout(judged, ['idempotency-key-missing']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['idempotency-key-missing'])
    return accepted === undefined
      ? []
      : [acceptedDraft(accepted, 'A request without an idempotency key was accepted', 'a refusal for want of the key')]
  },
}
