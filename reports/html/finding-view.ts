import type { Finding } from '../../core/finding.ts'
import { nextStepOf } from '../next-step.ts'
import { answerThatShows, pathOf, stepThatShows } from '../sequence-steps.ts'
import { counted } from '../text-layout.ts'
import { suiteOf, type OperationResult } from '../run-result.ts'
import { findingAnchor, operationAnchor, scenarioAnchor } from './anchor.ts'
import { excerptView } from './excerpt-view.ts'
import { exchangeView } from './finding-exchange.ts'
import { trailView } from './history-view.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { ReportModel } from './report-model.ts'

/** How much of a finding is shown: `short` leaves out what was sent and came, which results.json has. */
export interface FindingOptions {
  readonly isOpen: boolean
  readonly size: 'whole' | 'short'
}

/** A finding: what was promised, what came, what to look at, the exchange, the line of the contract, and how to see it again. */
export function findingView(finding: Finding, model: ReportModel, { isOpen, size }: FindingOptions): Markup {
  const { fingerprint, severity, code, title, operationId } = finding
  const operation = model.result.operations.find((one) => one.operationId === operationId)
  return html`<article
    class="finding ${severity}"
    id="${findingAnchor(fingerprint)}"
    data-search="${searchText(finding, operation)}"
    data-severity="${severity}"
    data-check="${code}"
    data-phase="${Object.keys(phasesOf(finding, model)).join(' ')}"
    data-tag="${operation === undefined ? '' : suiteOf(operation)}"
  >
    <details ${isOpen ? OPEN : NOTHING}>
      <summary>
        <span class="badge ${severity}">${severity}</span>
        <h3>${title}</h3>
        <span class="meta">${baselineBadge(finding)}${flakyBadge(finding)} × ${finding.occurrences}</span>
        <span class="where">
          ${operationName(finding, operation)} <code class="quiet">${code}</code>
          <span class="quiet">${answerText(finding)}</span> ${offenderView(finding)}
        </span>
      </summary>
      <div class="body">${storyView(finding, model)}${size === 'whole' ? exchangeView(finding) : LEFT_OUT}</div>
    </details>
  </article>`
}

const OPEN = html`open`
const LEFT_OUT = html`<p class="quiet">
  Request and response stand in results.json; they are left out to keep this page small.
</p>`

function storyView(finding: Finding, model: ReportModel): Markup {
  const { expected, actual, message, document, code, operationId } = finding
  const check = model.data.checks.find((one) => one.code === code)
  const line = document.line === undefined ? '' : `:${document.line}`
  const isListed = model.result.operations.some((one) => one.operationId === operationId)
  return html`<dl class="story">
      <dt>Promised</dt>
      <dd>
        ${check === undefined ? NOTHING : html`${check.describe} <span class="quiet">${check.requirements.join(' · ')}</span><br />`}
        Here: <strong>${cut(expected)}</strong>
      </dd>
      <dt>Came</dt>
      <dd>${message}${message.includes(actual) ? NOTHING : html`<br />Instead: <strong>${cut(actual)}</strong>`}</dd>
      ${constraintRow(finding)}${placeRow(finding)}
      <dt>Look at</dt>
      <dd>${nextStepOf(finding)}</dd>
      ${baselineRow(finding)}${sinceRow(finding, model)}
      <dt>Seen</dt>
      <dd>
        ${phasesView(finding, model)}, case <code>${finding.reproduction.caseId}</code>, seed
        ${finding.reproduction.seed} ·
        ${isListed ? html`<a href="#${operationAnchor(operationId)}">the operation</a> ·` : NOTHING}
        <a href="#${findingAnchor(finding.fingerprint)}">link to this finding</a>
      </dd>
    </dl>
    <figure class="contract">
      <figcaption>
        Contract <code>${model.result.contract.source}${line}</code>
        <span class="quiet">${document.pointer}</span>
      </figcaption>
      ${excerptView(document)}
    </figure>`
}

function placeRow(finding: Finding): Markup {
  const { payload } = finding
  if (payload === undefined) return NOTHING
  const place = payload.pointer === '' ? 'the whole body' : payload.pointer
  const step = stepThatShows(finding)
  return html`<dt>At</dt>
    <dd>
      <code class="place">${place}</code>
      <span class="quiet">of the ${step === undefined ? 'response' : `answer of step ${step.number}`}</span>
    </dd>`
}

/** What the request breaks, whether the finding is about that or about how it was refused. */
function constraintRow({ constraint, reproduction: { intent } }: Finding): Markup {
  if (constraint !== undefined) {
    return html`<dt>Sent</dt>
      <dd><code class="place">${constraint.description}</code></dd>`
  }
  if (intent?.kind !== 'invalid') return NOTHING
  return html`<dt>Sent</dt>
    <dd>${intent.constraint.description} <span class="quiet">(on purpose)</span></dd>`
}

function phasesView(finding: Finding, model: ReportModel): string {
  const phases = Object.entries(phasesOf(finding, model)).map(([phase, count]) => `${phase} ${count}`)
  return `${counted(finding.occurrences, 'time')} (${phases.join(', ')})`
}

/** Where the events were not at hand, the phase of the smallest reproduction. */
function phasesOf(finding: Finding, { data }: ReportModel): Readonly<Record<string, number>> {
  const counted = data.phasesOf(finding.fingerprint)
  return Object.keys(counted).length > 0 ? counted : { [finding.phase]: finding.occurrences }
}

/** The place in a few words, for those who only read the lines. */
function offenderView({ payload, constraint, title }: Finding): Markup {
  const place = constraint?.description ?? payload?.pointer ?? ''
  return place === '' || title.includes(place) ? NOTHING : html`<code class="offender">${cut(place, 120)}</code>`
}

function baselineBadge({ baseline }: Finding): Markup {
  return baseline === undefined ? NOTHING : html`<span class="badge">${baseline.status}</span> `
}

function baselineRow({ baseline }: Finding): Markup {
  if (baseline === undefined) return NOTHING
  const { status, reason, owner, since, expiry } = baseline
  const dates = [since === undefined ? '' : `since ${since}`, expiry === undefined ? '' : `until ${expiry}`]
  const said = [owner, ...dates].filter((part) => part !== '').join(', ')
  return html`<dt>Baseline</dt>
    <dd>${status}: ${reason} <span class="quiet">(${said})</span></dd>`
}

function sinceRow({ fingerprint }: Finding, { history }: ReportModel): Markup {
  const past = history?.findings.find((one) => one.fingerprint === fingerprint)
  if (past === undefined) return NOTHING
  return html`<dt>Since</dt>
    <dd>${trailView(past)}</dd>`
}

function flakyBadge({ flaky }: Finding): Markup {
  if (flaky === undefined) return NOTHING
  return html`<span class="badge warning">flaky: ${flaky.failures} of ${flaky.attempts}</span>`
}

function operationName({ operationId, scenarioId, request }: Finding, operation: OperationResult | undefined): Markup {
  const [method, path] =
    operation === undefined || operation.path === ''
      ? [request.method, pathOf(request.url)]
      : [operation.method, operation.path]
  const named = html`<b>${method.toUpperCase()}</b> ${path} <span class="quiet">${operationId}</span>`
  if (scenarioId === undefined) return named
  return html`${named} <a href="#${scenarioAnchor(scenarioId)}">scenario ${scenarioId}</a>`
}

/** What tells findings of one title apart, before they are opened. */
function answerText(finding: Finding): string {
  const response = answerThatShows(finding)
  return response.kind === 'response' ? `answered ${response.status}` : 'not answered'
}

function searchText(finding: Finding, operation: OperationResult | undefined): string {
  const { title, code, operationId, fingerprint, payload, constraint } = finding
  const where = operation === undefined ? [] : [operation.method, operation.path, ...operation.tags]
  const words = [title, code, operationId, fingerprint, payload?.pointer, constraint?.payload, ...where]
  return words.join(' ').toLowerCase()
}

function cut(text: string, length = 600): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}…`
}
