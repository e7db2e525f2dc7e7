import { acceptedReuse, type ReusedKey } from './reused-key.ts'
import type { SequenceCheck } from './sequence-check.ts'

/** Where a key is bound to the URI as well as to the body, another resource is another request. */
export const reusedKeyOnOtherResourceConflicts: SequenceCheck<ReusedKey> = {
  code: 'reused-key-on-other-resource-conflicts',
  severity: 'error',
  faults: [],
  requirements: ['Payroc: idempotency'],
  describe: 'A key that is reused on another resource is refused as a conflict.',
  lookAt: 'What the key is stored under: it has to stand for the client’s request as a whole, its URI included.',
  judge: (evidence) => acceptedReuse(evidence, 'another resource'),
}
