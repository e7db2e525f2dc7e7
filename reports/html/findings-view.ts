import type { Finding } from '../../core/finding.ts'
import { causeOf } from '../finding-groups.ts'
import { counted, grouped } from '../text-layout.ts'
import { findingView } from './finding-view.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { Budget, ReportModel } from './report-model.ts'

/** Findings that are open when the page is. */
const OPEN = 3

/** Characters that findings may take: with their exchanges, and, when those are used up, without. */
export interface FindingBudgets {
  readonly whole: Budget
  readonly short: Budget
}

/** Broken promises, severest and widest first; what has one cause in the contract stands together. */
export function findingsView(model: ReportModel, budgets: FindingBudgets): Markup {
  const { findings, totals } = model.result
  let opened = 0
  let left = 0
  const causes = [...Map.groupBy(findings, causeOf).values()].map((group) => {
    const views = group.flatMap((finding, index) => {
      // Of one cause the first is enough to begin with.
      const isOpen = index === 0 && opened++ < OPEN
      const view = fitting(finding, model, isOpen, budgets)
      if (view === undefined) left++
      return view ?? []
    })
    const operations = new Set(group.map(({ operationId }) => operationId)).size
    if (operations < 2 || views.length === 0) return html`${views}`
    return html`<section class="cause">
      <p>The same promise is broken by ${counted(operations, 'operation')}:</p>
      ${views}
    </section>`
  })
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${findings.length === 0 ? html`<p class="quiet">None.</p>` : filtersView(model)} ${causes}
    ${left === 0 ? NOTHING : html`<p>${grouped(left)} more stand in results.json; the page would become too large.</p>`}
    ${
      totals.findingsNotListed === 0
        ? NOTHING
        : html`<p>
            ${grouped(totals.findingsNotListed)} more were counted, of checks that broke very often at one operation.
          </p>`
    }
  </section>`
}

function fitting(
  finding: Finding,
  model: ReportModel,
  isOpen: boolean,
  { whole, short }: FindingBudgets,
): Markup | undefined {
  if (!whole.isSpent) {
    const view = findingView(finding, model, { isOpen, size: 'whole' })
    if (whole.take(view.markup.length)) return view
  }
  if (short.isSpent) return undefined
  const shortView = findingView(finding, model, { isOpen, size: 'short' })
  return short.take(shortView.markup.length) ? shortView : undefined
}

function filtersView({ result, data }: ReportModel): Markup {
  const { findings } = result
  const select = (name: string, label: string, values: Iterable<string>): Markup => {
    const options = [...new Set(values)].map((value) => html`<option>${value}</option>`)
    return html`<label
      >${label}
      <select data-filter="${name}">
        <option value="">any</option>
        ${options}
      </select></label
    >`
  }
  const phases = findings.flatMap((finding) => [finding.phase, ...Object.keys(data.phasesOf(finding.fingerprint))])
  return html`<form class="filters" role="search" aria-label="Filter findings">
    ${select(
      'severity',
      'Severity',
      findings.map(({ severity }) => severity),
    )}
    ${select(
      'check',
      'Check',
      findings.map(({ code }) => code),
    )}
    ${select('phase', 'Phase', phases)}
    <button type="button" data-all="open">Open all</button> <button type="button" data-all="close">Close all</button>
  </form>`
}
