import type { Phase } from '../core/case.ts'
import type {
  BaselineCompared,
  ConstraintCoverage,
  ContractSummary,
  OperationFinished,
  PoolSource,
  Refusal,
  RunStarted,
  TargetSummary,
} from '../core/event.ts'
import type { Finding } from '../core/finding.ts'
import type { ScenarioResult } from '../core/scenario-result.ts'
import type { Verdict } from '../core/verdict.ts'

/** What results.json holds (its JSON Schema is results.schema.json). */
export interface RunResult {
  readonly schemaVersion: 1
  readonly run: RunSummary
  readonly tool: { readonly name: string; readonly version: string }
  readonly contract: ContractSummary
  readonly target: TargetSummary
  readonly totals: Totals
  readonly operations: readonly OperationResult[]
  readonly scenarios: readonly ScenarioResult[]
  /** One per broken promise of an operation; severest first, then those with the widest reach. */
  readonly findings: readonly Finding[]
  readonly skipped: readonly SkippedItem[]
  /** Absent where the run had no baseline. */
  readonly baseline?: BaselineSummary
  /** Why cases concluded nothing, most frequent first. */
  readonly inconclusive: readonly InconclusiveReason[]
  /** Known defects of the mock or of the contract's own examples that were recognised in answers. */
  readonly mockDefects: readonly MockDefect[]
  /** How many values generators made, and how many of them they threw away. */
  readonly generated: { readonly values: number; readonly discarded: number }
}

export interface RunSummary {
  readonly id: string
  readonly startedAt: string
  readonly durationMs: number
  readonly seed: number
  readonly profile: string
  /** Which part of a split run this is; absent where it is the whole. */
  readonly shard?: RunStarted['run']['shard']
  readonly verdict: Verdict
  readonly exitCode: number
  readonly interrupted: boolean
  /** Why the run ended early or concluded nothing. */
  readonly reason?: string
}

export interface Totals {
  /** Operations that were to be run. */
  readonly operations: number
  /** Operations that answered at least one request, and not every valid one with 404. */
  readonly operationsExercised: number
  readonly cases: number
  /** Requests sent, repeated attempts and those that made findings smaller included. */
  readonly requests: number
  /** Distinct findings, by fingerprint. */
  readonly findings: number
  /** Distinct findings that are counted but not listed, because one check had very many at one operation. */
  readonly findingsNotListed: number
  readonly skipped: number
  /** Cases that concluded nothing. */
  readonly inconclusive: number
  readonly byPhase: PhaseCounts
  /** Constraints of all operations; absent where the phase `boundaries` was not run. */
  readonly constraints?: Pick<ConstraintCoverage, 'reachable' | 'covered'>
  /** Scenarios by verdict, those that were not run among the skipped. */
  readonly scenarios: Readonly<Record<Verdict, number>>
}

/** What each phase did; phases that did nothing are absent. */
export type PhaseCounts = Readonly<Partial<Record<Phase, { readonly cases: number; readonly requests: number }>>>

export interface OperationResult {
  readonly operationId: string
  readonly method: string
  readonly path: string
  readonly tags: readonly string[]
  readonly verdict: Verdict
  /** Why its first inconclusive case concluded nothing. */
  readonly reason?: string
  readonly cases: number
  /** Requests sent, repeated attempts and those that made findings smaller included. */
  readonly requests: number
  /** Answers by status code; those to requests that made findings smaller are not counted. */
  readonly statuses: Readonly<Record<string, number>>
  /** Requests that got no answer. */
  readonly unanswered: number
  /** Whether anything behind the door was seen: not where every valid request was answered with 404. */
  readonly exercised: boolean
  /** Valid requests that were answered with something else than 404. */
  readonly beyond404: number
  /** Where the ids in its requests came from, by pool. */
  readonly pools: Readonly<Record<string, Readonly<Record<PoolSource, number>>>>
  /** Valid requests refused for reasons outside the contract. */
  readonly refused: readonly Refusal[]
  readonly coverage: {
    /** Cases. */
    readonly phases: Readonly<Partial<Record<Phase, number>>>
    /** Absent where the phase `boundaries` was not run, or the operation was not finished. */
    readonly constraints?: ConstraintCoverage
    readonly notBroken?: OperationFinished['notBroken']
  }
  readonly durationMs: number
  /** When its first request was sent (ISO 8601); absent where none was. */
  readonly startedAt?: string
}

/** What came of a run's baseline. */
export interface BaselineSummary extends Omit<BaselineCompared, 'type'> {
  /** Findings that it knows. */
  readonly known: number
  /** Findings that it knew until their time ran out. */
  readonly expired: number
}

export interface SkippedItem {
  readonly what: string
  readonly operationId?: string
  readonly reason: string
}

export interface InconclusiveReason {
  readonly reason: string
  readonly cases: number
  readonly operations: number
}

export interface MockDefect {
  readonly id: string
  /** Ids of the operations whose answers showed it. */
  readonly operations: readonly string[]
  readonly occurrences: number
}

/** The suite that an operation stands in where a report has suites: its first tag. */
export function suiteOf({ tags }: Pick<OperationResult, 'tags'>): string {
  return tags.find((tag) => tag.trim() !== '') ?? 'untagged'
}

/** Whether a run ended before everything was sent: by the user, by --bail, or because the target went away. */
export function wasCutShort({ run }: Pick<RunResult, 'run'>): boolean {
  return run.interrupted || run.reason?.startsWith('stopped') === true
}
