import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted, isDone, statusOf } from './step.ts'

export interface AskedOnStaleCondition {
  /** An update under the same `If-Match`, which was carried out. */
  readonly updated: SequenceStep
  /** Shows that the resource has another strong `ETag` since. */
  readonly read: SequenceStep
  /** Another change, under the `If-Match` of before. */
  readonly attempt: SequenceStep
  readonly stale: string
  readonly current: string
}

/**
 * RFC 9110 §13.1.1: a server does not perform a method where the entity tag of `If-Match` is none that the resource has;
 * else the change that somebody has made in between is lost.
 */
export const staleConditionIsRefused: SequenceCheck<AskedOnStaleCondition> = {
  code: 'stale-condition-is-refused',
  severity: 'error',
  faults: [],
  requirements: ['RFC 9110 §13.1.1'],
  describe: 'A change under an If-Match that the resource has outgrown is refused, so that no update is lost.',
  lookAt: 'Where If-Match is compared: not at all, or with a tag that does not change with the resource.',
  judge({ updated, read, attempt, stale, current }) {
    if (!isDone(updated) || !isAccepted(read) || !isDone(attempt) || stale === current) return []
    return [
      {
        key: 'accepted',
        title: 'A change under a stale If-Match was accepted',
        message: `${asked(attempt)} with If-Match ${stale} was answered with ${statusOf(attempt)}, although the ETag is ${current} since the update before.`,
        expected: '412',
        actual: String(statusOf(attempt)),
        document: attempt.operation.pointer,
        at: attempt,
      },
    ]
  },
}
