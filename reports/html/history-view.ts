import type { HistoryFinding, HistoryRun, RunHistory } from '../run-history.ts'
import { counted, grouped } from '../text-layout.ts'
import { html, NOTHING, type Markup } from './markup.ts'

/** The latest runs that are drawn. */
const MAX_RUNS = 60
/** Findings of earlier runs that are listed. */
const MAX_GONE = 100

const HEIGHT = 96
const BAR = 14

/** How many promises were broken from run to run, and what is no longer broken. */
export function historyView(history: RunHistory | undefined): Markup {
  if (history === undefined || history.runs.length < 2) return NOTHING
  const runs = history.runs.slice(-MAX_RUNS)
  const gone = history.findings.filter(({ state }) => state === 'gone')
  return html`<section id="history" aria-labelledby="history-title">
    <h2 id="history-title">History</h2>
    <p class="quiet">
      ${counted(history.runs.length, 'run')}, the last ${grouped(runs.length)} drawn: errors, and warnings above them.
    </p>
    ${chartOf(runs)}
    ${
      gone.length === 0
        ? NOTHING
        : html`<h3>No longer broken</h3>
            <ul class="plain">
              ${gone.slice(0, MAX_GONE).map(goneView)}
            </ul>`
    }
  </section>`
}

/** Since when a finding is there and how reliably; nothing for one that no earlier run had. */
export function trailView({ firstSeen, seen, tested, flakyRate, trail }: HistoryFinding): Markup {
  const flaky = flakyRate === 0 ? '' : `, flaky in ${grouped(Math.round(flakyRate * 100))} % of them since`
  return html`${firstSeen.slice(0, 10)}, in ${grouped(seen)} of ${counted(tested, 'run')} that could see it${flaky}
  ${trailOf(trail.slice(-MAX_RUNS))}`
}

function goneView({ operationId, code, title, lastSeen, trail }: HistoryFinding): Markup {
  return html`<li>
    ${trailOf(trail.slice(-MAX_RUNS))} ${title}
    <span class="quiet">${operationId} · <code>${code}</code> · last seen ${lastSeen.slice(0, 10)}</span>
  </li>`
}

const MARKS: Readonly<Record<string, string>> = { x: 'bad', '~': 'warned', '.': 'kept', '-': 'idle' }

/** A square per run, the latest on the right. */
function trailOf(trail: string): Markup {
  const squares = [...trail].map(
    (mark, index) =>
      html`<rect class="${MARKS[mark] ?? 'idle'}" x="${index * 7}" y="1" width="6" height="10" rx="1" />`,
  )
  const label = `From the oldest run to the latest: ${trail} (x seen, ~ came and went, . not seen, - not tested)`
  const width = trail.length * 7
  return html`<svg
    class="trail"
    viewBox="0 0 ${width} 12"
    width="${width}"
    height="12"
    role="img"
    aria-label="${label}"
  >
    ${squares}
  </svg>`
}

function chartOf(runs: readonly HistoryRun[]): Markup {
  const most = Math.max(1, ...runs.map(({ errors, warnings }) => errors + warnings))
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(3, Math.round((HEIGHT * count) / most)))
  const bars = runs.map(({ id, startedAt, errors, warnings, verdict }, index) => {
    const x = index * BAR
    const [low, high] = [tall(errors), tall(warnings)]
    return html`<g>
      <title>
        ${startedAt.slice(0, 16).replace('T', ' ')}, ${id}: ${verdict}, ${counted(errors, 'error')},
        ${counted(warnings, 'warning')}
      </title>
      <rect class="ground" x="${x}" y="0" width="${BAR - 2}" height="${HEIGHT + 8}" />
      <rect class="bad" x="${x}" y="${HEIGHT - low}" width="${BAR - 2}" height="${low}" />
      <rect class="warned" x="${x}" y="${HEIGHT - low - high}" width="${BAR - 2}" height="${high}" />
      <rect class="${verdict}" x="${x}" y="${HEIGHT + 4}" width="${BAR - 2}" height="4" />
    </g>`
  })
  const [first, last] = [runs[0]?.startedAt.slice(0, 10), runs.at(-1)?.startedAt.slice(0, 10)]
  const width = Math.max(runs.length * BAR, 220)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Findings from run to run">
    <svg
      class="trend"
      viewBox="0 0 ${width} ${HEIGHT + 30}"
      width="${width}"
      height="${HEIGHT + 30}"
      role="img"
      aria-label="${runs.map(({ errors, warnings }) => `${errors + warnings}`).join(', ')} findings from the oldest run to the latest"
    >
      ${bars}
      <text x="0" y="${HEIGHT + 26}">${first}</text>
      <text x="${Math.max(runs.length * BAR - 2, 160)}" y="${HEIGHT + 26}" text-anchor="end">${last}</text>
    </svg>
  </div>`
}
