import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaseFinished, RunEvent } from '../core/event.ts'
import type { Finding } from '../core/finding.ts'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'
import { EVENTS_FILE } from './ndjson.ts'

/** The file of a run folder for tools that read Web Fuzzing Commons reports. */
export const WFC_FILE = 'wfc.json'

/** Of the WFC report schema, which has a version of its own. */
const SCHEMA_VERSION = '0.8.0'

/** Writes `wfc.json`, a Web Fuzzing Commons report. */
export function createWfcReporter(): Reporter {
  return {
    name: 'wfc',
    finish: async ({ folder, result, events }) =>
      writeFile(join(folder, WFC_FILE), `${JSON.stringify(await wfcReport(result, events()), null, 2)}\n`),
  }
}

/**
 * The test cases are those that matter: the first that showed each status of each operation, and the one that shows
 * each finding. Where a case stands is its line in run.ndjson.
 */
export async function wfcReport(result: RunResult, events: AsyncIterable<RunEvent>): Promise<object> {
  const { run, tool, totals, operations, findings } = result
  const endpoints = new Map(operations.map((operation) => [operation.operationId, endpointOf(operation)]))
  const endpointIdOf = (operationId: string): string => endpoints.get(operationId) ?? operationId
  const shown = await casesThatMatter(findings, events)
  const faults = findings.map((finding) => ({
    operationId: endpointIdOf(finding.operationId),
    // The name by which report schemas before 0.8.0 require the same.
    endpointId: endpointIdOf(finding.operationId),
    testCaseId: finding.reproduction.caseId,
    faultCategories: [{ id: finding.code, code: faultCode(finding), context: finding.title }],
  }))
  return {
    schemaVersion: SCHEMA_VERSION,
    toolName: tool.name,
    toolVersion: tool.version,
    creationTime: new Date(Date.parse(run.startedAt) + run.durationMs).toISOString(),
    faults: {
      totalNumber: totals.findings,
      foundFaults: faults,
    },
    problemDetails: {
      rest: {
        outputHttpCalls: shown.reduce((sum, { calls }) => sum + calls, 0),
        evaluatedHttpCalls: totals.requests,
        endpointIds: [...new Set(endpoints.values())],
        coveredHttpStatus: shown.map(({ id, operationId, statuses }) => ({
          endpointId: endpointIdOf(operationId),
          testCaseId: id,
          httpStatus: statuses,
        })),
      },
    },
    totalTests: totals.cases,
    testFilePaths: [EVENTS_FILE],
    testCases: shown.map(({ id, line }) => ({
      id,
      name: id,
      filePath: EVENTS_FILE,
      ...(line !== undefined && { startLine: line, endLine: line }),
    })),
    executionTimeInSeconds: Math.round(run.durationMs / 1000),
    extra: [
      {
        toolName: tool.name,
        criteria: [{ name: 'operations exercised', covered: totals.operationsExercised, total: totals.operations }],
      },
    ],
    warnings: result.skipped.map(({ what, operationId, reason }) => ({
      message: `${operationId === undefined || operationId === what ? '' : `${operationId}: `}${what}: ${reason}`,
      category: 'skipped',
    })),
  }
}

interface ShownCase {
  readonly id: string
  readonly operationId: string
  /** Absent where the events are not at hand. */
  readonly line?: number
  readonly calls: number
  readonly statuses: readonly number[]
}

async function casesThatMatter(
  findings: readonly Finding[],
  events: AsyncIterable<RunEvent>,
): Promise<readonly ShownCase[]> {
  const wanted = new Set(findings.map(({ reproduction }) => reproduction.caseId))
  const seen = new Set<string>()
  const shown: ShownCase[] = []
  let line = 0
  for await (const event of events) {
    line++
    if (event.type === 'scenario-finished') {
      for (const { operationId, reproduction } of event.findings) {
        if (!wanted.delete(reproduction.caseId)) continue
        const calls = event.steps.flatMap((step) => step.calls).filter((call) => call.operationId === operationId)
        const exchanges = calls.flatMap((call) => call.exchanges)
        shown.push({
          id: reproduction.caseId,
          operationId,
          line,
          calls: exchanges.length,
          statuses: statusesOf({ exchanges }),
        })
      }
    }
    if (event.type !== 'case-finished') continue
    const statuses = statusesOf(event)
    const fresh = statuses.map((status) => `${event.operationId} ${status}`).filter((key) => !seen.has(key))
    if (fresh.length === 0 && !wanted.has(event.caseId)) continue
    for (const key of fresh) seen.add(key)
    wanted.delete(event.caseId)
    shown.push({
      id: event.caseId,
      operationId: event.operationId,
      line,
      calls: event.exchanges.length,
      statuses,
    })
  }
  const told = findings.filter(({ reproduction }) => wanted.delete(reproduction.caseId))
  return [
    ...shown,
    ...told.map(({ operationId, reproduction }) => ({ id: reproduction.caseId, operationId, calls: 0, statuses: [] })),
  ]
}

function statusesOf({ exchanges }: Pick<CaseFinished, 'exchanges'>): readonly number[] {
  return [...new Set(exchanges.flatMap(({ outcome }) => (outcome.kind === 'response' ? [outcome.status] : [])))]
}

function endpointOf({ operationId, method, path }: RunResult['operations'][number]): string {
  return path === '' ? operationId : `${method.toUpperCase()}:${path}`
}

/** Where the fault list of WFC 0.9 has a category that says more than the fault numbers of a finding. */
const CODE_OF_CHECK: Readonly<Record<string, number>> = {
  'valid-request-is-accepted': 207,
  'created-resource-is-readable': 122,
  'missing-authentication-is-rejected': 311,
  'invalid-token-is-rejected': 311,
}

/** Fault numbers of a finding are those of the list before it was put in families of HTTP, schema and security. */
const CODE_OF_FAULT: Readonly<Record<number, number>> = {
  100: 100,
  101: 200,
  102: 206,
  103: 113,
  203: 303,
  204: 304,
  205: 305,
  206: 306,
  207: 307,
  208: 308,
  209: 309,
}

/** The first code of the range that WFC leaves to tools. */
const CUSTOM = 900

function faultCode({ code, faults }: Finding): number {
  return CODE_OF_CHECK[code] ?? CODE_OF_FAULT[faults[0] ?? 0] ?? CUSTOM
}
