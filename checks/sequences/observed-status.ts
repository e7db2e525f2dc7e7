import { readAt, isAccepted } from './step.ts'
import type { SequenceStep } from './sequence-check.ts'

/** A status as one step showed it. */
export interface ObservedStatus {
  readonly step: SequenceStep
  readonly status: string
}

/** The statuses that reads showed, in order; reads that showed none (refused, unanswered, masked) are passed over. */
export function observedStatuses(reads: readonly SequenceStep[], statusAt: string): readonly ObservedStatus[] {
  return reads.flatMap((step): readonly ObservedStatus[] => {
    const status = isAccepted(step) ? readAt(step, statusAt) : undefined
    return typeof status === 'string' ? [{ step, status }] : []
  })
}
