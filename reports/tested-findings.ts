import type { Phase } from '../core/case.ts'
import type { RunResult } from './run-result.ts'

/** Where a finding was seen. */
export interface FindingOrigin {
  readonly operation: string
  readonly scenario?: string
  /** Any phase, where it is not known. */
  readonly phase?: Phase
}

/**
 * Whether a run put a finding to the test, so that its absence means something: its operation was judged in the same
 * phase, or its scenario was played. What a run did not run, did not judge or did not send proves nothing.
 */
export function testedBy({
  operations,
  scenarios,
}: Pick<RunResult, 'operations' | 'scenarios'>): (origin: FindingOrigin) => boolean {
  const ran = new Map(operations.map((operation) => [operation.operationId, operation]))
  const played = new Set(scenarios.filter(({ verdict }) => isJudged(verdict)).map(({ id }) => id))
  return ({ operation, scenario, phase }) => {
    if (scenario !== undefined) return played.has(scenario)
    const result = ran.get(operation)
    if (result === undefined || !isJudged(result.verdict)) return false
    return phase === undefined ? result.cases > 0 : (result.coverage.phases[phase] ?? 0) > 0
  }
}

function isJudged(verdict: RunResult['run']['verdict']): boolean {
  return verdict === 'pass' || verdict === 'fail'
}
