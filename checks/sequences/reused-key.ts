import { isConflict } from './conflict.ts'
import type { SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted, statusOf } from './step.ts'

export interface ReusedKey {
  /** The request that used the key first. */
  readonly first: SequenceStep
  /** Another request with the same key. */
  readonly reused: SequenceStep
}

/**
 * The finding of a key that was taken for two requests. A refusal for another reason than the key leaves nothing to
 * conclude: the server may look at the data first.
 */
export function acceptedReuse({ first, reused }: ReusedKey, what: string): readonly SequenceDraft[] {
  if (!isAccepted(first) || isConflict(reused) || !isAccepted(reused)) return []
  return [
    {
      key: 'no conflict',
      title: `A key that is reused for ${what} is not refused`,
      message: `${asked(first)} used the key first; ${asked(reused)} with the same key and ${what} was answered with ${statusOf(reused)}.`,
      expected: '409, or the documented refusal of a key that is in use',
      actual: String(statusOf(reused)),
      document: reused.operation.pointer,
      at: reused,
    },
  ]
}
