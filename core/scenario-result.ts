import type { Json } from './json.ts'
import type { ScenarioSummary } from './scenario-record.ts'
import type { Verdict } from './verdict.ts'

/** A scenario as results.json has it: what happened in which step, without the exchanges themselves. */
export interface ScenarioResult extends ScenarioSummary {
  readonly verdict: Verdict
  /** Why it was skipped, or concluded nothing. */
  readonly reason?: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly steps: readonly ScenarioStep[]
  /** Ids, statuses, keys and the like; never a secret. */
  readonly evidence: Readonly<Record<string, Json>>
  /** Which of several documented readings was seen. */
  readonly readings: readonly string[]
}

/** A step; operation, method, path and status are those of its last call, and absent where nothing was called. */
export interface ScenarioStep extends Partial<Omit<ScenarioCall, 'startedAtMs' | 'durationMs' | 'attempts'>> {
  readonly title: string
  readonly verdict: Verdict
  /** Why it was skipped, or concluded nothing. */
  readonly reason?: string
  /** Milliseconds since the scenario began. */
  readonly startedAtMs: number
  readonly durationMs: number
  readonly calls: readonly ScenarioCall[]
}

/** A request made in a step and what came of it. */
export interface ScenarioCall {
  readonly operationId: string
  readonly method: string
  /** Path and query of the URL. */
  readonly path: string
  /** Absent where there was no response. */
  readonly status?: number
  /** Milliseconds since the scenario began. */
  readonly startedAtMs: number
  readonly durationMs: number
  /** Requests sent for it. */
  readonly attempts: number
}
