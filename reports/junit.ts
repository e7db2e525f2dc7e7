import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'
import { failureText, testOutcomes, type TestOutcome } from './test-outcome.ts'
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
 * A suite per tag with a test case per operation, a suite per suite of scenarios with a test case per scenario. A
 * failure holds the failure blocks of its findings; what nothing could be concluded of is an error; what was not run
 * is skipped with its reason; a finding that did not come again is a flaky failure of a test that passed.
 */
export function junitDocument(result: RunResult): string {
  const tests = testOutcomes(result)
  const suites = Map.groupBy(tests, ({ suite }) => suite)
  const elements = [...suites].map(([name, cases]) => suiteElement(name, cases, result))
  const attributes = { name: result.tool.name, ...countsOf(tests), time: seconds(result.run.durationMs) }
  return xmlDocument(element('testsuites', attributes, ...elements))
}

function testCase(test: TestOutcome, result: RunResult): XmlElement {
  const { kind, suite, name, durationMs } = test
  const attributes = { name, classname: `${kind}s.${suite}`, time: seconds(durationMs) }
  return element('testcase', attributes, ...outcomeElements(test, result), ...systemOut(test, result))
}

function outcomeElements(test: TestOutcome, result: RunResult): readonly XmlElement[] {
  const { outcome, message, failures } = test
  switch (outcome) {
    case 'failed': {
      const text = failureText(failures, test, result)
      const type = failures[0]?.code ?? 'unknown'
      return [element('failure', { message, type }, ...(text === '' ? [] : [text]))]
    }
    case 'inconclusive':
      return [element('error', { message, type: 'inconclusive' })]
    case 'skipped':
      return [element('skipped', { message })]
    case 'passed':
      return test.remarks
        .filter(({ flaky }) => flaky !== undefined)
        .map((finding) => {
          const text = failureText([finding], test, result)
          return element('flakyFailure', { message: finding.title, type: finding.code }, text)
        })
  }
}

/** What was counted, what was left out, and findings that do not fail the test. */
function systemOut(test: TestOutcome, result: RunResult): readonly XmlElement[] {
  if (test.outcome === 'skipped') return []
  const remarks = failureText(test.remarks, test, result)
  const lines = [...test.notes, ...(remarks === '' ? [] : ['', remarks])]
  return lines.length === 0 ? [] : [element('system-out', {}, lines.join('\n'))]
}

function suiteElement(name: string, cases: readonly TestOutcome[], result: RunResult): XmlElement {
  const { run, target, contract, tool } = result
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
    ...cases.map((test) => testCase(test, result)),
  )
}

function countsOf(cases: readonly TestOutcome[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const of = (outcome: TestOutcome['outcome']): number => cases.filter((item) => item.outcome === outcome).length
  return { tests: cases.length, failures: of('failed'), errors: of('inconclusive'), skipped: of('skipped') }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
