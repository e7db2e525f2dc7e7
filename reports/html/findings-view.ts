import { causeOf } from '../finding-groups.ts'
import { counted, grouped } from '../text-layout.ts'
import { findingView } from './finding-view.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { Budget, ReportModel } from './report-model.ts'

/** Findings that are open when the page is. */
const OPEN = 3

/** Broken promises, severest and widest first; what has one cause in the contract stands together. */
export function findingsView(model: ReportModel, budget: Budget): Markup {
  const { findings, totals } = model.result
  let shown = 0
  const causes = [...Map.groupBy(findings, causeOf).values()].map((group) => {
    const views = group.map((finding, index) => {
      // Of one cause the first is enough to begin with.
      const isOpen = index === 0 && shown++ < OPEN
      const whole = findingView(finding, model, { isOpen, size: 'whole' })
      return budget.take(whole.markup.length) ? whole : findingView(finding, model, { isOpen, size: 'short' })
    })
    const operations = new Set(group.map(({ operationId }) => operationId)).size
    if (operations < 2) return html`${views}`
    return html`<section class="cause">
      <p>The same promise is broken by ${counted(operations, 'operation')}:</p>
      ${views}
    </section>`
  })
  const more = totals.findingsNotListed
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${findings.length === 0 ? html`<p class="quiet">None.</p>` : filtersView(model)} ${causes}
    ${more === 0 ? NOTHING : html`<p>${grouped(more)} more were counted, of checks that broke very often at one operation.</p>`}
  </section>`
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
