import type { HistoryFinding, RunHistory } from '../reports/run-history.ts'
import { printableLine } from '../reports/printable.ts'
import { counted } from '../reports/text-layout.ts'
import { alignColumns } from './align-columns.ts'

/** Runs shown, the latest. */
const MAX_RUNS = 30
const MAX_FINDINGS = 100
const BARS = '▁▂▃▄▅▆▇█'

/** A history as people read it: the trend, then each finding with its trail through the runs. */
export function historyText({ runs, findings }: RunHistory): string {
  if (runs.length === 0) return 'no runs\n'
  const shown = findings.slice(0, MAX_FINDINGS)
  const latest = runs.slice(-MAX_RUNS)
  const open = latest.map(({ errors, warnings, known }) => errors + warnings - known)
  const rows = shown.map((finding) => [
    `  ${finding.state}`,
    finding.fingerprint,
    dayOf(finding.firstSeen),
    dayOf(finding.lastSeen),
    `${finding.seen}/${finding.tested}`,
    `${Math.round(finding.flakyRate * 100)} %`,
    finding.trail.slice(-MAX_RUNS),
    aboutFinding(finding),
  ])
  const header = ['  STATE', 'FINGERPRINT', 'FIRST', 'LAST', 'SEEN', 'FLAKY', 'TRAIL', 'FINDING']
  const more = findings.length - shown.length
  const last = runs.at(-1)
  return `${[
    `${counted(runs.length, 'run')}, ${dayOf(runs[0]?.startedAt ?? '')} to ${dayOf(last?.startedAt ?? '')}`,
    `findings per run  ${sparkline(open)}  (${open[0]} … ${open.at(-1)})`,
    ...(rows.length === 0 ? ['no findings'] : ['', ...alignColumns([header, ...rows], new Set([4, 5]))]),
    ...(more > 0 ? [`  and ${counted(more, 'finding')} more; --format json has all`] : []),
    ...(rows.length === 0 ? [] : ['', 'trail: x seen, ~ came and went, . not seen, - not put to the test']),
  ].join('\n')}\n`
}

function aboutFinding({ severity, code, operationId, title }: HistoryFinding): string {
  return `${severity} ${code} at ${printableLine(operationId)}: ${printableLine(title)}`
}

function sparkline(values: readonly number[]): string {
  const highest = Math.max(...values, 1)
  return values.map((value) => BARS[Math.ceil((value / highest) * (BARS.length - 1))]).join('')
}

function dayOf(time: string): string {
  return time.slice(0, 10)
}
