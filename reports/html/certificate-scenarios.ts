import type { Json } from '../../core/json.ts'
import type {
  Certificate,
  CertifiedCall,
  CertifiedScenario,
  CertifiedStep,
  ScenarioNotRun,
} from '../certificate/certificate.ts'
import { isPartial } from '../certificate/conclude-certificate.ts'
import { counted } from '../text-layout.ts'
import { durationText } from './duration-text.ts'
import { html, NOTHING, type Markup } from './markup.ts'

/** The longest value of evidence shown; certificate.json has all of it. */
const MAX_VALUE = 80

/** Every scenario that was played, suite by suite, with its evidence; those that passed without weight by name alone. */
export function playedView({ scenarios }: Certificate): Markup {
  if (scenarios.length === 0) return NOTHING
  const [also, shown] = [scenarios.filter(isOnlyNamed), scenarios.filter((one) => !isOnlyNamed(one))]
  return html`<section>
    <h2>What was tested</h2>
    ${[...Map.groupBy(shown, ({ suite }) => suite)].map(
      ([suite, members]) =>
        html`<h3>${inWords(suite)}</h3>
          <table class="scenarios">
            <thead>
              <tr>
                <th class="id">Scenario</th>
                <th>What was shown</th>
                <th class="counts">Weight</th>
                <th class="verdict">Verdict</th>
              </tr>
            </thead>
            <tbody>
              ${members.map(rowOf)}
            </tbody>
          </table>`,
    )}
    ${
      also.length === 0
        ? NOTHING
        : html`<h3>Recommended, and passed</h3>
            <ul class="names">
              ${also.map(({ id, title }) => html`<li><b>${id}</b> ${title}</li>`)}
            </ul>`
    }
  </section>`
}

/** Their evidence would hide what the verdict rests on; certificate.json has it. */
function isOnlyNamed({ decides, verdict, steps }: CertifiedScenario): boolean {
  return !decides && verdict === 'pass' && !isPartial({ verdict, steps })
}

function rowOf(scenario: CertifiedScenario): Markup {
  const { id, title, suite, steps, durationMs, evidence, readings } = scenario
  const [word, className] = verdictOf(scenario)
  const requests = steps.flatMap(({ calls }) => calls).reduce((sum, { attempts }) => sum + attempts, 0)
  const facts = Object.entries(evidence).map(([name, value]) => `${name} ${valueText(value)}`)
  return html`<tr>
    <td><b>${id.startsWith(`${suite}/`) ? id.slice(suite.length + 1) : id}</b></td>
    <td>
      ${title} ${facts.length === 0 ? NOTHING : html`<p class="evidence">${facts.join(' · ')}</p>`}
      <details>
        <summary>
          ${counted(steps.length, 'step')}, ${counted(requests, 'request')}, ${durationText(durationMs)}
        </summary>
        <ol>
          ${steps.map(stepView)}
        </ol>
        ${readings.length === 0 ? NOTHING : html`<p class="seen">Seen: ${readings.join(' ')}</p>`}
      </details>
    </td>
    <td class="counts">${tierOf(scenario)}</td>
    <td class="${className}">${word}</td>
  </tr>`
}

function stepView({ title, verdict, reason, calls }: CertifiedStep): Markup {
  const came = verdict === 'pass' ? '' : `: ${WORDS[verdict].toLowerCase()}`
  return html`<li>
    ${title}${came}${reason === undefined ? NOTHING : html` (${reason})`}
    ${calls.map((call) => html`<div class="evidence">${callText(call)}</div>`)}
  </li>`
}

function callText({ method, path, status, durationMs, attempts, idempotencyKey }: CertifiedCall): string {
  const repeated = attempts === 1 ? '' : `, ${attempts} attempts`
  const key = idempotencyKey === undefined ? '' : `, key ${idempotencyKey}`
  return `${method} ${path}: ${status ?? 'no answer'}, ${durationText(durationMs)}${repeated}${key}`
}

const WORDS: Readonly<Record<CertifiedScenario['verdict'], string>> = {
  pass: 'Passed',
  fail: 'Failed',
  inconclusive: 'Not concluded',
  skipped: 'Not shown',
}

function verdictOf(scenario: CertifiedScenario): readonly [word: string, className: string] {
  if (isPartial(scenario)) return ['Passed in part', 'open']
  const { verdict } = scenario
  return [WORDS[verdict], verdict === 'pass' || verdict === 'fail' ? verdict : 'open']
}

function tierOf({ tier, feature, decides }: Pick<CertifiedScenario, 'tier' | 'feature' | 'decides'>): string {
  if (tier === 'conditional') return feature === undefined ? 'conditional' : `feature ${feature}`
  return tier === 'required' && !decides ? 'required of integrations' : tier
}

/** What was not played, by the reason; first what the certificate waits for. */
export function notPlayedView({ notRun }: Certificate): Markup {
  if (notRun.length === 0) return NOTHING
  const ordered = notRun.toSorted((a, b) => Number(b.decides) - Number(a.decides))
  const groups = Map.groupBy(ordered, ({ decides, reason }) => `${decides}${reason}`)
  return html`<section>
    <h2>What was not played, and why</h2>
    ${[...groups.values()].map(groupView)}
  </section>`
}

function groupView(members: readonly ScenarioNotRun[]): Markup {
  const [{ reason, decides } = { reason: '', decides: false }] = members
  return html`<h3>
      ${reasonText(reason)}${decides ? html` <span class="open">This leaves the certificate incomplete.</span>` : NOTHING}
    </h3>
    <ul class="ids">
      ${members.map(({ id, title }) => html`<li><b>${id}</b> <span>${title}</span></li>`)}
    </ul>`
}

/** The catalogue's own words, for those who read it for the first time. */
function reasonText(reason: string): string {
  if (reason === 'judged by observe')
    return 'They judge what an integration does, not the API: see the command observe.'
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
}

function inWords(suite: string): string {
  const words = suite.replaceAll('-', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function valueText(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`
}
