import type { ScenarioFinished } from '../../core/event.ts'
import type { Exchange } from '../../core/exchange.ts'
import type { Finding, Flakiness } from '../../core/finding.ts'
import type { Scenario } from './scenario.ts'

export interface PlayAgainParts {
  /** Plays the scenario with references and keys of its own: what was sent before is not sent again. */
  play(scenario: Scenario): Promise<ScenarioFinished>
  /** Fingerprints of findings that were sent once more already; grows. */
  readonly known: Set<string>
  /** Asked before it is played. */
  mayPlay(first: ScenarioFinished): boolean
}

/**
 * Plays a scenario with findings that are new once more, at once, and says of each that does not come again although its
 * step was taken to its end that it is flaky. A scenario makes what it needs, so that the first time is not why.
 */
export async function withFlakiness(
  parts: PlayAgainParts,
  scenario: Scenario,
  first: ScenarioFinished,
): Promise<ScenarioFinished> {
  const fresh = first.findings.filter(({ fingerprint }) => !parts.known.has(fingerprint))
  for (const { fingerprint } of fresh) parts.known.add(fingerprint)
  if (fresh.length === 0 || !parts.mayPlay(first)) return first
  const second = await parts.play(scenario)
  const findings = first.findings.map((finding) => {
    const flaky = fresh.includes(finding) ? flakinessOf(finding, first, second) : undefined
    return flaky === undefined ? finding : { ...finding, flaky }
  })
  return { ...first, findings, repeatRequests: exchangesOf(second).length }
}

function flakinessOf(finding: Finding, first: ScenarioFinished, second: ScenarioFinished): Flakiness | undefined {
  if (second.findings.some(({ fingerprint }) => fingerprint === finding.fingerprint)) return undefined
  const number = stepNumberOf(finding)
  const [then, now] = [first.steps[number - 1], second.steps[number - 1]]
  if (then === undefined || now?.title !== then.title || now.verdict !== 'pass') return undefined
  const other = counterpartOf(finding, first, second)
  if (other === undefined || other.outcome.kind === 'no-response') return undefined
  return { attempts: 2, failures: 1, otherRequest: other.request, otherResponse: other.outcome }
}

/** The case of a finding of a scenario is `<scenario id>/<number of the step>`. */
function stepNumberOf({ reproduction: { caseId } }: Finding): number {
  return Number(caseId.slice(caseId.lastIndexOf('/') + 1))
}

/** The exchange of the second time that stands where the one stood that shows the finding. */
function counterpartOf(finding: Finding, first: ScenarioFinished, second: ScenarioFinished): Exchange | undefined {
  const shown = finding.sequence?.find(({ part }) => part === 'shows')?.request ?? finding.request
  const [then, now] = [lastExchangesOf(first), lastExchangesOf(second)]
  const position = then.findLastIndex(({ request }) => request === shown)
  const [one, other] = [then[position], now[position]]
  return one !== undefined && other?.request.method === one.request.method ? other : undefined
}

function lastExchangesOf({ steps }: ScenarioFinished): readonly Exchange[] {
  return steps.flatMap(({ calls }) => calls.flatMap(({ exchanges }) => exchanges.slice(-1)))
}

function exchangesOf({ steps }: ScenarioFinished): readonly Exchange[] {
  return steps.flatMap(({ calls }) => calls.flatMap(({ exchanges }) => exchanges))
}
