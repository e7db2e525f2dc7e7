import { acceptedReuse, type ReusedKey } from './reused-key.ts'
import type { SequenceCheck } from './sequence-check.ts'

/** A key belongs to one request: with another body it is a client's mistake, which must not pass for a repetition. */
export const reusedKeyWithOtherBodyConflicts: SequenceCheck<ReusedKey> = {
  code: 'reused-key-with-other-body-conflicts',
  severity: 'error',
  faults: [],
  requirements: ['draft-ietf-httpapi-idempotency-key-header §2.7'],
  describe: 'A key that is reused with another body is refused as a conflict.',
  lookAt: 'What is stored with the key: without a fingerprint of the body another request looks like the same one.',
  judge: (evidence) => acceptedReuse(evidence, 'another body'),
}
