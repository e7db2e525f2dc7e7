import { show } from '../expectation.ts'
import type { SequenceCheck, SequenceStep } from './sequence-check.ts'
import { asked, statusOf } from './step.ts'
import { type Trace, tracesIn } from './trace.ts'

export interface RefusedAndListed {
  readonly refused: SequenceStep
  /** The same reads before and after: pages of a list, or the resource itself where the client chose its id. */
  readonly before: readonly SequenceStep[]
  readonly after: readonly SequenceStep[]
  /** A value of the refused request that no other request carried. */
  readonly trace: Trace
}

/** RFC 9110 §15.5 and §15.6: an error says that the request was not done; what it asked for is then not there. */
export const failedCreateHasNoEffect: SequenceCheck<RefusedAndListed> = {
  code: 'failed-create-has-no-effect',
  severity: 'error',
  faults: [104],
  requirements: ['RFC 9110 §15.5'],
  describe: 'A create that was answered with an error has created nothing.',
  lookAt: 'The order of the create: something was stored before the check that refused it, and was not taken back.',
  judge({ refused, before, after, trace }) {
    const status = statusOf(refused)
    if (status < 400) return []
    if (before.some((step) => tracesIn(step, trace).length > 0)) return []
    const found = after.find((step) => tracesIn(step, trace).length > 0)
    if (found === undefined) return []
    return [
      {
        key: 'left something',
        title: 'A failed create left a resource behind',
        message: `${asked(refused)} was answered with ${status}, but ${asked(found)} shows a resource with the ${trace.member} ${show(trace.value)} that it sent.`,
        expected: 'nothing of what was refused',
        actual: `a resource with ${trace.member} ${show(trace.value)}`,
        document: refused.operation.pointer,
        at: refused,
        shownBy: found,
      },
    ]
  },
}
