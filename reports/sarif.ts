import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log, Result, ReportingDescriptor } from 'sarif'
import type { CheckSummary, RunEvent } from '../core/event.ts'
import type { HeaderList } from '../core/exchange.ts'
import type { Finding, Severity } from '../core/finding.ts'
import { contractPlace, uriOf } from './contract-place.ts'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'

/** The file of a run folder for code scanning. */
export const SARIF_FILE = 'results.sarif'

/** Writes `results.sarif` (SARIF 2.1.0): each finding at the line of the contract that it breaks. */
export function createSarifReporter(): Reporter {
  return {
    name: 'sarif',
    finish: async ({ folder, result, events }) =>
      writeFile(join(folder, SARIF_FILE), `${JSON.stringify(sarifLog(result, await checksOf(events())), null, 2)}\n`),
  }
}

/** A run as a SARIF log. `checks` are its rules; those that only findings name are added. */
export function sarifLog(result: RunResult, checks: readonly CheckSummary[]): Log {
  const { run, tool, target, findings, contract } = result
  const named = new Set(checks.map(({ code }) => code))
  const unnamed = [...new Set(findings.map(({ code }) => code))].filter((code) => !named.has(code))
  const rules = [...checks.map(ruleOf), ...unnamed.map((code) => ({ id: code }))]
  const indexes = new Map(rules.map(({ id }, index) => [id, index]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules } },
        automationDetails: { id: `${tool.name}/${contract.title}/`, description: { text: `against ${target.name}` } },
        invocations: [
          {
            executionSuccessful: run.exitCode === 0 || run.exitCode === 1,
            exitCode: run.exitCode,
            startTimeUtc: run.startedAt,
            endTimeUtc: new Date(Date.parse(run.startedAt) + run.durationMs).toISOString(),
          },
        ],
        columnKind: 'utf16CodeUnits',
        properties: { seed: run.seed, profile: run.profile, target: target.baseUrl, runId: run.id },
        results: findings.map((finding) => resultOf(finding, indexes, contract.source)),
      },
    ],
  }
}

/** The checks that a run says it has. */
async function checksOf(events: AsyncIterable<RunEvent>): Promise<readonly CheckSummary[]> {
  for await (const event of events) if (event.type === 'run-started') return event.checks ?? []
  return []
}

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, Result.level>

function ruleOf({ code, describe, severity, requirements }: CheckSummary): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: describe },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { requirements: [...requirements] },
  }
}

function resultOf(finding: Finding, indexes: ReadonlyMap<string, number>, source: string): Result {
  const { code, severity, title, message, operationId, document, payload, reproduction, baseline, response } = finding
  const { method, url, headers, body } = finding.request
  const text = message === '' ? title : message
  return {
    ruleId: code,
    ruleIndex: indexes.get(code) ?? -1,
    level: LEVELS[severity],
    message: { text: `${operationId}: ${text}\nExpected ${finding.expected}; came ${finding.actual}.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(contractPlace(source)) },
          ...(document.line !== undefined && { region: { startLine: document.line } }),
        },
        logicalLocations: [{ name: operationId, fullyQualifiedName: document.pointer, kind: 'member' }],
      },
    ],
    partialFingerprints: { 'conformanceFingerprint/v1': finding.fingerprint },
    occurrenceCount: finding.occurrences,
    ...(baseline !== undefined && { baselineState: 'unchanged' as const }),
    suppressions:
      baseline?.status === 'known' ? [{ kind: 'external', status: 'accepted', justification: baseline.reason }] : [],
    webRequest: {
      method,
      target: url,
      headers: headerMap(headers),
      ...(body !== undefined && { body: contentOf(body) }),
    },
    ...(response.kind === 'response' && {
      webResponse: {
        statusCode: response.status,
        headers: headerMap(response.headers),
        ...(response.body !== undefined && { body: contentOf(response.body) }),
      },
    }),
    properties: {
      phase: finding.phase,
      ...(payload !== undefined && { payload: payload.pointer }),
      ...reproduction,
      ...(finding.flaky !== undefined && { flaky: true }),
    },
  }
}

function contentOf(body: { readonly encoding: 'text' | 'base64'; readonly content: string }): {
  text?: string
  binary?: string
} {
  return body.encoding === 'text' ? { text: body.content } : { binary: body.content }
}

/** Fields of the same name are joined as HTTP joins them. */
function headerMap(headers: HeaderList): Record<string, string> {
  const fields = Map.groupBy(headers, ([name]) => name.toLowerCase())
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.map(([, value]) => value).join(', ')]))
}
