import { PHASES, type Phase } from '../core/case.ts'
import type {
  BaselineCompared,
  CaseFinished,
  RunEvent,
  RunFinished,
  RunStarted,
  ScenarioFinished,
} from '../core/event.ts'
import type { BaselineMark, Finding } from '../core/finding.ts'
import { HarnessError } from '../core/harness-error.ts'
import type { ScenarioResult } from '../core/scenario-result.ts'
import { worst, type Verdict } from '../core/verdict.ts'
import { createFindingGroups } from './finding-groups.ts'
import { requestsOf, scenarioResultOf } from './scenario-result.ts'
import { createOperationTally, type OperationTally } from './operation-tally.ts'
import type { InconclusiveReason, MockDefect, OperationResult, PhaseCounts, RunResult } from './run-result.ts'
import type { RunSummary, SkippedItem, Totals } from './run-result.ts'

/** Takes a run's events one by one and knows its result at any moment. */
export interface ResultFold {
  add(event: RunEvent): void
  /** @throws HarnessError `usage` when no `run-started` event came */
  result(): RunResult
}

/** Distinct reasons told apart; a target that invents messages must not fill the memory. */
const MAX_REASONS = 100
const OTHER_REASONS = 'other reasons'

/** A fold with bounded memory: counts, and one finding per fingerprint. Unknown event types are left out. */
export function createResultFold(): ResultFold {
  let started: RunStarted | undefined
  let finished: RunFinished | undefined
  const tallies = new Map<string, OperationTally>()
  const findings = createFindingGroups()
  const skipped = new Map<string, SkippedItem>()
  const reasons = new Map<string, { cases: number; readonly operations: Set<string> }>()
  const defects = new Map<string, { occurrences: number; readonly operations: Set<string> }>()
  const scenarios: ScenarioResult[] = []
  let scenarioRequests = 0
  // One, or of a merged run one per shard.
  const compared: BaselineCompared[] = []

  const tallyOf = (operationId: string): OperationTally => {
    const tally = tallies.get(operationId) ?? createOperationTally(operationId)
    tallies.set(operationId, tally)
    return tally
  }
  const addDefects = (ids: readonly string[], operationId: string): void => {
    for (const id of ids) {
      const defect = defects.get(id) ?? { occurrences: 0, operations: new Set() }
      defect.occurrences++
      defect.operations.add(operationId)
      defects.set(id, defect)
    }
  }
  const addScenario = (event: ScenarioFinished): void => {
    scenarios.push(scenarioResultOf(event))
    scenarioRequests += requestsOf(event)
    for (const finding of event.findings) findings.add(finding)
    addDefects(event.mockDefects, event.scenario.id)
  }
  const addSkipped = (what: string, operationId: string | undefined, reason = 'no reason was recorded'): void => {
    const item = { what, ...(operationId !== undefined && { operationId }), reason }
    skipped.set(JSON.stringify(item), item)
  }
  const addCase = (event: CaseFinished): void => {
    tallyOf(event.operationId).count(event)
    for (const finding of event.findings) findings.add(finding)
    addDefects(event.mockDefects, event.operationId)
    if (event.verdict === 'skipped') addSkipped(event.caseId, event.operationId, event.reason)
    if (event.verdict !== 'inconclusive') return
    const given = event.reason ?? 'no reason was recorded'
    const reason = reasons.has(given) || reasons.size < MAX_REASONS ? given : OTHER_REASONS
    const entry = reasons.get(reason) ?? { cases: 0, operations: new Set() }
    entry.cases++
    entry.operations.add(event.operationId)
    reasons.set(reason, entry)
  }

  return {
    add(event) {
      switch (event.type) {
        case 'run-started':
          started = event
          break
        case 'operation-started':
          tallyOf(event.operationId).start(event)
          break
        case 'case-finished':
          addCase(event)
          break
        case 'operation-finished':
          tallyOf(event.operationId).finish(event)
          break
        case 'scenario-finished':
          addScenario(event)
          break
        case 'skipped':
          addSkipped(event.what, event.operationId, event.reason)
          break
        case 'baseline-compared':
          compared.push(event)
          break
        case 'run-finished':
          finished = event
          break
      }
    },
    result() {
      if (started === undefined) throw neverStarted()
      const operations = [...tallies.values()].map((tally) => tally.result())
      const listed = findings.list()
      const { run, tool, contract, target, plan } = started
      return {
        schemaVersion: 1,
        run: {
          ...run,
          ...(finished === undefined
            ? cutShort(started, tallies, operations)
            : {
                durationMs: finished.durationMs,
                verdict: finished.verdict,
                exitCode: finished.exitCode,
                interrupted: finished.interrupted,
                ...(finished.reason !== undefined && { reason: finished.reason }),
              }),
        },
        tool,
        contract,
        target,
        totals: {
          operations: plan.operations,
          operationsExercised: operations.filter(({ exercised }) => exercised).length,
          cases: sum(operations.map(({ cases }) => cases)),
          requests: sum(operations.map(({ requests }) => requests)) + scenarioRequests,
          findings: listed.length + findings.notListed,
          findingsNotListed: findings.notListed,
          skipped: skipped.size,
          inconclusive: sum([...tallies.values()].map(({ inconclusiveCases }) => inconclusiveCases)),
          byPhase: phaseCounts(operations, tallies),
          ...constraintCounts(operations),
          scenarios: countByVerdict(scenarios),
        },
        operations,
        scenarios,
        findings: listed,
        skipped: [...skipped.values()],
        ...baselineSummary(compared, listed),
        inconclusive: [...reasons]
          .map(([reason, entry]): InconclusiveReason => ({
            reason,
            cases: entry.cases,
            operations: entry.operations.size,
          }))
          .toSorted((a, b) => b.cases - a.cases),
        mockDefects: [...defects]
          .map(([id, entry]): MockDefect => ({ id, operations: [...entry.operations], occurrences: entry.occurrences }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        generated: finished?.generated ?? { values: 0, discarded: 0 },
      }
    },
  }
}

/** Folds a whole stream, such as a run folder's events read again. */
export async function foldEvents(events: AsyncIterable<RunEvent> | Iterable<RunEvent>): Promise<RunResult> {
  const fold = createResultFold()
  for await (const event of events) fold.add(event)
  return fold.result()
}

/** Every shard has the same entries, and each says what vanished of its own operations. */
function baselineSummary(
  compared: readonly BaselineCompared[],
  findings: readonly Finding[],
): Pick<RunResult, 'baseline'> {
  const [first] = compared
  if (first === undefined) return {}
  const { type: _type, ...summary } = first
  const of = (status: BaselineMark['status']): number =>
    findings.filter(({ baseline }) => baseline?.status === status).length
  return {
    baseline: {
      ...summary,
      vanished: [
        ...new Map(compared.flatMap(({ vanished }) => vanished).map((entry) => [entry.fingerprint, entry])).values(),
      ]
        // One shard may have looked in vain for what another one saw.
        .filter(({ fingerprint }) => findings.every((finding) => finding.fingerprint !== fingerprint)),
      known: of('known'),
      expired: of('expired'),
    },
  }
}

/** What is known of a run that was killed: the verdict of what was judged until then. */
function cutShort(
  started: RunStarted,
  tallies: ReadonlyMap<string, OperationTally>,
  operations: readonly OperationResult[],
): Pick<RunSummary, 'durationMs' | 'verdict' | 'exitCode' | 'interrupted'> {
  const startedAt = Date.parse(started.run.startedAt)
  const lastActivity = Math.max(startedAt, ...[...tallies.values()].map((tally) => tally.lastActivity))
  const soFar: Verdict = worst(operations.map(({ verdict }) => verdict))
  return {
    durationMs: lastActivity - startedAt,
    verdict: soFar === 'skipped' ? 'inconclusive' : soFar,
    exitCode: 130,
    interrupted: true,
  }
}

function phaseCounts(
  operations: readonly OperationResult[],
  tallies: ReadonlyMap<string, OperationTally>,
): PhaseCounts {
  const counts: Partial<Record<Phase, { cases: number; requests: number }>> = {}
  for (const phase of PHASES) {
    const cases = sum(operations.map(({ coverage }) => coverage.phases[phase] ?? 0))
    const requests = sum([...tallies.values()].map(({ requestsByPhase }) => requestsByPhase[phase] ?? 0))
    if (cases > 0) counts[phase] = { cases, requests }
  }
  return counts
}

function countByVerdict(scenarios: readonly ScenarioResult[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = { pass: 0, inconclusive: 0, fail: 0, skipped: 0 }
  for (const { verdict } of scenarios) counts[verdict]++
  return counts
}

function constraintCounts(operations: readonly OperationResult[]): Pick<Totals, 'constraints'> {
  const known = operations.flatMap(({ coverage: { constraints } }) => (constraints === undefined ? [] : [constraints]))
  if (known.length === 0) return {}
  const [reachable, covered] = [sum(known.map((one) => one.reachable)), sum(known.map((one) => one.covered))]
  return { constraints: { reachable, covered } }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function neverStarted(): HarnessError {
  return new HarnessError('usage', 'The events do not begin with run-started, so there is no run to report.', {
    hint: 'Give the folder of a run whose run.ndjson is complete from its first line.',
  })
}
