import type { ScenarioResult } from '../../core/scenario-result.ts'
import { scenarioAnchor } from './anchor.ts'
import { durationText } from './duration-text.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { ReportModel } from './report-model.ts'
import { sequenceDiagram } from './sequence-diagram.ts'

/** Every scenario as a sequence diagram, its steps as text, and what was collected as evidence. */
export function scenariosView({ result }: ReportModel): Markup {
  const { scenarios } = result
  if (scenarios.length === 0) return NOTHING
  return html`<section id="scenarios" aria-labelledby="scenarios-title">
    <h2 id="scenarios-title">Scenarios</h2>
    ${scenarios.map(scenarioView)}
  </section>`
}

function scenarioView(scenario: ScenarioResult): Markup {
  const {
    id,
    title,
    suite,
    tier,
    verdict,
    reason,
    requirements = [],
    steps,
    evidence,
    readings = [],
    durationMs,
  } = scenario as Partial<ScenarioResult> & Pick<ScenarioResult, 'id' | 'title' | 'suite' | 'verdict' | 'steps'>
  const words = [id, title, suite, tier, ...steps.map((step) => step.operationId)].join(' ').toLowerCase()
  return html`<article class="operation" id="${scenarioAnchor(id)}" data-search="${words}">
    <details ${verdict === 'fail' ? html`open` : NOTHING}>
      <summary>
        <span class="dot ${verdict}"></span><span class="v">${verdict}</span>
        <h3><b>${id}</b> ${title}</h3>
        <span class="meta"
          >${[suite, tier].filter((part) => part !== undefined).join(' · ')}${
            durationMs === undefined ? NOTHING : html` · ${durationText(durationMs)}`
          }</span
        >
      </summary>
      <div class="body">
        ${reason === undefined ? NOTHING : html`<p>${reason}</p>`}
        ${requirements.length === 0 ? NOTHING : html`<p class="quiet">${requirements.join(' · ')}</p>`}
        ${steps.length === 0 ? NOTHING : sequenceDiagram(scenario)}
        <ol>
          ${steps.map(
            (step) =>
              html`<li>
                ${step.title}:
                ${step.verdict}${step.status === undefined ? NOTHING : html`, ${step.status}`}${
                  step.durationMs === undefined ? NOTHING : html`, ${durationText(step.durationMs)}`
                }${step.reason === undefined ? NOTHING : html` (${step.reason})`}
              </li>`,
          )}
        </ol>
        ${readings.length === 0 ? NOTHING : html`<p>Read as: ${readings.join(' · ')}</p>`} ${evidenceView(evidence)}
      </div>
    </details>
  </article>`
}

function evidenceView(evidence: ScenarioResult['evidence'] | undefined): Markup {
  if (evidence === undefined || Object.keys(evidence).length === 0) return NOTHING
  return html`<details>
    <summary>Evidence</summary>
    <pre>${JSON.stringify(evidence, null, 2)}</pre>
  </details>`
}
