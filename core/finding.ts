import { createHash } from 'node:crypto'
import type { BrokenConstraint, Intent, Phase } from './case.ts'
import type { RecordedRequest, RecordedResponse, NoResponse, Redaction } from './exchange.ts'
import type { Json } from './json.ts'

export type Severity = 'error' | 'warning' | 'info'

/** A place in the contract; `line` counts from 1 and is absent where the document has no lines (built in memory). */
export interface DocumentPlace {
  readonly pointer: string
  readonly line?: number
  readonly excerpt?: DocumentExcerpt
}

/** The lines of a document around a place, as they stand there. */
export interface DocumentExcerpt {
  /** Number of the first of them, from 1. */
  readonly firstLine: number
  readonly lines: readonly string[]
}

/** What a check concludes of one exchange, before the runner adds who, where and how to repeat it. */
export interface FindingDraft {
  /** What tells this broken promise from another of the same check and operation: stable across runs, seeds, machines. */
  readonly key: string
  readonly title: string
  readonly message: string
  readonly expected: string
  readonly actual: string
  /** Pointer into the document of the promise that was broken (`#/paths/…`). */
  readonly document: string
  /** Pointer into the response body, or `header: Location`; absent where the whole answer is meant. */
  readonly payload?: string
  /** Only where it differs from the check's own severity. */
  readonly severity?: Severity
  /** Only where they differ from the check's own Web Fuzzing Commons codes. */
  readonly faults?: readonly number[]
}

export interface Reproduction {
  readonly seed: number
  readonly caseId: string
  readonly curl: string
  /** Sends what led to the finding again. */
  readonly command: string
  /** Runs the case again with all that its run did for it; absent where `command` does that. */
  readonly rerun?: string
  /** The request as it was sent, where `curl` is a smaller one that was not. */
  readonly asSent?: string
  /** What the request was meant to be; absent where nothing generated it. */
  readonly intent?: Intent
  /** Where secrets of the request were replaced. */
  readonly redactions?: readonly Redaction[]
  /** What a promise about several exchanges was judged by; `{ "step": 2 }` stands for the third entry of `sequence`. */
  readonly evidence?: Json
}

/** One exchange of the sequence that a finding is about. */
export interface SequenceEntry {
  readonly operationId: string
  readonly request: RecordedRequest
  readonly response: RecordedResponse | NoResponse
  /** Where secrets of the request were replaced; absent where there were none. */
  readonly redactions?: readonly Redaction[]
  /** Milliseconds that were waited before it, on purpose. */
  readonly pauseMs?: number
  /** Sent without waiting for the answer to the one before. */
  readonly together?: true
  /** What it has to do with the finding; absent where it only had to come before. */
  readonly part?: SequencePart
}

/**
 * `shows`: its answer shows the broken promise, and a pointer of the finding leads into it; `asked`: the promise is about
 * its operation, where that is another exchange; `compared`: the promise was judged by it, too.
 */
export type SequencePart = 'asked' | 'shows' | 'compared'

/** A broken promise with its address and reproduction (results.json `findings[]`). */
export interface Finding {
  readonly fingerprint: string
  /** Name of the check. */
  readonly code: string
  readonly severity: Severity
  /** Web Fuzzing Commons fault codes. */
  readonly faults: readonly number[]
  readonly title: string
  readonly message: string
  readonly operationId: string
  readonly scenarioId?: string
  readonly phase: Phase
  readonly expected: string
  readonly actual: string
  readonly document: DocumentPlace
  readonly payload?: { readonly pointer: string }
  /** What the request breaks on purpose; only where that is what the finding is about. */
  readonly constraint?: Pick<BrokenConstraint, 'description' | 'payload'>
  readonly reproduction: Reproduction
  readonly request: RecordedRequest
  readonly response: RecordedResponse | NoResponse
  readonly occurrences: number
  /** Where such a fault usually sits: completes "look at"; absent in recordings of older versions. */
  readonly lookAt?: string
  /** Only where it did not come again when it was tried. */
  readonly flaky?: Flakiness
  /** Only where the baseline lists it. */
  readonly baseline?: BaselineMark
  /** Only where earlier runs were looked at. */
  readonly history?: FindingHistory
  /** Where several exchanges led to it: all of them, in order, the one that breaks the promise last or named by `request`. */
  readonly sequence?: readonly SequenceEntry[]
}

/** What runs over time say of a finding, the one that has it included. */
export interface FindingHistory {
  /** ISO time of the first run that saw it. */
  readonly firstSeen: string
  /** Runs that saw it, of those that put it to the test. */
  readonly seen: number
  readonly tested: number
}

/** What the baseline says of a finding: `known` ones do not fail a run, those whose time has run out do. */
export interface BaselineMark {
  readonly status: 'known' | 'expired'
  readonly reason: string
  readonly owner: string
  /** ISO date of the last day on which it is accepted; absent: no end. */
  readonly expiry?: string
  /** ISO date on which it came into the baseline. */
  readonly since?: string
}

/** Whether a finding fails what it belongs to: errors do, warnings when strict, and none that the baseline knows. */
export function isFailure({ severity, baseline }: Pick<Finding, 'severity' | 'baseline'>, strict: boolean): boolean {
  return baseline?.status !== 'known' && (severity === 'error' || (strict && severity === 'warning'))
}

/** A finding that came and went: `failures` of `attempts`, the first time included. */
export interface Flakiness {
  readonly attempts: number
  readonly failures: number
  /** The request as it was sent once more: its keys, and what its sequence made for it, are others. */
  readonly otherRequest?: RecordedRequest
  /** An answer to the same request that kept the promise. */
  readonly otherResponse?: RecordedResponse | NoResponse
}

/** Redactions of the request alone. */
export function ofRequest(redactions: readonly Redaction[]): readonly Redaction[] {
  return redactions.filter(({ at }) => at.part === 'request-header' || at.part === 'url' || at.part === 'request-body')
}

/** Stable across runs, seeds and machines for the same broken promise of the same operation: 16 hex digits. */
export function fingerprintOf(code: string, operationId: string, key: string): string {
  return createHash('sha256').update(`${code}\n${operationId}\n${key}`).digest('hex').slice(0, 16)
}
