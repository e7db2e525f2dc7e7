import { counted, grouped } from '../text-layout.ts'
import { operationAnchor } from './anchor.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { ReportModel } from './report-model.ts'

/** Things of one reason that are listed. */
const MAX_LISTED = 200

/** What the verdict does not rest on: what was skipped, what could not be concluded, and what is the mock's own fault. */
export function leftOutView({ result }: ReportModel): Markup {
  const { skipped, inconclusive, mockDefects, baseline } = result
  const vanished = baseline?.vanished ?? []
  const refused = result.operations.filter((operation) => (operation.refused ?? []).length > 0)
  if (skipped.length + inconclusive.length + mockDefects.length + vanished.length + refused.length === 0) return NOTHING
  const known = new Set(result.operations.map(({ operationId }) => operationId))
  const named = (operationId: string): Markup =>
    known.has(operationId) ? html`<a href="#${operationAnchor(operationId)}">${operationId}</a>` : html`${operationId}`
  const reasons = Map.groupBy(skipped, ({ reason }) => reason)
  return html`<section id="left-out" aria-labelledby="left-out-title">
    <h2 id="left-out-title">Skipped and not concluded</h2>
    ${[...reasons].map(([reason, items]) =>
      listView(
        reason,
        counted(items.length, 'time'),
        items.map(({ what, operationId }) =>
          operationId === undefined || operationId === what ? named(what) : html`${what} of ${named(operationId)}`,
        ),
      ),
    )}
    ${
      inconclusive.length === 0
        ? NOTHING
        : html`<h3>Not concluded</h3>
            <ul>
              ${inconclusive.map(
                ({ reason, cases, operations }) =>
                  html`<li>${reason}: ${counted(cases, 'case')} of ${counted(operations, 'operation')}</li>`,
              )}
            </ul>`
    }
    ${
      refused.length === 0
        ? NOTHING
        : html`<h3>Refused for reasons outside the contract</h3>
            ${refused.map(({ operationId, refused: refusals }) =>
              listView(
                operationId,
                counted(
                  refusals.reduce((sum, { cases }) => sum + cases, 0),
                  'valid request',
                ),
                refusals.map(({ status, says, cases }) => html`<b>${status}</b> × ${grouped(cases)} ${says}`),
              ),
            )}`
    }
    ${
      vanished.length === 0
        ? NOTHING
        : html`<h3>In the baseline, and no longer happening</h3>
            <ul>
              ${vanished.map(
                ({ fingerprint, operation, check, reason }) =>
                  html`<li>${operation} <code>${check}</code> ${fingerprint}: ${reason}</li>`,
              )}
            </ul>`
    }
    ${
      mockDefects.length === 0
        ? NOTHING
        : html`<h3>Known defects of the mock, or of the contract’s own examples</h3>
            ${mockDefects.map(({ id, operations, occurrences }) =>
              listView(id, `${grouped(occurrences)} answers`, operations.map(named)),
            )}`
    }
  </section>`
}

function listView(title: string, count: string, items: readonly Markup[]): Markup {
  const rest = items.length - MAX_LISTED
  return html`<details class="row" data-search="${title.toLowerCase()}">
    <summary>${title} <span class="quiet">${count}</span></summary>
    <ul class="columns">
      ${items.slice(0, MAX_LISTED).map((item) => html`<li>${item}</li>`)}
      ${rest > 0 ? html`<li>and ${grouped(rest)} more</li>` : NOTHING}
    </ul>
  </details>`
}
