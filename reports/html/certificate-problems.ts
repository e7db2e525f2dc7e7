import type { Certificate, CertifiedScenario } from '../certificate/certificate.ts'
import { isPartial } from '../certificate/conclude-certificate.ts'
import { html, NOTHING, type Markup } from './markup.ts'

/** Most findings told of one scenario; the others are counted. */
const MOST_FINDINGS = 5

/** What stands between the API and the certificate, and what else went wrong. */
export function problemsView({ scenarios }: Certificate): Markup {
  const deciding = scenarios.filter((one) => one.decides && (one.verdict !== 'pass' || isPartial(one)))
  const others = scenarios.filter((one) => !one.decides && one.verdict === 'fail')
  if (deciding.length + others.length === 0) return NOTHING
  return html`<section>
    <h2>What went wrong</h2>
    ${deciding.map(problemView)}
    ${
      others.length === 0
        ? NOTHING
        : html`<h3>Without weight for the verdict</h3>
            ${others.map(problemView)}`
    }
  </section>`
}

function problemView({ id, title, verdict, reason, findings }: CertifiedScenario): Markup {
  const shown = findings.filter(({ severity }) => severity !== 'info').slice(0, MOST_FINDINGS)
  const more = findings.length - shown.length
  return html`<div class="problem ${verdict === 'fail' ? 'broken' : 'unclear'}">
    <b>${id}</b> ${title}
    ${shown.map(
      (finding) =>
        html`<p>
          ${finding.title}. ${finding.message} <span class="quiet">(${finding.code}, ${finding.operationId})</span>
        </p>`,
    )}
    ${more > 0 ? html`<p class="quiet">and ${more} more, in results.json</p>` : NOTHING}
    ${reason === undefined ? NOTHING : html`<p>${reason}</p>`}
  </div>`
}
