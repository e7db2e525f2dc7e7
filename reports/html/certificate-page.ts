import type { Certificate, CertificateVerdict } from '../certificate/certificate.ts'
import { assetOf, hashOf } from './asset.ts'
import { notPlayedView, playedView } from './certificate-scenarios.ts'
import { problemsView } from './certificate-problems.ts'
import { durationText } from './duration-text.ts'
import { html, NOTHING, trusted, type Markup } from './markup.ts'

/**
 * The certificate as a page for people who write no programs: complete in itself, without a script, made to be printed.
 * Its policy forbids every request.
 *
 * @param keyId names the key that signs, where one does
 */
export function certificatePage(certificate: Certificate, keyId: string | undefined): string {
  const style = assetOf('certificate.css')
  const policy = ["default-src 'none'", `style-src ${hashOf(style)}`, "base-uri 'none'", "form-action 'none'"].join(
    '; ',
  )
  const { verdict, rehearsal, contract, reasons } = certificate
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${rehearsal === undefined ? '' : 'Rehearsal: '}${HEADINGS[verdict]}, ${contract.title}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${
          rehearsal === undefined
            ? NOTHING
            : html`<div class="rehearsal">
                <strong>REHEARSAL</strong><span>${rehearsal}</span><span>Nobody is certified by this page.</span>
              </div>`
        }
        <header>
          <p class="kind">Conformance certificate${rehearsal === undefined ? '' : ', rehearsal'}</p>
          <h1 class="${CLASSES[verdict]}">${HEADINGS[verdict]}</h1>
          <p class="lead">${MEANINGS[verdict]}</p>
          ${reasons.map((reason) => html`<p>${reason}</p>`)} ${factsView(certificate)}
        </header>
        ${glanceView(certificate)} ${problemsView(certificate)} ${playedView(certificate)} ${notPlayedView(certificate)}
        ${aboutView(keyId)}
      </body>
    </html> `.markup
}

const HEADINGS: Readonly<Record<CertificateVerdict, string>> = {
  certified: 'Certified',
  'not certified': 'Not certified',
  incomplete: 'Incomplete',
}

const CLASSES: Readonly<Record<CertificateVerdict, string>> = {
  certified: 'certified',
  'not certified': 'refused',
  incomplete: 'incomplete',
}

const MEANINGS: Readonly<Record<CertificateVerdict, string>> = {
  certified: 'The API did everything that this certification asks for.',
  'not certified': 'The API broke a promise that this certification asks for.',
  incomplete: 'No broken promise decides against the API, but not everything that is asked for was shown.',
}

function factsView({ environment, contract, features, run, tool, totals }: Certificate): Markup {
  const facts: readonly (readonly [string, Markup | string])[] = [
    [
      'Environment',
      html`${environment.name === environment.baseUrl ? NOTHING : html`${environment.name}, `}<code
          >${environment.baseUrl}</code
        >`,
    ],
    ['API', html`${contract.title} ${contract.version}, ${contract.operations} operations`],
    ['Contract', html`SHA-256 <code>${contract.sha256}</code>`],
    ['Features', features.length === 0 ? 'none declared' : features.join(', ')],
    ['Tested on', html`${dateText(run.startedAt)}, for ${durationText(run.durationMs)}, ${totals.requests} requests`],
    ['Tested with', html`${tool.name} ${tool.version}, profile ${run.profile}, seed ${run.seed}`],
    ['Run', html`<code>${run.id}</code>${run.interrupted ? ', interrupted' : ''}`],
  ]
  return html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`
}

function glanceView({ totals }: Certificate): Markup {
  const row = (name: string, counts: Certificate['totals']['deciding']): Markup =>
    html`<tr>
      <td>${name}</td>
      <td class="number">${counts.pass}</td>
      <td class="number">${counts.fail}</td>
      <td class="number">${counts.inconclusive}</td>
      <td class="number">${counts.skipped}</td>
    </tr>`
  return html`<section>
    <h2>At a glance</h2>
    <table>
      <thead>
        <tr>
          <th>Scenarios</th>
          <th class="number">Passed</th>
          <th class="number">Failed</th>
          <th class="number">Not concluded</th>
          <th class="number">Not shown</th>
        </tr>
      </thead>
      <tbody>
        ${row('that decide: required, and those of declared features', totals.deciding)}
        ${row('that are listed only: recommended, and those outside this certificate', totals.other)}
      </tbody>
    </table>
  </section>`
}

function aboutView(keyId: string | undefined): Markup {
  return html`<section>
    <h2>About this page</h2>
    <p>
      A scenario is a short story, such as a sale on a card device, that the tool plays with the API. Every answer in it
      is compared with the published contract. One failed scenario that decides is enough to refuse the certificate; one
      that was not shown, or could not be concluded, leaves it incomplete.
    </p>
    <p>
      Keys, tokens, card and account numbers are left out of all evidence. The same facts, step by step, are in
      <code>certificate.json</code> and <code>results.json</code> beside this page.
    </p>
    <p>
      ${
        keyId === undefined
          ? html`This certificate is not signed.`
          : html`Signed in <code>certificate.dsse.json</code> with the Ed25519 key <code>${keyId}</code>. To verify it:
              <code>payroc-conformance certify verify &lt;folder&gt; --key &lt;public key&gt;</code>`
      }
    </p>
  </section>`
}

/** `27 November 2026, 09:27 UTC`. */
function dateText(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const date = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `${date}, ${at.toISOString().slice(11, 16)} UTC`
}
