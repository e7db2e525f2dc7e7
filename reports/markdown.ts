import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '../core/finding.ts'
import { causeOf, isKnown } from './finding-groups.ts'
import { failureBlock } from './failure-block.ts'
import { markdownBlock, markdownCode, markdownText } from './markdown-text.ts'
import type { Reporter } from './reporter.ts'
import type { OperationResult, RunResult } from './run-result.ts'
import { counted, duration, grouped, shortened } from './text-layout.ts'

/** The file of a run folder for pull requests, chats and job summaries. */
export const MARKDOWN_FILE = 'summary.md'

/** Findings shown in full; a job summary may have 1 MiB. */
const MAX_BLOCKS = 40
const MAX_ROWS = 200
const MAX_BLOCK = 15_000

/** Writes `summary.md`. */
export function createMarkdownReporter(): Reporter {
  return {
    name: 'markdown',
    finish: ({ folder, result }) => writeFile(join(folder, MARKDOWN_FILE), markdownSummary(result)),
  }
}

/** The run in GitHub's Markdown: verdict, numbers, findings with their curl command, what was skipped and why. */
export function markdownSummary(result: RunResult): string {
  const { run, contract, baseline } = result
  const findings = result.findings.filter((finding) => !isKnown(finding))
  const sections = [
    `# ${VERDICTS[run.verdict]}: ${markdownText(`${contract.title} ${contract.version}`)}`,
    ...(run.reason === undefined ? [] : [markdownText(run.reason)]),
    numbers(result),
    ...findingSections(result, findings),
    ...listSection(
      'Known findings',
      result.findings.flatMap((finding) => {
        if (finding.baseline?.status !== 'known') return []
        const { reason, owner, expiry } = finding.baseline
        const until = expiry === undefined ? '' : `, until ${expiry}`
        return [`${findingRow(finding)} (${markdownText(reason)}; ${markdownText(owner)}${until})`]
      }),
    ),
    ...listSection(
      'In the baseline, but no longer happening',
      (baseline?.vanished ?? []).map(
        ({ check, operation, title = '', fingerprint }) =>
          `${findingRow({ code: check, operationId: operation, title })} (${fingerprint})`,
      ),
    ),
    ...listSection(
      'Scenarios',
      result.scenarios.map(
        ({ id, title, verdict, reason }) =>
          `${verdict} ${markdownCode(id)} ${markdownText(title)}${reason === undefined ? '' : `: ${markdownText(reason)}`}`,
      ),
    ),
    ...listSection('Skipped', skippedRows(result)),
    ...listSection(
      'Inconclusive',
      result.inconclusive.map(
        ({ reason, cases, operations }) =>
          `${markdownText(shortened(reason, 300))} (${counted(cases, 'case')} of ${counted(operations, 'operation')})`,
      ),
    ),
    ...listSection(
      'Known defects of the mock or of the contract’s examples',
      result.mockDefects.map(
        ({ id, occurrences, operations }) =>
          `${markdownText(id)} (${counted(occurrences, 'answer')} of ${counted(operations.length, 'operation')})`,
      ),
    ),
  ]
  return `${sections.join('\n\n')}\n`
}

const VERDICTS: Readonly<Record<RunResult['run']['verdict'], string>> = {
  pass: '✅ PASS',
  fail: '❌ FAIL',
  inconclusive: '⚠️ INCONCLUSIVE',
  skipped: '⏭️ SKIPPED',
}

function numbers({ run, totals, target, contract, tool, findings }: RunResult): string {
  const open = findings.filter((finding) => !isKnown(finding))
  const known = findings.length - open.length
  const of = (severity: Finding['severity']): number => open.filter((one) => one.severity === severity).length
  const rows: readonly (readonly [string, string])[] = [
    ['Target', markdownCode(target.name === target.baseUrl ? target.name : `${target.name} at ${target.baseUrl}`)],
    ['Contract', `${markdownCode(contract.source)} (${contract.sha256.slice(0, 12)})`],
    ['Operations', `${grouped(totals.operationsExercised)} of ${grouped(totals.operations)} exercised`],
    ['Cases', grouped(totals.cases)],
    ['Requests', `${grouped(totals.requests)} in ${duration(run.durationMs)}`],
    [
      'Findings',
      `${counted(of('error'), 'error')}, ${counted(of('warning'), 'warning')}${known > 0 ? `, ${known} known` : ''}`,
    ],
    ['Seed', `${run.seed} (profile ${run.profile})`],
    ['Run', `${markdownText(run.id)}, ${tool.name} ${tool.version}, exit code ${run.exitCode}`],
  ]
  return ['| | |', '|---|---|', ...rows.map(([label, text]) => `| ${label} | ${text} |`)].join('\n')
}

function findingSections(result: RunResult, findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const operations = new Map(result.operations.map((operation) => [operation.operationId, operation]))
  const causes = [...Map.groupBy(findings, causeOf).values()]
  const shown = causes.slice(0, MAX_BLOCKS).flatMap((group) => findingSection(group, operations, result))
  const rest = causes.slice(MAX_BLOCKS).flatMap(([first]) => (first === undefined ? [] : [first]))
  return [
    `## ${counted(findings.length + result.totals.findingsNotListed, 'finding')}`,
    ...shown,
    ...listSection('Further findings', rest.map(findingRow)),
  ]
}

function findingSection(
  group: readonly Finding[],
  operations: ReadonlyMap<string, OperationResult>,
  { contract }: RunResult,
): readonly string[] {
  const [first, ...others] = group
  if (first === undefined) return []
  const operation = operations.get(first.operationId)
  const place = operation === undefined ? '' : ` ${markdownCode(`${operation.method.toUpperCase()} ${operation.path}`)}`
  const block = shortened(failureBlock(first, { source: contract.source, operation }), MAX_BLOCK)
  const ids = [...new Set(others.map(({ operationId }) => operationId))].filter((id) => id !== first.operationId)
  return [
    `### ${first.severity} ${first.code}:${place}\n\n${markdownText(shortened(first.title, 300))}`,
    `<details><summary>expected, came, request</summary>\n\n${markdownBlock(block, 'text')}\n\n</details>`,
    ...(ids.length === 0
      ? []
      : [
          `The same cause at ${counted(ids.length, 'more operation')}: ${ids.slice(0, 20).map(markdownCode).join(', ')}`,
        ]),
  ]
}

function findingRow({ code, operationId, title }: Pick<Finding, 'code' | 'operationId' | 'title'>): string {
  return `${markdownText(code)} at ${markdownCode(operationId)}: ${markdownText(shortened(title, 300))}`
}

function skippedRows({ skipped }: RunResult): readonly string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].map(([reason, items]) => {
    const names = [...new Set(items.map(({ what, operationId }) => operationId ?? what))]
    const more = names.length > 10 ? ` and ${names.length - 10} more` : ''
    return `${markdownText(shortened(reason, 300))}: ${names.slice(0, 10).map(markdownCode).join(', ')}${more}`
  })
}

function listSection(title: string, rows: readonly string[]): readonly string[] {
  if (rows.length === 0) return []
  const more = rows.length > MAX_ROWS ? [`- and ${rows.length - MAX_ROWS} more in results.json`] : []
  return [`## ${title}`, [...rows.slice(0, MAX_ROWS).map((row) => `- ${row}`), ...more].join('\n')]
}
