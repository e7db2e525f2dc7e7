import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'
import { failureText, testOutcomes, type TestOutcome } from './test-outcome.ts'

/** The file of a run folder for tools that read the Common Test Report Format. */
export const CTRF_FILE = 'ctrf.json'

/** Writes `ctrf.json`. */
export function createCtrfReporter(): Reporter {
  return {
    name: 'ctrf',
    finish: ({ folder, result }) =>
      writeFile(join(folder, CTRF_FILE), `${JSON.stringify(ctrfReport(result), null, 2)}\n`),
  }
}

/** CTRF has no word for inconclusive: such tests are `other`, with the word itself as the raw status. */
const STATUSES = { passed: 'passed', failed: 'failed', inconclusive: 'other', skipped: 'skipped' } as const

/** A run as a CTRF report: a test per operation and per scenario. */
export function ctrfReport(result: RunResult): object {
  const { run, tool, contract, target } = result
  const tests = testOutcomes(result)
  const of = (outcome: TestOutcome['outcome']): number => tests.filter((test) => test.outcome === outcome).length
  const start = Date.parse(run.startedAt)
  const stop = start + Math.round(run.durationMs)
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: new Date(stop).toISOString(),
    generatedBy: `${tool.name} ${tool.version}`,
    results: {
      tool: { name: tool.name, version: tool.version },
      summary: {
        tests: tests.length,
        passed: of('passed'),
        failed: of('failed'),
        skipped: of('skipped'),
        pending: 0,
        other: of('inconclusive'),
        flaky: tests.filter(isFlaky).length,
        suites: new Set(tests.map(({ suite }) => suite)).size,
        start,
        stop,
        extra: { seed: run.seed, verdict: run.verdict, exitCode: run.exitCode, ...result.totals },
      },
      tests: tests.map((test) => testOf(test, result)),
      environment: {
        reportName: `${contract.title} ${contract.version}`,
        appName: contract.title,
        appVersion: contract.version,
        testEnvironment: `${target.name} ${target.baseUrl}`,
        ...(run.shard !== undefined && { shardId: `${run.shard.index}/${run.shard.count}` }),
      },
    },
  }
}

function testOf(test: TestOutcome, result: RunResult): object {
  const { kind, name, suite, tags, outcome, message, durationMs, startedAt, steps, failures, remarks, notes } = test
  const [first] = failures
  const start = startedAt === undefined ? undefined : Date.parse(startedAt)
  const told = [...notes, ...(remarks.length === 0 ? [] : [failureText(remarks, test, result)])]
  return {
    name,
    status: STATUSES[outcome],
    rawStatus: outcome,
    duration: Math.round(durationMs),
    ...(start !== undefined && { start, stop: start + Math.round(durationMs) }),
    suite: [`${kind}s`, suite],
    ...(message !== '' && { message }),
    ...(failures.length > 0 && { trace: failureText(failures, test, result) }),
    ...(first?.document.line !== undefined && { filePath: result.contract.source, line: first.document.line }),
    ...(tags.length > 0 && { tags }),
    ...(isFlaky(test) && { flaky: true }),
    ...(told.length > 0 && { stdout: told }),
    ...(steps.length > 0 && {
      steps: steps.map(({ title, verdict }) => ({ name: title, status: STEP_STATUSES[verdict] })),
    }),
    extra: {
      id: test.id,
      findings: [...failures, ...remarks].map(({ fingerprint, code, severity, occurrences, reproduction }) => ({
        fingerprint,
        code,
        severity,
        occurrences,
        curl: reproduction.curl,
        command: reproduction.command,
      })),
    },
  }
}

const STEP_STATUSES = { pass: 'passed', fail: 'failed', inconclusive: 'other', skipped: 'skipped' } as const

function isFlaky({ failures, remarks }: TestOutcome): boolean {
  return [...failures, ...remarks].some(({ flaky }) => flaky !== undefined)
}
