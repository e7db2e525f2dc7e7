import type { BaselineEntry } from './baseline-entry.ts'
import type { Case, Intent, Phase } from './case.ts'
import type { Exchange } from './exchange.ts'
import type { Finding, Severity } from './finding.ts'
import type { ScenarioRecord } from './scenario-record.ts'
import type { Verdict } from './verdict.ts'

/** The run's stream: appended to run.ndjson as things happen, one JSON object a line, and the only source of every report. */
export type RunEvent =
  | RunStarted
  | OperationStarted
  | CaseFinished
  | OperationFinished
  | ScenarioFinished
  | Skipped
  | BaselineCompared
  | RunFinished

export interface RunStarted {
  readonly type: 'run-started'
  readonly run: {
    readonly id: string
    readonly startedAt: string
    readonly seed: number
    readonly profile: string
    /** Which part of an `n`-way split, counted from 1; absent where the run is not split. */
    readonly shard?: { readonly index: number; readonly count: number }
  }
  readonly tool: { readonly name: string; readonly version: string }
  readonly contract: ContractSummary
  readonly target: TargetSummary
  /** The promises that are looked at, in the order of reports; absent in recordings of older versions. */
  readonly checks?: readonly CheckSummary[]
  readonly plan: { readonly operations: number; readonly cases: number }
}

export interface ContractSummary {
  readonly title: string
  readonly version: string
  readonly source: string
  readonly sha256: string
  readonly operations: number
}

/** What a report says of a check without knowing it. */
export interface CheckSummary {
  readonly code: string
  readonly severity: Severity
  /** The rules enforced: `RFC 9110 §15`. */
  readonly requirements: readonly string[]
  /** The promise, one sentence. */
  readonly describe: string
}

export interface TargetSummary {
  readonly name: string
  readonly baseUrl: string
  readonly stateful: boolean
  readonly steerable: boolean
  /** Hosts that it must not lead to, for an environment that is known by name. */
  readonly productionHosts?: readonly string[]
}

export interface OperationStarted {
  readonly type: 'operation-started'
  readonly operationId: string
  readonly method: string
  readonly path: string
  readonly tags: readonly string[]
  readonly cases: number
  /** As the contract lists them: `200`, `4XX`, `default`; absent in recordings of older versions. */
  readonly documentedStatuses?: readonly string[]
}

/** Where an id in a request came from: the user's test data, the contract's examples, an earlier answer, or nowhere. */
export type PoolSource = 'testData' | 'examples' | 'seen' | 'random'

/** An id in a request that one of the pools is for. */
export interface PoolUse {
  readonly pool: string
  readonly source: PoolSource
}

export interface CaseFinished {
  readonly type: 'case-finished'
  readonly caseId: Case['id']
  readonly operationId: string
  readonly phase: Phase
  readonly intent: Intent
  readonly verdict: Verdict
  /** Every attempt, in order; the last one was judged. */
  readonly exchanges: readonly Exchange[]
  readonly findings: readonly Finding[]
  /** Ids in the request that one of the pools is for; absent where it has no place for one. */
  readonly ids?: readonly PoolUse[]
  /** Defects of a known mock or of the contract's own examples that were recognised in this answer, by id. */
  readonly mockDefects: readonly string[]
  /** Requests spent on making its findings smaller, or on sending what led to them once more. */
  readonly shrinkRequests?: number
  /** Of a step of a sequence, which comes when its operation is over: the checks that it put to the test, by code. */
  readonly asked?: readonly string[]
  /** Why the verdict is inconclusive or skipped. */
  readonly reason?: string
}

/** How many of the things that a contract allows in an operation's requests were sent; see the phase `boundaries`. */
export interface ConstraintCoverage {
  readonly reachable: number
  readonly covered: number
  readonly uncovered: readonly { readonly id: string; readonly reason: string }[]
}

/** Valid requests refused with the same words, for reasons that lie outside the contract as far as can be told. */
export interface Refusal {
  readonly status: number
  /** What the server says of it, shortened; empty where it says nothing. */
  readonly says: string
  readonly cases: number
}

export interface OperationFinished {
  readonly type: 'operation-finished'
  readonly operationId: string
  readonly verdict: Verdict
  readonly durationMs: number
  /** How many of its answers put each check to the test, by code; absent in recordings of older versions. */
  readonly asked?: Readonly<Record<string, number>>
  /** Absent where the phase `boundaries` was not run. */
  readonly constraints?: ConstraintCoverage
  /** What no request of the phase invalid broke; absent where that is nothing. */
  readonly notBroken?: readonly { readonly what: string; readonly reason: string }[]
  /** Valid requests that were refused although no fault was found in that; absent where there are none. */
  readonly refused?: readonly Refusal[]
  /** Requests spent on finding out why valid ones were refused; absent where none were. */
  readonly probes?: number
}

/** A scenario is over; emitted in the order of the plan, whatever ran beside it. */
export interface ScenarioFinished extends ScenarioRecord {
  readonly type: 'scenario-finished'
  readonly findings: readonly Finding[]
  /** Requests of playing it once more, to see whether its findings come again. */
  readonly repeatRequests?: number
  readonly mockDefects: readonly string[]
}

/** What was not run, and why. */
export interface Skipped {
  readonly type: 'skipped'
  readonly what: string
  readonly operationId?: string
  readonly reason: string
}

/** What came of the entries of the baseline; what they know is marked in the findings themselves. */
export interface BaselineCompared {
  readonly type: 'baseline-compared'
  /** As the user gave it. */
  readonly file: string
  readonly entries: number
  /** Entries that were put to the test and did not happen. */
  readonly vanished: readonly BaselineEntry[]
  /** Whether those fail the run. */
  readonly strict: boolean
}

export interface RunFinished {
  readonly type: 'run-finished'
  readonly durationMs: number
  readonly verdict: Verdict
  readonly exitCode: number
  readonly interrupted: boolean
  /** Discarded values per generated value, over the whole run. */
  readonly generated: { readonly values: number; readonly discarded: number }
  /** Why the run ended early or concluded nothing. */
  readonly reason?: string
}
