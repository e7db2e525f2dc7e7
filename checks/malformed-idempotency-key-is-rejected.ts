import type { Check } from './check.ts'
import { acceptedDraft, acceptedOf, asksAbout } from './rejection.ts'

/** The contract says what a key is, in its schema or in words; keys of another form are more likely to repeat. */
export const malformedIdempotencyKeyIsRejected: Check = {
  code: 'malformed-idempotency-key-is-rejected',
  severity: 'error',
  faults: [102],
  requirements: ['OAS 3.1 §4.8.12', 'RFC 9562 §5.4'],
  describe: 'An idempotency key that is not of the form the contract asks for is refused.',
  lookAt: 'Where the key is read: its form has to be checked there, before it is stored.',
  applies: (judged) => asksAbout(judged, ['idempotency-key-malformed']),
  judge(judged) {
    const accepted = acceptedOf(judged, ['idempotency-key-malformed'])
    return accepted === undefined
      ? []
      : [acceptedDraft(accepted, 'A malformed idempotency key was accepted', 'a refusal of the key')]
  },
}
