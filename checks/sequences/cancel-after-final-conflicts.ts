import { show } from '../expectation.ts'
import { isConflict } from './conflict.ts'
import { observedStatuses } from './observed-status.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, isAbsent, isAccepted, isRefused, statusOf } from './step.ts'

export interface CanceledAfterFinal {
  /** A read that shows a final status. */
  readonly before: SequenceStep
  readonly cancel: SequenceStep
  /** Pointer to the status in the read. */
  readonly statusAt: string
  readonly final: readonly string[]
}

/**
 * What has ended cannot be canceled any more: accepting it tells the client that something did not happen which did.
 * Another refusal than a conflict is only odd, and 404 may be one of a server that forgets what has ended.
 */
export const cancelAfterFinalConflicts: SequenceCheck<CanceledAfterFinal> = {
  code: 'cancel-after-final-conflicts',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §15.5.10'],
  describe: 'Canceling what has ended is refused as a conflict.',
  lookAt:
    'Whether the cancel looks at the state before it answers; 204 for what has ended tells a client that nothing was done.',
  judge({ before, cancel, statusAt, final }) {
    const [was] = observedStatuses([before], statusAt)
    if (was === undefined || !final.includes(was.status)) return []
    if (isConflict(cancel) || isAbsent(cancel)) return []
    const accepted = isAccepted(cancel)
    if (!accepted && !isRefused(cancel)) return []
    return [
      {
        key: accepted ? 'accepted' : `refused ${statusOf(cancel)}`,
        title: accepted
          ? 'What has ended can be canceled'
          : 'Canceling what has ended is refused, but not as a conflict',
        message: `${asked(before)} shows ${show(was.status)}, which is final, but ${asked(cancel)} was answered with ${statusOf(cancel)}.`,
        expected: '409',
        actual: String(statusOf(cancel)),
        document: cancel.operation.pointer,
        ...(!accepted && { severity: 'warning' as const }),
        at: cancel,
      },
    ]
  },
}
