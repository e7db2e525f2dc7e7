import type { Finding } from '../../core/finding.ts'
import { suiteOf, type OperationResult } from '../run-result.ts'
import { counted, grouped } from '../text-layout.ts'
import { findingAnchor, operationAnchor } from './anchor.ts'
import { durationText } from './duration-text.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { ReportModel } from './report-model.ts'
import { statusColumns, statusStateOf, type StatusState } from './status-columns.ts'

/** The whole run at a glance: a row per operation, a square per check and per status code. */
export function mapView(model: ReportModel): Markup {
  const { result } = model
  if (result.operations.length === 0) return NOTHING
  const { checks, idle } = checkColumns(model)
  const statuses = statusColumns(model)
  const findings = Map.groupBy(result.findings, ({ operationId }) => operationId)
  const groups = Map.groupBy(result.operations, suiteOf)
  const width = 2 + checks.length + statuses.length + 2
  return html`<section id="map" aria-labelledby="map-title">
    <h2 id="map-title">Map</h2>
    ${LEGEND}
    <div class="scroll" tabindex="0" role="region" aria-labelledby="map-title">
      <table class="map">
        <thead>
          <tr>
            <td colspan="2"></td>
            ${groupHeading('Checks', '', checks.length)} ${groupHeading('Status codes', 'first', statuses.length)}
            <td colspan="2"></td>
          </tr>
          <tr class="columns">
            <th scope="col">Operation</th>
            <th scope="col"><span>verdict</span></th>
            ${checks.map((code) => html`<th scope="col"><span>${code}</span></th>`)}
            ${statuses.map((status) => html`<th scope="col" class="status"><span>${status}</span></th>`)}
            <th scope="col"><span>requests</span></th>
            <th scope="col"><span>95 % within</span></th>
          </tr>
        </thead>
        ${[...groups].map(
          ([tag, operations]) =>
            html`<tbody>
              <tr class="group">
                <th scope="rowgroup" colspan="${width}">${tag}</th>
              </tr>
              ${operations.map((operation) =>
                rowView(operation, { model, checks, statuses, findings: findings.get(operation.operationId) ?? [] }),
              )}
            </tbody>`,
        )}
      </table>
    </div>
    ${idle.length === 0 ? NOTHING : html`<p class="quiet">Not asked in this run: ${idle.join(', ')}.</p>`}
  </section>`
}

function groupHeading(title: string, place: string, columns: number): Markup {
  return columns === 0 ? NOTHING : html`<th scope="colgroup" class="${place}" colspan="${columns}">${title}</th>`
}

/** The checks that some answer put to the test or broke, in the order of the run, and those that had no occasion. */
function checkColumns({ result, data }: ReportModel): {
  readonly checks: readonly string[]
  readonly idle: readonly string[]
} {
  const broken = codesOf(result.findings)
  const asked = result.operations.flatMap(({ operationId }) => Object.keys(data.operation(operationId)?.asked ?? {}))
  const used = new Set([...broken, ...asked])
  const known = data.checks.map(({ code }) => code)
  return {
    checks: [...known.filter((code) => used.has(code)), ...broken.filter((code) => !known.includes(code))],
    idle: known.filter((code) => !used.has(code)),
  }
}

const LEGEND = html`<ul class="legend" aria-label="Legend">
  <li><span class="square kept"></span>kept</li>
  <li><span class="square broken"></span>broken</li>
  <li><span class="square warned"></span>broken, a warning</li>
  <li><span class="square idle"></span>not asked</li>
  <li><span class="square seen"></span>status documented and seen</li>
  <li><span class="square unseen"></span>documented, not seen</li>
  <li><span class="square alien"></span>seen, not documented</li>
</ul>`

interface Row {
  readonly model: ReportModel
  readonly checks: readonly string[]
  readonly statuses: readonly string[]
  readonly findings: readonly Finding[]
}

function rowView(operation: OperationResult, { model, checks, statuses, findings }: Row): Markup {
  const { operationId, method, path, verdict, requests } = operation
  const about = model.data.operation(operationId)
  const name = path === '' ? html`${operationId}` : html`<b>${method.toUpperCase()}</b> ${path}`
  return html`<tr
    data-search="${searchText(operation)}"
    data-tag="${suiteOf(operation)}"
    data-check="${checksOf(findings)}"
  >
    <th scope="row"><a href="#${operationAnchor(operationId)}" title="${operationId}">${name}</a></th>
    <td><span class="dot ${verdict}"></span><span class="v">${verdict}</span></td>
    ${checks.map((code) => checkCell(code, findings, about?.asked))}
    ${statuses.map((status, index) => statusCell(status, operation, model, index === 0))}
    <td class="figure">${grouped(requests)}</td>
    <td class="figure">
      ${about === undefined || about.latency.count === 0 ? NOTHING : durationText(about.latency.quantile(0.95))}
    </td>
  </tr>`
}

function checkCell(
  code: string,
  findings: readonly Finding[],
  asked: Readonly<Record<string, number>> | undefined,
): Markup {
  const broken = findings.filter((finding) => finding.code === code)
  const [first] = broken
  if (first !== undefined) {
    const kind = broken.some(({ severity }) => severity === 'error') ? 'broken' : 'warned'
    const title = `${code}: broken, ${counted(broken.length, 'finding')}`
    return html`<td>
      <a class="square ${kind}" href="#${findingAnchor(first.fingerprint)}" title="${title}"
        ><span class="v">${title}</span></a
      >
    </td>`
  }
  if (asked === undefined) return html`<td><span class="v">not recorded</span></td>`
  const count = asked[code] ?? 0
  if (count === 0) return html`<td><span class="square idle"></span><span class="v">not asked</span></td>`
  return html`<td title="kept in ${counted(count, 'answer')}">
    <span class="square kept"></span><span class="v">kept</span>
  </td>`
}

const STATUS_SQUARES: Readonly<Record<StatusState, { readonly square: string; readonly text: string }>> = {
  'documented-and-seen': { square: 'seen', text: 'documented and seen' },
  'not-seen': { square: 'unseen', text: 'documented, not seen' },
  undocumented: { square: 'alien', text: 'seen, not documented' },
  unknown: { square: 'seen', text: 'seen' },
  none: { square: '', text: '' },
}

function statusCell(status: string, operation: OperationResult, model: ReportModel, isFirst: boolean): Markup {
  const { square, text } = STATUS_SQUARES[statusStateOf(operation, status, model)]
  const place = isFirst ? html` class="first"` : NOTHING
  if (square === '') return html`<td${place}></td>`
  const count = operation.statuses[status]
  const title = count === undefined ? `${status} ${text}` : `${status} ${text}, ${counted(count, 'time')}`
  return html`<td${place} title="${title}"><span class="square ${square}"></span><span class="v">${text}</span></td>`
}

function searchText({ operationId, method, path, tags }: OperationResult): string {
  return [operationId, method, path, ...tags].join(' ').toLowerCase()
}

function checksOf(findings: readonly Finding[]): string {
  return codesOf(findings).join(' ')
}

function codesOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ code }) => code))]
}
