import type { Finding } from '../../core/finding.ts'
import { suiteOf, type OperationResult, type SkippedItem } from '../run-result.ts'
import { counted, grouped } from '../text-layout.ts'
import { findingAnchor, operationAnchor } from './anchor.ts'
import { coverageOf } from './coverage-view.ts'
import { latencyScale, latencySpark, latencyView, type LatencyScale } from './latency-view.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import { requestView, responseView } from './message-view.ts'
import type { OperationData } from './page-fold.ts'
import type { Budget, ReportModel } from './report-model.ts'

/** Lines of a body in an example. */
const MAX_LINES = 30
/** Findings that are named at an operation. */
const MAX_FINDINGS = 20

/** Every operation: what was sent and answered, how long it took, and an exchange for each status. */
export function operationsView(model: ReportModel, budget: Budget): Markup {
  const { result, data } = model
  if (result.operations.length === 0) return NOTHING
  const findings = Map.groupBy(result.findings, ({ operationId }) => operationId)
  const skipped = Map.groupBy(result.skipped, ({ operationId }) => operationId)
  const latencies = result.operations.map(({ operationId }) => data.operation(operationId)?.latency)
  const scale = latencyScale(latencies.filter((latency) => latency !== undefined))
  return html`<section id="operations" aria-labelledby="operations-title">
    <h2 id="operations-title">Operations</h2>
    ${result.operations.map((operation) =>
      operationView(operation, {
        data: data.operation(operation.operationId),
        findings: findings.get(operation.operationId) ?? [],
        skipped: skipped.get(operation.operationId) ?? [],
        budget,
        scale,
      }),
    )}
  </section>`
}

interface About {
  readonly data: OperationData | undefined
  readonly findings: readonly Finding[]
  readonly skipped: readonly SkippedItem[]
  readonly budget: Budget
  readonly scale: LatencyScale
}

function operationView(operation: OperationResult, { data, findings, skipped, budget, scale }: About): Markup {
  const { operationId, method, path, verdict, cases, requests, tags } = operation
  const words = [operationId, method, path, ...tags].join(' ').toLowerCase()
  const broken = findings.length === 0 ? NOTHING : html`<b class="bad">${counted(findings.length, 'finding')}</b> · `
  return html`<article
    class="operation"
    id="${operationAnchor(operationId)}"
    data-search="${words}"
    data-tag="${suiteOf(operation)}"
    data-check="${[...new Set(findings.map(({ code }) => code))].join(' ')}"
  >
    <details>
      <summary>
        <span class="dot ${verdict}"></span><span class="v">${verdict}</span>
        <h3>
          <b>${method.toUpperCase()}</b> ${path === '' ? operationId : path} <span class="quiet">${operationId}</span>
        </h3>
        ${data === undefined ? NOTHING : latencySpark(data.latency, scale)}
        <span class="meta">${broken}${counted(cases, 'case')} · ${counted(requests, 'request')}</span>
      </summary>
      <div class="body">
        <dl class="story">
          ${reasonRow(operation)}${findingsRow(findings)}
          <dt>Phases</dt>
          <dd>${phasesText(operation)}</dd>
          ${coverageRow(operation)}${poolsRow(operation)}${refusedRow(operation)}${skippedRow(skipped)}
        </dl>
        ${data === undefined ? NOTHING : latencyView(data.latency)} ${answersView(operation, data, budget)}
      </div>
    </details>
  </article>`
}

function reasonRow({ reason, exercised = true, cases = 0 }: Partial<OperationResult>): Markup {
  if (!exercised && cases > 0 && reason === undefined) {
    return html`<dt>Reason</dt>
      <dd>Not exercised: no valid request got further than a 404.</dd>`
  }
  return reason === undefined
    ? NOTHING
    : html`<dt>Reason</dt>
        <dd>${reason}</dd>`
}

function findingsRow(findings: readonly Finding[]): Markup {
  if (findings.length === 0) return NOTHING
  const rest = findings.length - MAX_FINDINGS
  return html`<dt>Findings</dt>
    <dd>
      <ul>
        ${findings
          .slice(0, MAX_FINDINGS)
          .map(
            ({ fingerprint, title, code }) =>
              html`<li><a href="#${findingAnchor(fingerprint)}">${title}</a> <code>${code}</code></li>`,
          )}
        ${rest > 0 ? html`<li>and ${grouped(rest)} more</li>` : NOTHING}
      </ul>
    </dd>`
}

function phasesText({ coverage }: OperationResult): string {
  const phases = Object.entries(coverage.phases).map(([phase, count]) => `${phase} ${grouped(count)}`)
  return phases.length === 0 ? 'none' : phases.join(' · ')
}

function coverageRow(operation: OperationResult): Markup {
  const coverage = coverageOf(operation)
  return coverage === undefined
    ? NOTHING
    : html`<dt>Constraints</dt>
        <dd>${coverage}</dd>`
}

/** Where the ids in its requests came from; a result of an older version does not say. */
function poolsRow({ pools = {} }: Partial<OperationResult>): Markup {
  const entries = Object.entries(pools)
  if (entries.length === 0) return NOTHING
  return html`<dt>Ids</dt>
    <dd>
      ${entries
        .map(([pool, sources]) => {
          const used = Object.entries(sources).flatMap(([source, count]) =>
            count > 0 ? [`${source} ${grouped(count)}`] : [],
          )
          return `${pool}: ${used.join(', ') || 'none'}`
        })
        .join(' · ')}
    </dd>`
}

function refusedRow({ refused = [] }: Partial<OperationResult>): Markup {
  if (refused.length === 0) return NOTHING
  return html`<dt>Refused</dt>
    <dd>
      <span class="quiet">valid requests, for reasons outside the contract</span>
      <ul>
        ${refused.map(({ status, says, cases }) => html`<li><b>${status}</b> × ${grouped(cases)} ${says}</li>`)}
      </ul>
    </dd>`
}

function skippedRow(skipped: readonly SkippedItem[]): Markup {
  if (skipped.length === 0) return NOTHING
  return html`<dt>Skipped</dt>
    <dd>
      <ul>
        ${skipped.map(({ what, reason }) => html`<li>${what}: ${reason}</li>`)}
      </ul>
    </dd>`
}

function answersView(
  { statuses, unanswered }: OperationResult,
  data: OperationData | undefined,
  budget: Budget,
): Markup {
  const examples = new Map((data?.examples ?? []).map(({ status, exchange }) => [String(status), exchange]))
  const rows = Object.entries(statuses).map(([status, count]) => {
    const exchange = examples.get(status)
    const line = html`<b>${status}</b> × ${grouped(count)}`
    if (exchange === undefined || budget.isSpent) return html`<li>${line}</li>`
    const shown = html`<div class="sides">
      <section>${requestView(exchange.request, { maxLines: MAX_LINES, isPlain: true })}</section>
      <section>${responseView(exchange.outcome, { maxLines: MAX_LINES, isPlain: true })}</section>
    </div>`
    if (!budget.take(shown.markup.length))
      return html`<li>${line} <span class="quiet">(run.ndjson has its exchanges)</span></li>`
    return html`<li>
      <details>
        <summary>${line} <span class="quiet">an example</span></summary>
        ${shown}
      </details>
    </li>`
  })
  const none = unanswered === 0 ? NOTHING : html`<li><b>no answer</b> × ${grouped(unanswered)}</li>`
  if (rows.length === 0 && unanswered === 0) return NOTHING
  return html`<h4>Answers</h4>
    <ul class="answers">
      ${rows}${none}
    </ul>`
}
