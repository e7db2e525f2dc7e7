import type { ScenarioResult, ScenarioStep } from '../../core/scenario-result.ts'
import { durationText } from './duration-text.ts'
import { html, type Markup } from './markup.ts'

const WIDTH = 860
const CLIENT = 330
const SERVER = 780
const TOP = 46
const STEP_GAP = 38
const CALL_GAP = 34

/** Characters of a label that fit between the lifelines, and of a step's title before them. */
const LABEL = 62
const TITLE = 46

/** A scenario's calls between client and server from top to bottom, each as long as the server took. */
export function sequenceDiagram(scenario: ScenarioResult): Markup {
  let y = TOP
  const parts: Markup[] = []
  for (const step of scenario.steps) {
    parts.push(titleView(step, y))
    const calls = callsOf(step)
    if (calls.length === 0) y += STEP_GAP
    for (const call of calls) {
      const tall = barHeight(call.durationMs)
      parts.push(callView(call, y, tall))
      y += tall + CALL_GAP
    }
  }
  const height = y + 6
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Sequence of ${scenario.id}">
    <svg
      class="sequence"
      viewBox="0 0 ${WIDTH} ${height}"
      width="${WIDTH}"
      height="${height}"
      role="img"
      aria-label="Sequence diagram of ${scenario.title}; the steps stand below as text"
    >
      <text x="${CLIENT}" y="14" text-anchor="middle" class="strong">client</text>
      <text x="${SERVER}" y="14" text-anchor="middle" class="strong">server</text>
      <line class="life" x1="${CLIENT}" x2="${CLIENT}" y1="20" y2="${height}" />
      <line class="life" x1="${SERVER}" x2="${SERVER}" y1="20" y2="${height}" />
      ${parts}
    </svg>
  </div>`
}

type Call = Pick<ScenarioStep['calls'][number], 'method' | 'path' | 'status' | 'startedAtMs' | 'durationMs'>

/** A step of a result that names no calls is one call itself. */
function callsOf(step: ScenarioStep): readonly Call[] {
  const { calls = [], method, path, status, startedAtMs = 0, durationMs = 0 } = step as Partial<ScenarioStep>
  if (calls.length > 0 || method === undefined || path === undefined) return calls
  return [{ method, path, startedAtMs, durationMs, ...(status !== undefined && { status }) }]
}

/** A hundred times as long is some steps taller, so that a long poll stands out and still fits on the page. */
function barHeight(durationMs: number): number {
  return Math.round(20 + 36 * Math.log10(1 + durationMs / 50))
}

function titleView({ title, verdict, startedAtMs }: ScenarioStep, y: number): Markup {
  return html`<circle class="dot ${verdict}" cx="6" cy="${y - 4}" r="4" />
    <text x="18" y="${y}" class="strong">${short(title, TITLE)}<title>${title}: ${verdict}</title></text>
    <text x="18" y="${y + 15}" class="quiet">at ${durationText(startedAtMs ?? 0)}</text>`
}

function callView({ method, path, status, durationMs }: Call, y: number, tall: number): Markup {
  const end = y + tall
  const answer = status === undefined ? 'no answer' : String(status)
  return html`<text x="${CLIENT + 10}" y="${y - 6}"
      >${short(`${method.toUpperCase()} ${path}`, LABEL)}<title>${path}</title></text
    >
    <line class="call" x1="${CLIENT}" x2="${SERVER - 6}" y1="${y}" y2="${y}" />
    <path class="head" d="M ${SERVER - 6} ${y} l -8 -4 v 8 z" />
    <rect class="busy" x="${SERVER - 5}" y="${y}" width="10" height="${tall}" rx="2"
      ><title>${durationText(durationMs)}</title></rect
    >
    <text x="${SERVER + 12}" y="${y + Math.round(tall / 2) + 4}" class="quiet">${durationText(durationMs)}</text>
    <line class="answer" x1="${CLIENT}" x2="${SERVER - 6}" y1="${end}" y2="${end}" />
    <path class="head" d="M ${CLIENT} ${end} l 8 -4 v 8 z" />
    <text
      x="${SERVER - 14}"
      y="${end - 5}"
      text-anchor="end"
      class="${status === undefined || status >= 400 ? 'bad' : 'good'}"
      >${answer}</text
    >`
}

function short(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`
}
