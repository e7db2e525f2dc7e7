import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../core/finding.ts'
import { failureBlock } from './failure-block.ts'
import type { Reporter } from './reporter.ts'
import { suiteOf, type OperationResult, type RunResult, type SkippedItem } from './run-result.ts'
import { counted } from './text-layout.ts'
import { element, xmlDocument, type XmlElement } from './xml.ts'

/** The file of a run folder that CI servers read. */
export const JUNIT_FILE = 'junit.xml'

/** Writes `junit.xml`. */
export function createJunitReporter(): Reporter {
  return {
    name: 'junit',
    finish: ({ folder, result }) => writeFile(join(folder, JUNIT_FILE), junitDocument(result)),
  }
}

/**
 * A suite per tag, a test case per operation. A failure holds the failure blocks of the operation's findings; an
 * operation of which nothing could be concluded is an error; what was not run is skipped with its reason.
 */
export function junitDocument(result: RunResult): string {
  const findings = Map.groupBy(result.findings, ({ operationId }) => operationId)
  const skipped = Map.groupBy(result.skipped, ({ operationId, what }) => operationId ?? what)
  const suites = new Map<string, TestCase[]>()
  const add = (suite: string, testCase: TestCase): void => {
    const cases = suites.get(suite) ?? []
    cases.push(testCase)
    suites.set(suite, cases)
  }
  for (const operation of result.operations) {
    const { operationId } = operation
    const suite = suiteOf(operation)
    add(suite, operationCase(suite, operation, findings.get(operationId) ?? [], skipped.get(operationId) ?? [], result))
    findings.delete(operationId)
    skipped.delete(operationId)
  }
  // What belongs to no operation that ran still has to be seen.
  for (const [operationId, left] of findings) add('other', failed('other', operationId, 0, left, result))
  for (const [what, items] of skipped) add('skipped', skippedCase('skipped', what, 0, items))
  const elements = [...suites].map(([name, cases]) => suiteElement(name, cases, result))
  const all = [...suites.values()].flat()
  const attributes = { name: result.tool.name, ...countsOf(all), time: seconds(result.run.durationMs) }
  return xmlDocument(element('testsuites', attributes, ...elements))
}

interface TestCase {
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped'
  readonly durationMs: number
  readonly xml: XmlElement
}

function operationCase(
  suite: string,
  operation: OperationResult,
  findings: readonly Finding[],
  skipped: readonly SkippedItem[],
  result: RunResult,
): TestCase {
  const { verdict, durationMs, method, path, operationId } = operation
  const name = path === '' ? operationId : `${operationId}: ${method.toUpperCase()} ${path}`
  switch (verdict) {
    case 'fail':
      return failed(suite, name, durationMs, findings, result, operation, skipped)
    case 'skipped':
      return skippedCase(suite, name, durationMs, skipped)
    case 'inconclusive':
      return testCase('error', suite, name, durationMs, [
        element('error', {
          message: operation.reason ?? 'nothing could be concluded of some cases',
          type: 'inconclusive',
        }),
        systemOut(operation, findings, skipped, result),
      ])
    case 'pass':
      return testCase('passed', suite, name, durationMs, [systemOut(operation, findings, skipped, result)])
  }
}

function failed(
  suite: string,
  name: string,
  durationMs: number,
  findings: readonly Finding[],
  result: RunResult,
  operation?: OperationResult,
  skipped: readonly SkippedItem[] = [],
): TestCase {
  const more = findings.length > 1 ? ` (and ${counted(findings.length - 1, 'more finding')})` : ''
  const message = `${findings[0]?.title ?? 'a case failed'}${more}`
  const text = blocks(findings, result, operation)
  return testCase('failed', suite, name, durationMs, [
    element('failure', { message, type: findings[0]?.code ?? 'unknown' }, ...(text === '' ? [] : [text])),
    ...(operation === undefined ? [] : [systemOut(operation, [], skipped, result)]),
  ])
}

function skippedCase(suite: string, name: string, durationMs: number, items: readonly SkippedItem[]): TestCase {
  const message = items.map(({ what, reason }) => (what === name ? reason : `${what}: ${reason}`)).join('\n')
  return testCase('skipped', suite, name, durationMs, [element('skipped', { message: message || 'not run' })])
}

function testCase(
  outcome: TestCase['outcome'],
  suite: string,
  name: string,
  durationMs: number,
  children: readonly XmlElement[],
): TestCase {
  const attributes = { name, classname: `operations.${suite}`, time: seconds(durationMs) }
  return { outcome, durationMs, xml: element('testcase', attributes, ...children) }
}

/** What was counted, what was left out, and findings that do not fail the operation. */
function systemOut(
  operation: OperationResult,
  findings: readonly Finding[],
  skipped: readonly SkippedItem[],
  result: RunResult,
): XmlElement {
  const statuses = Object.entries(operation.statuses).map(([status, count]) => `${status} × ${count}`)
  const lines = [
    `${counted(operation.cases, 'case')}, ${counted(operation.requests, 'request')}`,
    ...(statuses.length === 0 ? [] : [`answers: ${statuses.join(', ')}`]),
    ...(operation.unanswered === 0 ? [] : [`without an answer: ${operation.unanswered}`]),
    ...skipped.map(({ what, reason }) => `skipped ${what}: ${reason}`),
    ...(findings.length === 0 ? [] : ['', blocks(findings, result, operation)]),
  ]
  return element('system-out', {}, lines.join('\n'))
}

function blocks(findings: readonly Finding[], result: RunResult, operation?: OperationResult): string {
  return findings.map((finding) => failureBlock(finding, { source: result.contract.source, operation })).join('\n\n')
}

function suiteElement(
  name: string,
  cases: readonly TestCase[],
  { run, target, contract, tool }: RunResult,
): XmlElement {
  const properties = {
    seed: run.seed,
    profile: run.profile,
    'run.id': run.id,
    'run.verdict': run.verdict,
    'run.exitCode': run.exitCode,
    'run.interrupted': String(run.interrupted),
    target: `${target.name} ${target.baseUrl}`,
    contract: `${contract.title} ${contract.version}`,
    'contract.source': contract.source,
    'contract.sha256': contract.sha256,
    tool: `${tool.name} ${tool.version}`,
  }
  const time = seconds(cases.reduce((total, { durationMs }) => total + durationMs, 0))
  return element(
    'testsuite',
    { name, ...countsOf(cases), time, timestamp: run.startedAt },
    element(
      'properties',
      {},
      ...Object.entries(properties).map(([property, value]) => element('property', { name: property, value })),
    ),
    ...cases.map(({ xml }) => xml),
  )
}

function countsOf(cases: readonly TestCase[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const of = (outcome: TestCase['outcome']): number => cases.filter((item) => item.outcome === outcome).length
  return { tests: cases.length, failures: of('failed'), errors: of('error'), skipped: of('skipped') }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
