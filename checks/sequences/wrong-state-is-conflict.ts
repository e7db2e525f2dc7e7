import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted, isRefused, statusOf } from './step.ts'
import { isConflict } from './conflict.ts'

export interface AskedInWrongState {
  /** What brought the resource into the state, where it is part of the record; it must have been accepted. */
  readonly cause?: SequenceStep
  readonly attempt: SequenceStep
  /** The state in words, completes "although …": `it was captured before`. */
  readonly state: string
  /** The only statuses that the contract allows beside a conflict; absent: any refusal will do. */
  readonly allowed?: readonly number[]
}

/** An operation that a resource's state forbids is refused, so that a client learns that nothing was done. */
export const wrongStateIsConflict: SequenceCheck<AskedInWrongState> = {
  code: 'wrong-state-is-conflict',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §15.5.10'],
  describe: 'An operation that the state of a resource forbids is refused.',
  lookAt: 'The check of the state before the operation: it is missing, or it reads a state that is out of date.',
  judge({ cause, attempt, state, allowed }) {
    if (cause !== undefined && !isAccepted(cause)) return []
    const status = statusOf(attempt)
    const isWrongRefusal =
      allowed !== undefined && isRefused(attempt) && !isConflict(attempt) && !allowed.includes(status)
    if (!isAccepted(attempt) && !isWrongRefusal) return []
    const documented = [409, ...(allowed ?? [])].filter((one, index, all) => all.indexOf(one) === index)
    const expected = allowed === undefined ? 'a refusal, such as 409' : documented.join(' or ')
    return [
      {
        key: isWrongRefusal ? `refused ${status}` : 'accepted',
        title: isWrongRefusal
          ? 'What the state forbids is refused with another status than documented'
          : 'What the state forbids is accepted',
        message: `${asked(attempt)} was answered with ${status}, although ${state}.`,
        expected,
        actual: String(status),
        document: attempt.operation.pointer,
        at: attempt,
      },
    ]
  },
}
