import { observedStatuses } from './observed-status.ts'
import { show } from '../expectation.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, documentOf } from './step.ts'

export interface ReadsOfStatus {
  /** Reads of one resource, in order. */
  readonly reads: readonly SequenceStep[]
  /** Pointer to the status in each body. */
  readonly statusAt: string
  /** Statuses that never change again. */
  readonly final: readonly string[]
}

/** A client stops asking at a final status; what changes afterwards it never learns. */
export const finalStatusIsFinal: SequenceCheck<ReadsOfStatus> = {
  code: 'final-status-is-final',
  severity: 'error',
  faults: [],
  requirements: ['OAS 3.1 §4.8.24'],
  describe: 'A status that the contract calls final never changes again.',
  lookAt:
    'What writes the status after the final one: a late message of a device or a job that does not look at the state first.',
  judge({ reads, statusAt, final }) {
    const observed = observedStatuses(reads, statusAt)
    const index = observed.findIndex(
      ({ status }, at) =>
        at > 0 && final.includes(observed[at - 1]?.status ?? '') && status !== observed[at - 1]?.status,
    )
    const [before, after] = [observed[index - 1], observed[index]]
    if (before === undefined || after === undefined) return []
    return [
      {
        key: `${before.status} to ${after.status}`,
        title: `The final status ${show(before.status)} changes`,
        message: `${asked(before.step)} showed ${show(before.status)}, which is final, and later ${show(after.status)}.`,
        expected: show(before.status),
        actual: show(after.status),
        document: documentOf(after.step),
        payload: statusAt,
        at: after.step,
      },
    ]
  },
}
