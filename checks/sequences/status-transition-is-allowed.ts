import { show } from '../expectation.ts'
import { observedStatuses } from './observed-status.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, documentOf } from './step.ts'

export interface ReadsOfLifecycle {
  /** Reads of one resource, in order. */
  readonly reads: readonly SequenceStep[]
  /** Pointer to the status in each body. */
  readonly statusAt: string
  /** From each status, those that may follow at once; a status without an entry is final. */
  readonly allowed: Readonly<Record<string, readonly string[]>>
}

/**
 * A status moves only along the documented ways. Steps between may pass unseen, so what can be reached over several is
 * allowed; a status that the table does not know is for the schema to judge. Leaving a final status is
 * `final-status-is-final`'s.
 */
export const statusTransitionIsAllowed: SequenceCheck<ReadsOfLifecycle> = {
  code: 'status-transition-is-allowed',
  severity: 'error',
  faults: [],
  requirements: ['OAS 3.1 §4.8.24'],
  describe: 'A status changes only as the contract says.',
  lookAt:
    'The place that sets this status: it does not ask from which status it comes, or maps an outcome to the wrong one.',
  judge({ reads, statusAt, allowed }) {
    const known = new Set([...Object.keys(allowed), ...Object.values(allowed).flat()])
    const observed = observedStatuses(reads, statusAt).filter(({ status }) => known.has(status))
    for (const [index, after] of observed.entries()) {
      const before = observed[index - 1]
      if (before === undefined || before.status === after.status) continue
      if ((allowed[before.status] ?? []).length === 0) continue
      if (reachable(before.status, allowed).has(after.status)) continue
      return [
        {
          key: `${before.status} to ${after.status}`,
          title: `The status goes from ${show(before.status)} to ${show(after.status)}`,
          message: `${asked(before.step)} showed ${show(before.status)} and then ${show(after.status)}, which cannot follow it.`,
          expected: `${show(before.status)} or what can follow it`,
          actual: show(after.status),
          document: documentOf(after.step),
          payload: statusAt,
          at: after.step,
        },
      ]
    }
    return []
  },
}

function reachable(from: string, allowed: ReadsOfLifecycle['allowed']): ReadonlySet<string> {
  const found = new Set(allowed[from])
  // A set grows while it is walked.
  for (const status of found) for (const next of allowed[status] ?? []) found.add(next)
  return found
}
