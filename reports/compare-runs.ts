import { briefOf, originOf, type FindingBrief } from './finding-brief.ts'
import { testedBy } from './tested-findings.ts'
import { wasCutShort, type OperationResult, type RunResult } from './run-result.ts'

/** A number in the first and in the second run. */
export interface Change {
  readonly before: number
  readonly after: number
}

/** What changed from one run to a later one. */
export interface RunComparison {
  readonly before: ComparedRun
  readonly after: ComparedRun
  /** Only in the later run. */
  readonly new: readonly FindingBrief[]
  /** Only in the earlier run, and put to the test in the later one. */
  readonly fixed: readonly FindingBrief[]
  /** In both. */
  readonly still: readonly FindingBrief[]
  /** In one or both, and known to come and go: neither fixed nor simply still there. */
  readonly flaky: readonly FindingBrief[]
  /** In the earlier run; the later one did not put it to the test. */
  readonly notTested: readonly FindingBrief[]
  readonly durations: {
    readonly run: Change
    /** Of operations in both runs, milliseconds; the greatest change first. */
    readonly operations: readonly (Change & { readonly operationId: string })[]
  }
  readonly coverage: {
    readonly operationsExercised: Change
    readonly cases: Change
    readonly requests: Change
    /** Constraints that were shown, of those that can be; absent where a run does not say. */
    readonly constraintsCovered?: Change
    readonly operationsAdded: readonly string[]
    readonly operationsRemoved: readonly string[]
    /** Operations in both runs that answered with other status codes. */
    readonly statuses: readonly {
      readonly operationId: string
      readonly gained: readonly string[]
      readonly lost: readonly string[]
    }[]
  }
}

export interface ComparedRun {
  readonly id: string
  readonly startedAt: string
  readonly seed: number
  readonly verdict: RunResult['run']['verdict']
  readonly target: string
  readonly contract: string
  readonly sha256: string
}

/** Compares two runs by the fingerprints of their findings. */
export function compareRuns(before: RunResult, after: RunResult): RunComparison {
  const earlier = new Map(before.findings.map((finding) => [finding.fingerprint, finding]))
  const later = new Map(after.findings.map((finding) => [finding.fingerprint, finding]))
  const isTested = testedBy(after)
  const lists = { new: [], fixed: [], still: [], flaky: [], notTested: [] } as {
    readonly [K in 'new' | 'fixed' | 'still' | 'flaky' | 'notTested']: FindingBrief[]
  }
  for (const finding of after.findings) {
    const known = earlier.get(finding.fingerprint)
    const isFlaky = finding.flaky !== undefined || known?.flaky !== undefined
    // What was never seen before is news, also when it comes and goes.
    lists[known === undefined ? 'new' : isFlaky ? 'flaky' : 'still'].push(briefOf(finding))
  }
  for (const finding of before.findings) {
    if (later.has(finding.fingerprint)) continue
    const brief = briefOf(finding)
    const tested = !wasCutShort(after) && isTested(originOf(brief))
    lists[!tested ? 'notTested' : finding.flaky === undefined ? 'fixed' : 'flaky'].push(brief)
  }
  return {
    before: runOf(before),
    after: runOf(after),
    ...lists,
    durations: durationsOf(before, after),
    coverage: coverageOf(before, after),
  }
}

function runOf({ run, target, contract }: RunResult): ComparedRun {
  const { id, startedAt, seed, verdict } = run
  return {
    id,
    startedAt,
    seed,
    verdict,
    target: target.name,
    contract: `${contract.title} ${contract.version}`,
    sha256: contract.sha256,
  }
}

function durationsOf(before: RunResult, after: RunResult): RunComparison['durations'] {
  const changes = inBoth(before, after).map(([one, other]) => ({
    operationId: other.operationId,
    before: one.durationMs,
    after: other.durationMs,
  }))
  return {
    run: { before: before.run.durationMs, after: after.run.durationMs },
    operations: changes.toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before)),
  }
}

function coverageOf(before: RunResult, after: RunResult): RunComparison['coverage'] {
  const of = (pick: (result: RunResult) => number): Change => ({ before: pick(before), after: pick(after) })
  const idsOf = ({ operations }: RunResult): readonly string[] => operations.map(({ operationId }) => operationId)
  const without = (ids: readonly string[], others: readonly string[]): readonly string[] => {
    const there = new Set(others)
    return ids.filter((id) => !there.has(id))
  }
  const statuses = inBoth(before, after).map(([one, other]) => ({
    operationId: other.operationId,
    gained: without(Object.keys(other.statuses), Object.keys(one.statuses)),
    lost: without(Object.keys(one.statuses), Object.keys(other.statuses)),
  }))
  const constraints = [before.totals.constraints, after.totals.constraints]
  return {
    operationsExercised: of(({ totals }) => totals.operationsExercised),
    cases: of(({ totals }) => totals.cases),
    requests: of(({ totals }) => totals.requests),
    ...(constraints.every((counts) => counts !== undefined) && {
      constraintsCovered: of(({ totals }) => totals.constraints?.covered ?? 0),
    }),
    operationsAdded: without(idsOf(after), idsOf(before)),
    operationsRemoved: without(idsOf(before), idsOf(after)),
    statuses: statuses.filter(({ gained, lost }) => gained.length > 0 || lost.length > 0),
  }
}

function inBoth(before: RunResult, after: RunResult): readonly (readonly [OperationResult, OperationResult])[] {
  const earlier = new Map(before.operations.map((operation) => [operation.operationId, operation]))
  return after.operations.flatMap((operation) => {
    const one = earlier.get(operation.operationId)
    return one === undefined ? [] : [[one, operation] as const]
  })
}
