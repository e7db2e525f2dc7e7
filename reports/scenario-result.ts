import type { ScenarioFinished } from '../core/event.ts'
import type { CallRecord, StepRecord } from '../core/scenario-record.ts'
import type { ScenarioCall, ScenarioResult, ScenarioStep } from '../core/scenario-result.ts'

/** What is kept of a finished scenario. */
export function scenarioResultOf(event: ScenarioFinished): ScenarioResult {
  const { scenario, verdict, reason, startedAt, durationMs, steps, evidence, readings } = event
  return {
    ...scenario,
    verdict,
    ...(reason !== undefined && { reason }),
    startedAt,
    durationMs,
    steps: steps.map(stepOf),
    evidence,
    readings,
  }
}

/** How many requests a scenario sent. */
export function requestsOf({ steps, repeatRequests = 0 }: Pick<ScenarioFinished, 'steps' | 'repeatRequests'>): number {
  const calls = steps.flatMap((step) => step.calls)
  return calls.reduce((total, { exchanges }) => total + exchanges.length, repeatRequests)
}

function stepOf({ title, verdict, reason, startedAtMs, durationMs, calls }: StepRecord): ScenarioStep {
  const shown = calls.flatMap(callOf)
  const last = shown.at(-1)
  return {
    title,
    ...(last !== undefined && { operationId: last.operationId, method: last.method, path: last.path }),
    ...(last?.status !== undefined && { status: last.status }),
    verdict,
    ...(reason !== undefined && { reason }),
    startedAtMs,
    durationMs,
    calls: shown,
  }
}

function callOf({ operationId, exchanges, startedAtMs, durationMs }: CallRecord): readonly ScenarioCall[] {
  const exchange = exchanges.at(-1)
  if (exchange === undefined) return []
  const url = URL.parse(exchange.request.url)
  const { outcome } = exchange
  return [
    {
      operationId,
      method: exchange.request.method,
      path: url === null ? exchange.request.url : url.pathname + url.search,
      ...(outcome.kind === 'response' && { status: outcome.status }),
      startedAtMs,
      durationMs,
      attempts: exchanges.length,
    },
  ]
}
