import type { Writable } from 'node:stream'
import type { BaselineEntry } from '../core/baseline-entry.ts'
import type { Finding } from '../core/finding.ts'
import { failureBlock } from './failure-block.ts'
import { causeOf, isKnown } from './finding-groups.ts'
import { paintFor, plain, type Paint, type Tone } from './paint.ts'
import { printableLine } from './printable.ts'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'
import { scenarioCounts, scenarioLines } from './scenario-lines.ts'
import { counted, duration, grouped, labelled, shortened, wrap } from './text-layout.ts'

export interface TerminalOptions {
  readonly stream: Writable
  readonly noColor?: boolean
  /** Only the verdict, without findings and lists. */
  readonly quiet?: boolean
}

/** Prints the summary when the run is over. */
export function createTerminalReporter({ stream, noColor = false, quiet = false }: TerminalOptions): Reporter {
  return {
    name: 'terminal',
    async finish({ folder, result }) {
      stream.write(terminalSummary(result, { folder, paint: paintFor(stream, noColor), quiet }))
    },
  }
}

export interface SummaryOptions {
  readonly folder: string
  readonly paint?: Paint
  readonly quiet?: boolean
}

const WIDTH = 100
/** Findings shown as a block; the rest gets one line each, up to so many. */
const MAX_BLOCKS = 20
const MAX_LINES = 50
/** Rows of the lists of skipped and inconclusive things. */
const MAX_ROWS = 20

/** The verdict summary: findings first, the verdict last, since a terminal shows the end. Ends with a newline. */
export function terminalSummary(result: RunResult, { folder, paint = plain, quiet = false }: SummaryOptions): string {
  const sections = [
    ...(quiet ? [] : [...findingSections(result, paint), ...listSections(result, paint)]),
    verdictSection(result, folder, paint),
  ]
  return `\n${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function findingSections(result: RunResult, paint: Paint): readonly (readonly string[])[] {
  const operations = new Map(result.operations.map((operation) => [operation.operationId, operation]))
  const causes = [
    ...Map.groupBy(
      result.findings.filter((finding) => !isKnown(finding)),
      causeOf,
    ).values(),
  ]
  const blocks = causes.slice(0, MAX_BLOCKS).map((findings, i) => {
    const first = findings[0] as Finding
    const title = `── ${i + 1} of ${causes.length} `
    const operation = operations.get(first.operationId)
    const block = failureBlock(first, { source: result.contract.source, operation, paint, width: WIDTH })
    return [paint('quiet', title.padEnd(WIDTH, '─')), block, ...alsoSeen(findings, paint)]
  })
  const rest = causes.slice(MAX_BLOCKS)
  if (rest.length === 0) return blocks
  const lines = rest.slice(0, MAX_LINES).flatMap((findings) => {
    const { severity, code, operationId, title } = findings[0] as Finding
    return shortened(`  ${severity} ${code} at ${printableLine(operationId)}: ${printableLine(title)}`, WIDTH)
  })
  const more = rest.length - lines.length
  return [
    ...blocks,
    [
      paint('strong', 'Further findings'),
      ...lines,
      ...(more > 0 ? [`  and ${grouped(more)} more in results.json`] : []),
    ],
  ]
}

/** What else has the same cause: the same operation in other words, or other operations. */
function alsoSeen(findings: readonly Finding[], paint: Paint): readonly string[] {
  if (findings.length === 1) return []
  const others = [...new Set(findings.map(({ operationId }) => printableLine(operationId)))].slice(1)
  const places =
    others.length === 0 ? 'the same operation' : `${counted(others.length, 'more operation')}: ${others.join(', ')}`
  const text = `${counted(findings.length - 1, 'finding')} with the same cause at ${shortened(places, 400)}`
  return labelled('also', text, { width: WIDTH, paint })
}

function listSections(result: RunResult, paint: Paint): readonly (readonly string[])[] {
  const section = (title: string, rows: readonly string[]): readonly (readonly string[])[] => {
    if (rows.length === 0) return []
    const shown = rows.slice(0, MAX_ROWS).flatMap((row) => wrap(row, WIDTH - 2).map((line) => `  ${line}`))
    const more = rows.length - MAX_ROWS
    return [[paint('strong', title), ...shown, ...(more > 0 ? [`  and ${grouped(more)} more in results.json`] : [])]]
  }
  const skipped = [...Map.groupBy(result.skipped, ({ reason }) => reason)].map(([reason, items]) => {
    const names = shortened([...new Set(items.map(({ what }) => printableLine(what)))].join(', '), 300)
    return `${printableLine(reason)} (${items.length === 1 ? names : `${grouped(items.length)}: ${names}`})`
  })
  const inconclusive = result.inconclusive.map(
    ({ reason, cases, operations }) =>
      `${shortened(printableLine(reason), 300)} (${counted(cases, 'case')} of ${counted(operations, 'operation')})`,
  )
  const defects = result.mockDefects.map(
    ({ id, operations, occurrences }) =>
      `${printableLine(id)} (${counted(occurrences, 'answer')} of ${counted(operations.length, 'operation')})`,
  )
  const refused = result.operations.flatMap(({ operationId, refused: all }) =>
    all.map(
      ({ status, says, cases }) =>
        `${printableLine(operationId)}: ${status}${says === '' ? '' : ` ${shortened(printableLine(says), 200)}`} (${counted(cases, 'case')})`,
    ),
  )
  return [
    ...(result.scenarios.length === 0
      ? []
      : [[paint('strong', 'Scenarios'), ...scenarioLines(result.scenarios, paint, WIDTH - 2)]]),
    ...section('Known findings', result.findings.flatMap(knownRow)),
    ...section('In the baseline, but no longer happening', (result.baseline?.vanished ?? []).map(vanishedRow)),
    ...section('Valid requests refused for reasons outside the contract', refused),
    ...section('Skipped', skipped),
    ...section('Inconclusive', inconclusive),
    ...section('Known defects of the mock or of the contract’s examples, not findings', defects),
  ]
}

function knownRow({ severity, code, operationId, title, baseline }: Finding): readonly string[] {
  if (baseline?.status !== 'known') return []
  const until = baseline.expiry === undefined ? '' : `, until ${baseline.expiry}`
  const about = `${severity} ${code} at ${printableLine(operationId)}: ${shortened(printableLine(title), 200)}`
  return [`${about} (${baseline.reason}; ${baseline.owner}${until})`]
}

function vanishedRow({ check, operation, fingerprint, title = '' }: BaselineEntry): string {
  return `${check} at ${printableLine(operation)}: ${printableLine(title)} (${fingerprint})`
}

const EXIT_MEANINGS: Readonly<Record<number, string>> = {
  0: 'everything judged passed',
  1: 'findings',
  2: 'usage, configuration or contract error',
  3: 'inconclusive: the target could not be judged',
  4: 'a fault of the harness itself',
  130: 'interrupted',
}

function verdictSection(result: RunResult, folder: string, paint: Paint): readonly string[] {
  const { run, totals, target, contract, tool } = result
  const byPhase = (what: 'cases' | 'requests'): string => {
    const phases = Object.entries(totals.byPhase).map(([phase, counts]) => `${phase} ${grouped(counts[what])}`)
    return phases.length === 0 ? '' : ` (${phases.join(', ')})`
  }
  const rate = run.durationMs > 0 ? `, ${grouped(Math.round((totals.requests * 1000) / run.durationMs))}/s` : ''
  const row = (label: string, text: string): readonly string[] =>
    labelled(label, printableLine(text), { width: WIDTH, column: 14, paint })
  const meaning = EXIT_MEANINGS[run.exitCode]
  return [
    headline(result, paint),
    ...(run.reason === undefined ? [] : row('reason', run.reason)),
    ...row('contract', `${contract.title} ${contract.version} (${contract.source})`),
    ...row('target', targetText(target)),
    ...row('operations', exercisedText(result)),
    ...(result.scenarios.length === 0 ? [] : row('scenarios', scenarioCounts(totals.scenarios))),
    ...row('cases', `${grouped(totals.cases)}${byPhase('cases')}`),
    ...row('requests', `${grouped(totals.requests)}${byPhase('requests')} in ${duration(run.durationMs)}${rate}`),
    ...(totals.constraints === undefined ? [] : row('constraints', constraintText(totals.constraints))),
    ...row('seed', `${run.seed} (profile ${run.profile}, ${tool.name} ${tool.version})`),
    ...row('folder', folder),
    ...row('exit', `${run.exitCode}${meaning === undefined ? '' : ` (${meaning})`}`),
  ]
}

/** Rounded down: only what is complete is called so. */
/** What was never seen behind a 404 is named: it looks like a pass and is none. */
function exercisedText({ totals, operations }: RunResult): string {
  const text = `${grouped(totals.operationsExercised)} of ${grouped(totals.operations)} exercised`
  const unknown = operations.filter(({ exercised, statuses }) => !exercised && Object.keys(statuses).length > 0)
  if (unknown.length === 0) return text
  const names = shortened(unknown.map(({ operationId }) => operationId).join(', '), 200)
  return `${text}; every valid request was answered with 404 by ${names} (give ids that exist as testData)`
}

function constraintText({ reachable, covered }: NonNullable<RunResult['totals']['constraints']>): string {
  const percent = reachable === 0 ? 100 : Math.floor((covered * 1000) / reachable) / 10
  const rest = reachable === covered ? '' : ', the others with their reasons in results.json'
  return `${grouped(covered)} of ${grouped(reachable)} covered (${percent} %)${rest}`
}

/** A server that turned out to be a mock is called one: what it gets wrong by itself is not held against anybody. */
function targetText({ name, baseUrl, steerable }: RunResult['target']): string {
  const place = name === baseUrl ? name : `${name} at ${baseUrl}`
  return steerable && name !== 'prism' ? `${place} (recognised as a Prism mock)` : place
}

function headline({ run, totals, findings, baseline }: RunResult, paint: Paint): string {
  const open = findings.filter((finding) => !isKnown(finding))
  const errors = open.filter(({ severity }) => severity === 'error').length
  const warnings = open.filter(({ severity }) => severity === 'warning').length
  const vanished = baseline?.vanished.length ?? 0
  const notes = [
    ...(errors > 0 ? [counted(errors, 'error')] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
    ...(findings.length > open.length ? [`${grouped(findings.length - open.length)} known`] : []),
    ...(vanished > 0 ? [`${grouped(vanished)} of the baseline no longer happening`] : []),
    ...(totals.findingsNotListed > 0 ? [`${counted(totals.findingsNotListed, 'finding')} not listed`] : []),
    ...(totals.inconclusive > 0 ? [`${counted(totals.inconclusive, 'case')} inconclusive`] : []),
    ...(run.interrupted ? ['interrupted before its end'] : []),
  ]
  const verdict = run.verdict.toUpperCase()
  return `${paint(TONES[run.verdict], paint('strong', verdict))}  ${notes.length === 0 ? 'no findings' : notes.join(', ')}`
}

const TONES: Readonly<Record<RunResult['run']['verdict'], Tone>> = {
  pass: 'good',
  fail: 'bad',
  inconclusive: 'doubtful',
  skipped: 'quiet',
}
