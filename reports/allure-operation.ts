import { AssertionError } from 'node:assert'
import {
  attachment,
  description,
  epic,
  feature,
  historyId,
  link,
  logStep,
  parameter,
  severity,
  Status,
  step,
  tags,
  testCaseId,
} from 'allure-js-commons'
import { PHASES } from '../core/case.ts'
import type { Finding } from '../core/finding.ts'
import { isKnown } from './finding-groups.ts'
import { failureBlock } from './failure-block.ts'
import { requestText, responseText } from './http-text.ts'
import { suiteOf, type OperationResult, type RunResult, type SkippedItem } from './run-result.ts'
import { counted } from './text-layout.ts'

/** Everything that one operation's Allure test shows. */
export interface OperationReport {
  readonly operation: OperationResult
  readonly findings: readonly Finding[]
  readonly skipped: readonly SkippedItem[]
  readonly run: Pick<RunResult['run'], 'id' | 'seed' | 'profile'>
  readonly target: RunResult['target']
  readonly contract: Pick<RunResult['contract'], 'title' | 'source'>
  /** Where the contract can be opened, without the line. */
  readonly contractUrl?: string | undefined
}

/** A result taken apart by operation, in the order of the run; findings of scenarios are the scenarios'. */
export function operationReports(result: RunResult, contractUrl?: string): readonly OperationReport[] {
  const scenarios = new Set(result.scenarios.map(({ id }) => id))
  const own = result.findings.filter(({ scenarioId }) => scenarioId === undefined || !scenarios.has(scenarioId))
  const findings = Map.groupBy(own, ({ operationId }) => operationId)
  const skipped = Map.groupBy(result.skipped, ({ operationId }) => operationId)
  const { run, target, contract } = result
  return result.operations.map((operation) => ({
    operation,
    findings: findings.get(operation.operationId) ?? [],
    skipped: skipped.get(operation.operationId) ?? [],
    run,
    target,
    contract,
    contractUrl,
  }))
}

/** The title of an operation's test. */
export function testName({
  operationId,
  method,
  path,
}: Pick<OperationResult, 'operationId' | 'method' | 'path'>): string {
  return path === '' ? operationId : `${operationId}: ${method.toUpperCase()} ${path}`
}

/**
 * Tells Allure about one operation: labels, parameters, a step per phase and per finding with what was sent and came.
 * Call it within the running test; whether the test fails is {@link problemOf}'s to say.
 */
export async function reportOperation(report: OperationReport): Promise<void> {
  const { operation, findings, skipped } = report
  await reportAbout(operation.operationId, suiteOf(operation), report)
  await tags(...operation.tags)
  for (const phase of PHASES) {
    const cases = operation.coverage.phases[phase]
    if (cases !== undefined) await logStep(`${phase}: ${counted(cases, 'case')}`, phaseStatus(findings, phase))
  }
  const answers = Object.entries(operation.statuses).map(([status, count]) => `${status} × ${count}`)
  if (answers.length > 0) await logStep(`answers: ${answers.join(', ')}`)
  if (operation.unanswered > 0) await logStep(`without an answer: ${counted(operation.unanswered, 'request')}`)
  for (const { what, reason } of skipped) await logStep(`skipped ${what}: ${reason}`, Status.SKIPPED)
  for (const finding of findings) {
    await reportFinding(finding, finding.severity === 'error' || operation.verdict === 'fail', report)
  }
}

/** What every test of a run has: ids, labels, and the parameters by which the run is repeated. */
export async function reportAbout(
  id: string,
  suite: string,
  { run, target, contract, findings }: Pick<OperationReport, 'run' | 'target' | 'contract' | 'findings'>,
): Promise<void> {
  await testCaseId(id)
  await historyId(id)
  await epic(contract.title)
  await feature(suite)
  await severity(severityOf(findings))
  // The history of a test goes on from run to run, whatever the seed.
  await parameter('seed', String(run.seed), { excluded: true })
  await parameter('profile', run.profile, { excluded: true })
  await parameter('target', `${target.name} ${target.baseUrl}`, { excluded: true })
}

/** Tells Allure of something that was not run, and why; the caller skips the test. */
export async function reportSkipped(id: string, reasons: readonly string[]): Promise<void> {
  await testCaseId(id)
  await historyId(id)
  await description(reasons.join('\n'))
}

/** Why the operation's test fails: an assertion for findings, another error where nothing could be concluded. */
export function problemOf(report: OperationReport): Error | undefined {
  const { operation, findings } = report
  switch (operation.verdict) {
    case 'fail':
      return failureOf(findings, report) ?? assertionOf('A case failed.')
    case 'inconclusive':
      return inconclusive(operation.reason)
    case 'pass':
    case 'skipped':
      return undefined
  }
}

/** The failure of a test by its findings; none when the baseline knows them all. */
export function failureOf(findings: readonly Finding[], context: FindingContext): Error | undefined {
  const failing = findings.filter((finding) => !isKnown(finding))
  if (failing.length === 0) return undefined
  return assertionOf(failing.map((finding) => blockOf(finding, context)).join('\n\n'))
}

/** A test of which nothing could be concluded: Allure calls it broken. */
export function inconclusive(reason: string | undefined): Error {
  return withoutStack(new Error(reason ?? 'Nothing could be concluded of some cases.'))
}

/** What a finding's step needs besides the finding. */
export type FindingContext = Pick<OperationReport, 'contract' | 'contractUrl'> & {
  readonly operation?: OperationResult | undefined
}

/** A step for a finding, with request, response and curl; it fails where `fails` says so. */
export async function reportFinding(finding: Finding, fails: boolean, context: FindingContext): Promise<void> {
  const { contract, contractUrl } = context
  const remark = isKnown(finding) ? ' (known)' : finding.flaky === undefined ? '' : ' (flaky)'
  const name = `${finding.severity} ${finding.code}: ${finding.title}${remark}`
  const failure = assertionOf(blockOf(finding, context))
  const body = async (): Promise<void> => {
    await attachment('request', requestText(finding.request), 'text/plain')
    await attachment('response', responseText(finding.response), 'text/plain')
    await attachment('curl', finding.reproduction.curl, 'text/plain')
    if (contractUrl !== undefined) {
      const line = finding.document.line === undefined ? '' : `#L${finding.document.line}`
      await link(`${contractUrl}${line}`, `${finding.code} in the contract`, 'contract')
    }
    await logStep(
      `contract ${contract.source}${finding.document.line === undefined ? '' : `:${finding.document.line}`} ${finding.document.pointer}`,
    )
    await logStep(`${counted(finding.occurrences, 'occurrence')}, fingerprint ${finding.fingerprint}`)
    if (fails && !isKnown(finding)) throw failure
  }
  try {
    await step(name, body)
  } catch (error) {
    // The step has failed, the test goes on: every finding is to be seen.
    if (error !== failure) throw error
  }
}

function phaseStatus(findings: readonly Finding[], phase: (typeof PHASES)[number]): Status {
  return findings.some((finding) => finding.phase === phase && finding.severity === 'error' && !isKnown(finding))
    ? Status.FAILED
    : Status.PASSED
}

function severityOf(findings: readonly Finding[]): string {
  if (findings.some(({ code }) => code === 'no-server-error')) return 'critical'
  return findings.length > 0 && findings.every((finding) => finding.severity !== 'error') ? 'minor' : 'normal'
}

function blockOf(finding: Finding, { operation, contract }: FindingContext): string {
  return failureBlock(finding, { source: contract.source, operation })
}

function assertionOf(message: string): AssertionError {
  return withoutStack(new AssertionError({ message }))
}

/** The stack would only show where this file made the error. */
function withoutStack<E extends Error>(error: E): E {
  error.stack = error.message
  return error
}
