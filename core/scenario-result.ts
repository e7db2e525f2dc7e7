import type { Json } from './json.ts'
import type { Verdict } from './verdict.ts'

/** What came of a scenario (results.json `scenarios[]`); its findings carry its id as `scenarioId`. */
export interface ScenarioResult {
  readonly id: string
  readonly title: string
  /** The suite it belongs to: `sale-on-device`. */
  readonly suite: string
  /** How much it matters for a certificate: `required`, `recommended` … */
  readonly tier?: string
  readonly verdict: Verdict
  /** Why it was skipped, or concluded nothing. */
  readonly reason?: string
  /** Ids of the requirements it shows. */
  readonly requirements?: readonly string[]
  readonly steps: readonly ScenarioStep[]
  /** What was collected for the certificate: ids, statuses, keys. */
  readonly evidence?: Json
  readonly startedAt?: string
  readonly durationMs?: number
}

/** One step of a scenario, in the order in which it was taken. */
export interface ScenarioStep {
  readonly title: string
  readonly verdict: Verdict
  readonly reason?: string
  readonly operationId?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  /** Milliseconds since the scenario began. */
  readonly startedAtMs?: number
  readonly durationMs?: number
}
