import type { OperationResult } from '../run-result.ts'
import { grouped } from '../text-layout.ts'
import { operationAnchor } from './anchor.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { ReportModel } from './report-model.ts'

/** Uncovered constraints of one operation that are listed. */
const MAX_LISTED = 40

/** How many of the contract's constraints on requests were sent at their bounds; what was not is listed with its reason. */
export function coverageView({ result }: ReportModel): Markup {
  const measured = result.operations.filter(({ coverage }) => coverage.constraints !== undefined)
  if (measured.length === 0) return NOTHING
  const sum = (of: 'reachable' | 'covered'): number =>
    measured.reduce((total, { coverage }) => total + (coverage.constraints?.[of] ?? 0), 0)
  const [covered, reachable] = [sum('covered'), sum('reachable')]
  const open = measured.filter(({ coverage }) => (coverage.constraints?.uncovered.length ?? 0) > 0)
  return html`<section id="coverage" aria-labelledby="coverage-title">
    <h2 id="coverage-title">Constraint coverage</h2>
    <p>
      <meter min="0" max="${Math.max(reachable, 1)}" value="${covered}">${covered}</meter>
      <strong>${grouped(covered)}</strong> of ${grouped(reachable)} constraints of requests were sent at, or just
      inside, their bounds${open.length === 0 ? '.' : `; ${grouped(open.length)} operations have some that were not.`}
    </p>
    ${open.map(openView)}
  </section>`
}

/** The coverage of one operation in a line; `undefined` where it was not measured. */
export function coverageOf({ coverage }: OperationResult): Markup | undefined {
  const { constraints } = coverage
  if (constraints === undefined) return undefined
  const { covered, reachable } = constraints
  return html`<meter min="0" max="${Math.max(reachable, 1)}" value="${covered}">${covered}</meter> ${grouped(covered)}
    of ${grouped(reachable)} sent`
}

function openView(operation: OperationResult): Markup {
  const { operationId, method, path, coverage } = operation
  const uncovered = coverage.constraints?.uncovered ?? []
  const rest = uncovered.length - MAX_LISTED
  return html`<details class="row" data-search="${[operationId, method, path].join(' ').toLowerCase()}">
    <summary><a href="#${operationAnchor(operationId)}">${operationId}</a> ${coverageOf(operation)}</summary>
    <ul>
      ${uncovered.slice(0, MAX_LISTED).map(({ id, reason }) => html`<li><code>${id}</code>: ${reason}</li>`)}
      ${rest > 0 ? html`<li>and ${grouped(rest)} more, in results.json</li>` : NOTHING}
    </ul>
  </details>`
}
