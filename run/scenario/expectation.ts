import type { Severity } from '../../core/finding.ts'
import { validRequestIsAccepted } from '../../checks/valid-request-is-accepted.ts'

/** The promise that an answer is held to: a check without its judgement. */
export interface Promised {
  readonly code: string
  readonly severity: Severity
  readonly faults: readonly number[]
  readonly lookAt: string
}

/** Which answers a call may get. Every reading that is documented is listed; a steerable target is asked for the first. */
export interface Expectation {
  /** Empty: any answer will do, and the scenario judges it itself. */
  readonly statuses: readonly number[]
  /** Problem types after the last `#` or `/`, where one of them is asked for. */
  readonly problems: readonly string[]
  /** Whose promise is broken by another answer. */
  readonly promise: Promised
  /** Where the rule is written; shown in the finding. */
  readonly rule?: string
}

/** A request within the contract and the documented flow: accepted with one of these statuses. */
export function accepted(...statuses: readonly [number, ...number[]]): Expectation {
  return { statuses, problems: [], promise: validRequestIsAccepted }
}

/** A request that must be refused, and by which promise. */
export function refused(
  statuses: readonly [number, ...number[]],
  promise: Promised,
  options: { readonly problems?: readonly string[]; readonly rule?: string } = {},
): Expectation {
  return {
    statuses,
    problems: options.problems ?? [],
    promise,
    ...(options.rule !== undefined && { rule: options.rule }),
  }
}

/** One of these statuses, of success or of refusal; an example of the contract, a guide or the test itself says so. */
export function documented(...statuses: readonly [number, ...number[]]): Expectation {
  return { statuses, problems: [], promise: OUTCOME_IS_AS_DOCUMENTED }
}

/** The promise that what happens is what the documentation says, where no check has a name for it. */
export const OUTCOME_IS_AS_DOCUMENTED: Promised = {
  code: 'outcome-is-as-documented',
  severity: 'error',
  faults: [101],
  lookAt: 'The steps before this one, in order: what the server made of them decides what it answers here.',
}

/** Any answer; a steerable target is asked for this one. */
export function whatever(status?: number): Expectation {
  return { statuses: status === undefined ? [] : [status], problems: [], promise: ANYTHING }
}

/** Marks an expectation that every answer meets. */
const ANYTHING: Promised = { code: 'any-answer', severity: 'info', faults: [], lookAt: '' }

/** Whether an answer with this status and problem type is one of the expected ones. */
export function isMet(expectation: Expectation, status: number, problem: string | undefined): boolean {
  if (expectation.promise === ANYTHING) return true
  if (!expectation.statuses.includes(status)) return false
  return expectation.problems.length === 0 || (problem !== undefined && expectation.problems.includes(problem))
}

/** Completes "expected …". */
export function inWords({ statuses, problems, rule }: Expectation): string {
  const status = statuses.join(' or ')
  const type = problems.length === 0 ? '' : ` with a problem of type ${problems.join(' or ')}`
  return `${status}${type}${rule === undefined ? '' : ` (${rule})`}`
}
