import { show } from '../expectation.ts'
import { observedStatuses } from './observed-status.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted, isDone, isRefused, statusOf } from './step.ts'

export interface CanceledInProgress {
  /** A read just before; shows that there was something to cancel. */
  readonly before: SequenceStep
  readonly cancel: SequenceStep
  /** A read after it. */
  readonly after: SequenceStep
  /** Pointer to the status in the reads. */
  readonly statusAt: string
  readonly inProgress: readonly string[]
  readonly canceled: readonly string[]
}

/**
 * What is in progress can be canceled, and then is. Whoever works on it may be faster: a refusal is right when the
 * status turns out to be final by then.
 */
export const cancelInProgressSucceeds: SequenceCheck<CanceledInProgress> = {
  code: 'cancel-in-progress-succeeds',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §9.3.5'],
  describe: 'What is in progress can be canceled, and is then shown as canceled.',
  lookAt: 'Whether the cancel reaches what works on it: the state it checks, and the message that stops the work.',
  judge({ before, cancel, after, statusAt, inProgress, canceled }) {
    const [was] = observedStatuses([before], statusAt)
    const [is] = observedStatuses([after], statusAt)
    if (was === undefined || !inProgress.includes(was.status)) return []
    if (isRefused(cancel) && is !== undefined && inProgress.includes(is.status)) {
      return [
        draft(cancel, {
          key: `refused ${statusOf(cancel)}`,
          title: 'What is in progress cannot be canceled',
          message: `${asked(before)} shows ${show(was.status)} before and ${show(is.status)} after it, but ${asked(cancel)} was refused with ${statusOf(cancel)}.`,
          expected: 'the cancelation to be accepted',
          actual: String(statusOf(cancel)),
        }),
      ]
    }
    if (!isDone(cancel) || !isAccepted(after) || is === undefined || canceled.includes(is.status)) return []
    return [
      draft(cancel, {
        key: `shows ${is.status}`,
        title: 'What was canceled is not shown as canceled',
        message: `${asked(cancel)} was answered with ${statusOf(cancel)}, but ${asked(after)} shows ${show(is.status)}.`,
        expected: canceled.map((status) => show(status)).join(' or '),
        actual: show(is.status),
        payload: statusAt,
        shownBy: after,
      }),
    ]
  },
}

function draft(at: SequenceStep, said: Omit<SequenceDraft, 'at' | 'document'>): SequenceDraft {
  return { ...said, document: at.operation.pointer, at }
}
