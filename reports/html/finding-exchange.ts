import type { Finding, Flakiness, SequenceEntry } from '../../core/finding.ts'
import { PARTS, stepsOf, stepText, type NumberedStep } from '../sequence-steps.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import { requestView, responseView } from './message-view.ts'

/** Lines of a body in a finding, and in a step that only had to come before. */
const MAX_LINES = 70
const MAX_LINES_BEFORE = 30
/** The longest curl command shown; results.json has all of it. */
const MAX_CURL = 6000

/** What was sent and what came, all of it in order where that was more than one exchange, and how to see it again. */
export function exchangeView(finding: Finding): Markup {
  const { request, response, reproduction, flaky } = finding
  const steps = stepsOf(finding)
  const isTold = steps.some(({ entry }) => entry.part === 'shows')
  const { curl, command, rerun } = reproduction
  return html`${steps.length === 0 ? NOTHING : sequenceView(steps, finding)}
    ${isTold ? NOTHING : sidesView({ request, response }, finding)} ${flaky === undefined ? NOTHING : otherView(flaky)}
    <div class="sides">
      ${commandView('curl', curl, steps.length === 0 ? '' : `one request of ${steps.length}; replay sends all of them`)}
      <div>${commandView('replay', command)} ${rerun === undefined ? NOTHING : commandView('run', rerun)}</div>
    </div>`
}

function sidesView({ request, response }: Pick<SequenceEntry, 'request' | 'response'>, finding: Finding): Markup {
  return html`<div class="sides">
    <section>
      <h4>Request</h4>
      ${requestView(request, { place: requestPlaceOf(finding), maxLines: MAX_LINES })}
    </section>
    <section>
      <h4>Response</h4>
      ${responseView(response, { place: responsePlaceOf(finding, response), maxLines: MAX_LINES })}
    </section>
  </div>`
}

/** What the request breaks, where the finding is about that, or where nothing in the answer is to be pointed at. */
function requestPlaceOf({ constraint, payload, code, reproduction: { intent } }: Finding): string | undefined {
  if (constraint !== undefined) return constraint.payload
  const isBroken = intent?.kind === 'invalid' && payload === undefined && code === 'no-server-error'
  return isBroken ? intent.constraint.payload : undefined
}

/** The status, where the whole answer is meant and its status is what is wrong. */
function responsePlaceOf({ payload, actual }: Finding, response: SequenceEntry['response']): string | undefined {
  if (payload !== undefined) return payload.pointer
  return response.kind === 'response' && actual.startsWith(String(response.status)) ? 'status' : undefined
}

/** Every step on a line; those that show what is wrong are open. */
function sequenceView(steps: readonly NumberedStep[], finding: Finding): Markup {
  const shows = steps.find(({ entry }) => entry.part === 'shows')?.entry
  const items = steps.map(({ entry }) => {
    const { part, operationId, request, response, pauseMs, together } = entry
    const how =
      together === true ? ', sent at once with the one before' : pauseMs === undefined ? '' : `, ${pauseMs} ms later`
    const badge = part === undefined ? NOTHING : html`<span class="badge part-${part}">${PARTS[part]}</span>`
    const body =
      part === 'shows'
        ? sidesView(entry, finding)
        : html`<div class="sides">
            <section>${requestView(request, { maxLines: MAX_LINES_BEFORE })}</section>
            <section>
              ${responseView(response, { place: sharedPlace(entry, shows, finding), maxLines: MAX_LINES_BEFORE })}
            </section>
          </div>`
    return html`<li>
      <details ${part === 'shows' || part === 'asked' ? html`open` : NOTHING}>
        <summary><code>${stepText(entry)}</code> <span class="quiet">${operationId}${how}</span> ${badge}</summary>
        ${body}
      </details>
    </li>`
  })
  return html`<h4>What led to it, in order</h4>
    <ol class="sequence">
      ${items}
    </ol>`
}

/** The same member in what is compared: an answer of the same operation has it at the same place. */
function sharedPlace(
  { part, operationId }: SequenceEntry,
  shows: SequenceEntry | undefined,
  { payload }: Finding,
): string | undefined {
  return part === 'compared' && operationId === shows?.operationId ? payload?.pointer : undefined
}

function otherView({ attempts, failures, otherRequest, otherResponse }: Flakiness): Markup {
  if (otherResponse === undefined) return NOTHING
  return html`<h4>Sent once more, the promise was kept (broken ${failures} of ${attempts} times)</h4>
    <div class="sides">
      ${otherRequest === undefined ? NOTHING : html`<section>${requestView(otherRequest, { maxLines: MAX_LINES_BEFORE })}</section>`}
      <section>${responseView(otherResponse, { maxLines: MAX_LINES })}</section>
    </div>`
}

function commandView(label: string, command: string, note = ''): Markup {
  const isLong = command.length > MAX_CURL
  const text = isLong ? '(too long to be shown; it stands in results.json)' : command
  const button = isLong ? NOTHING : html`<button type="button" data-copy>Copy ${label}</button>`
  return html`<section class="command">
    <h4><span>${label} ${note === '' ? NOTHING : html`<small>${note}</small>`}</span> ${button}</h4>
    <pre>${text}</pre>
  </section>`
}
