import type { Finding } from '../core/finding.ts'
import type { ScenarioResult } from '../core/scenario-result.ts'
import { failureBlock } from './failure-block.ts'
import { isKnown } from './finding-groups.ts'
import { suiteOf, type OperationResult, type RunResult, type SkippedItem } from './run-result.ts'
import { counted } from './text-layout.ts'

/** An operation, a scenario, or something that was not run, as reports of tests (JUnit, CTRF) see it. */
export interface TestOutcome {
  readonly kind: 'operation' | 'scenario'
  readonly id: string
  readonly name: string
  readonly suite: string
  readonly tags: readonly string[]
  readonly outcome: 'passed' | 'failed' | 'inconclusive' | 'skipped'
  /** Why it did not pass, in a line. */
  readonly message: string
  readonly durationMs: number
  readonly startedAt?: string
  /** What makes it fail; empty unless it failed. */
  readonly failures: readonly Finding[]
  /** Findings that do not fail it: warnings, known ones, and those that did not come again. */
  readonly remarks: readonly Finding[]
  /** Steps of a scenario. */
  readonly steps: ScenarioResult['steps']
  /** What was counted and what was left out, a line each. */
  readonly notes: readonly string[]
  readonly operation?: OperationResult
}

/** The tests of a run: operations in its order, scenarios, then findings and skipped things that belong to neither. */
export function testOutcomes(result: RunResult): readonly TestOutcome[] {
  const scenarioIds = new Set(result.scenarios.map(({ id }) => id))
  const keyOf = ({ scenarioId, operationId }: Finding): string =>
    scenarioId !== undefined && scenarioIds.has(scenarioId) ? `scenario ${scenarioId}` : operationId
  const findings = Map.groupBy(result.findings, keyOf)
  const skipped = Map.groupBy(result.skipped, ({ operationId, what }) => operationId ?? what)
  const take = <T>(from: Map<string, T[]>, key: string): readonly T[] => {
    const taken = from.get(key) ?? []
    from.delete(key)
    return taken
  }
  return [
    ...result.operations.map((operation) =>
      operationOutcome(operation, take(findings, operation.operationId), take(skipped, operation.operationId)),
    ),
    ...result.scenarios.map((scenario) => scenarioOutcome(scenario, take(findings, `scenario ${scenario.id}`))),
    // What belongs to no operation that ran still has to be seen.
    ...[...findings].map(([id, left]) => ({
      ...nothing(id, 'other'),
      ...judged('failed', left, undefined),
    })),
    ...[...skipped].map(([id, items]) => ({
      ...nothing(id, 'skipped'),
      outcome: 'skipped' as const,
      message: skippedMessage(id, items),
    })),
    ...(result.baseline?.vanished ?? []).map(({ fingerprint, operation, check }) => ({
      ...nothing(`${check} at ${operation} (${fingerprint})`, 'baseline'),
      outcome: result.baseline?.strict === true ? ('failed' as const) : ('skipped' as const),
      message: 'listed in the baseline, but no longer happens',
    })),
  ]
}

/** The failure blocks of findings, one below the other. */
export function failureText(findings: readonly Finding[], { operation }: TestOutcome, { contract }: RunResult): string {
  return findings.map((finding) => failureBlock(finding, { source: contract.source, operation })).join('\n\n')
}

function operationOutcome(
  operation: OperationResult,
  findings: readonly Finding[],
  skipped: readonly SkippedItem[],
): TestOutcome {
  const { operationId, method, path, verdict, durationMs, startedAt, statuses, unanswered } = operation
  const name = path === '' ? operationId : `${operationId}: ${method.toUpperCase()} ${path}`
  const answers = Object.entries(statuses).map(([status, count]) => `${status} × ${count}`)
  const reason = verdict === 'skipped' ? skippedMessage(name, skipped) : operation.reason
  return {
    kind: 'operation',
    id: operationId,
    name,
    suite: suiteOf(operation),
    tags: operation.tags,
    durationMs,
    ...(startedAt !== undefined && { startedAt }),
    steps: [],
    notes: [
      `${counted(operation.cases, 'case')}, ${counted(operation.requests, 'request')}`,
      ...(answers.length === 0 ? [] : [`answers: ${answers.join(', ')}`]),
      ...(unanswered === 0 ? [] : [`without an answer: ${unanswered}`]),
      ...skipped.map(({ what, reason }) => `skipped ${what}: ${reason}`),
    ],
    operation,
    ...judged(OUTCOMES[verdict], findings, reason),
  }
}

function scenarioOutcome(scenario: ScenarioResult, findings: readonly Finding[]): TestOutcome {
  const { id, title, suite, tier, verdict, steps, durationMs, startedAt, requirements } = scenario
  const broken = steps.find((step) => step.verdict === verdict)
  const reason = scenario.reason ?? (broken === undefined ? undefined : `${broken.title}: ${broken.reason ?? verdict}`)
  return {
    kind: 'scenario',
    id,
    name: `${id}: ${title}`,
    suite,
    tags: [tier],
    durationMs,
    startedAt,
    steps,
    notes: [
      ...(requirements.length === 0 ? [] : [`requirements: ${requirements.join(', ')}`]),
      ...steps.map((step) => `${step.verdict} ${step.title}${step.reason === undefined ? '' : `: ${step.reason}`}`),
    ],
    ...judged(OUTCOMES[verdict], findings, reason),
  }
}

const OUTCOMES: Readonly<Record<OperationResult['verdict'], TestOutcome['outcome']>> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
  skipped: 'skipped',
}

const UNSAID: Readonly<Record<TestOutcome['outcome'], string>> = {
  passed: '',
  failed: 'a case failed',
  inconclusive: 'nothing could be concluded of some cases',
  skipped: 'not run',
}

function judged(
  outcome: TestOutcome['outcome'],
  findings: readonly Finding[],
  reason: string | undefined,
): Pick<TestOutcome, 'outcome' | 'message' | 'failures' | 'remarks'> {
  const failures = outcome === 'failed' ? findings.filter((finding) => !isKnown(finding)) : []
  const more = failures.length > 1 ? ` (and ${counted(failures.length - 1, 'more finding')})` : ''
  const [first] = failures
  return {
    outcome,
    message: first === undefined ? reason || UNSAID[outcome] : `${first.title}${more}`,
    failures,
    remarks: outcome === 'failed' ? findings.filter(isKnown) : findings,
  }
}

function nothing(id: string, suite: string): TestOutcome {
  return {
    kind: 'operation',
    id,
    name: id,
    suite,
    tags: [],
    outcome: 'skipped',
    message: '',
    durationMs: 0,
    failures: [],
    remarks: [],
    steps: [],
    notes: [],
  }
}

function skippedMessage(name: string, items: readonly SkippedItem[]): string {
  return items.map(({ what, reason }) => (what === name ? reason : `${what}: ${reason}`)).join('\n')
}
