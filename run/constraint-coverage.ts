import type { ConstraintCoverage } from '../core/event.ts'
import type { BoundaryPlan } from '../generators/boundaries.ts'

const NOT_SENT = 'the run ended before its request was sent'

/**
 * What of a plan was covered: what it could not plan keeps its reason, and a constraint that several cases show is
 * covered when all of them were sent.
 *
 * @param isSent - by the name of the case
 */
export function constraintCoverage(plan: BoundaryPlan, isSent: (name: string) => boolean): ConstraintCoverage {
  const { reachable, covered, uncovered } = plan.coverage
  const lacking = new Set(plan.cases.filter(({ name }) => !isSent(name)).flatMap(({ covers }) => covers))
  const cutOff = covered.filter((id) => lacking.has(id))
  return {
    reachable: reachable.length,
    covered: covered.length - cutOff.length,
    uncovered: [...uncovered, ...cutOff.map((id) => ({ id, reason: NOT_SENT }))],
  }
}
