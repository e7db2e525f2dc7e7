import type { Exchange } from './exchange.ts'
import type { Json } from './json.ts'
import type { Verdict } from './verdict.ts'

/** How much a certification asks for a scenario: `conditional` ones only where the feature is in scope. */
export const TIERS = ['required', 'recommended', 'conditional'] as const
export type Tier = (typeof TIERS)[number]

/** What a scenario is about, before it is run. */
export interface ScenarioSummary {
  /** Payroc's certification id where there is one (`CP-01`), else one of ours (`sale/tip`). */
  readonly id: string
  readonly title: string
  readonly suite: string
  readonly tier: Tier
  /** The rules it shows, with their source: `Payroc: run a sale, step 2` … */
  readonly requirements: readonly string[]
}

/** One request made in a scenario and what came of it; the last exchange was judged. */
export interface CallRecord {
  readonly operationId: string
  readonly exchanges: readonly Exchange[]
  /** Milliseconds since the scenario began. */
  readonly startedAtMs: number
  readonly durationMs: number
}

/** A step of a scenario: what it is for, and the calls made in it. */
export interface StepRecord {
  readonly title: string
  readonly verdict: Verdict
  /** Why it was skipped, or nothing could be concluded. */
  readonly reason?: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly calls: readonly CallRecord[]
}

/** A scenario as it was run. */
export interface ScenarioRecord {
  readonly scenario: ScenarioSummary
  readonly verdict: Verdict
  readonly reason?: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly steps: readonly StepRecord[]
  /** Ids, statuses, keys and the like; never a secret. */
  readonly evidence: Readonly<Record<string, Json>>
  /** Which of several documented readings was seen, a sentence each. */
  readonly readings: readonly string[]
}

/** Why a conditional scenario is not run where its feature is not named; a certificate tells it from other reasons by this. */
export function undeclaredReason(feature: string): string {
  return `the feature ${feature} is not declared (features in the configuration)`
}
