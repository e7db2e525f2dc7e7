import type { FindingBrief } from '../reports/finding-brief.ts'
import type { Change, ComparedRun, RunComparison } from '../reports/compare-runs.ts'
import { printableLine } from '../reports/printable.ts'
import { shellWord } from '../run/command-line.ts'
import { counted, duration, grouped } from '../reports/text-layout.ts'
import { alignColumns } from './align-columns.ts'

/** Rows of the list of durations. */
const MAX_DURATIONS = 10

const LISTS = [
  ['new', 'New'],
  ['flaky', 'Flaky'],
  ['still', 'Still there'],
  ['fixed', 'Fixed'],
  ['notTested', 'Not put to the test again'],
] as const

/**
 * A comparison as people read it: what is new first, the sums last.
 *
 * @param from the later run, as the user gave it
 */
export function comparisonText(comparison: RunComparison, from: string): string {
  const { before, after, durations, coverage } = comparison
  const sections = [
    alignColumns([runRow('before', before), runRow('after', after)]),
    ...(before.sha256 === after.sha256 ? [] : [['The runs had different contracts.']]),
    ...LISTS.flatMap(([name, title]) => {
      const list = comparison[name]
      return list.length === 0 ? [] : [[`${title} (${list.length})`, ...list.map(findingRow)]]
    }),
    coverageLines(coverage),
    durationLines(durations),
    ...seeAgain(comparison, from),
    [LISTS.map(([name, title]) => `${comparison[name].length} ${title.toLowerCase()}`).join(', ')],
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** What to do about what is new. */
function seeAgain({ new: [first] }: RunComparison, from: string): readonly (readonly string[])[] {
  if (first === undefined) return []
  return [[`See it again: npx payroc-conformance replay ${first.fingerprint} --from ${shellWord(from)}`]]
}

function runRow(label: string, { id, verdict, target, contract, seed }: ComparedRun): readonly string[] {
  return [label, id, verdict.toUpperCase(), printableLine(target), printableLine(contract), `seed ${seed}`]
}

function findingRow({ fingerprint, severity, code, operationId, scenarioId, title }: FindingBrief): string {
  const place = scenarioId === undefined ? operationId : `${operationId} in ${scenarioId}`
  return `  ${fingerprint}  ${severity.padEnd(7)}  ${code} at ${printableLine(place)}: ${printableLine(title)}`
}

function coverageLines(coverage: RunComparison['coverage']): readonly string[] {
  const { operationsExercised, cases, requests, constraintsCovered, operationsAdded, operationsRemoved } = coverage
  const rows = [
    ['operations exercised', operationsExercised],
    ['constraints covered', constraintsCovered],
    ['cases', cases],
    ['requests', requests],
  ] as const
  return [
    'Coverage',
    ...alignColumns(
      rows.flatMap(([label, change]) => (change === undefined ? [] : [[`  ${label}`, ...numbers(change, grouped)]])),
      new Set([1, 3]),
    ),
    ...(operationsAdded.length === 0 ? [] : [`  only after: ${operationsAdded.map(printableLine).join(', ')}`]),
    ...(operationsRemoved.length === 0 ? [] : [`  only before: ${operationsRemoved.map(printableLine).join(', ')}`]),
    ...coverage.statuses.map(({ operationId, gained, lost }) => {
      const changes = [...gained.map((status) => `+${status}`), ...lost.map((status) => `-${status}`)]
      return `  ${printableLine(operationId)} answers: ${changes.join(' ')}`
    }),
  ]
}

function durationLines({ run, operations }: RunComparison['durations']): readonly string[] {
  const rows = operations
    .slice(0, MAX_DURATIONS)
    .map(({ operationId, ...change }) => [`  ${printableLine(operationId)}`, ...numbers(change, duration)])
  const more = operations.length - rows.length
  return [
    'Durations',
    ...alignColumns([['  the run', ...numbers(run, duration)], ...rows], new Set([1, 3])),
    ...(more > 0 ? [`  and ${counted(more, 'operation')} that changed less`] : []),
  ]
}

function numbers({ before, after }: Change, shown: (value: number) => string): readonly string[] {
  return [shown(before), '→', shown(after)]
}
