import type { Case } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { FindingDraft, Severity } from '../core/finding.ts'
import type { Contract, Operation } from '../spec/model.ts'

/** Everything a check may look at: the contract, what was intended, and what was recorded. */
export interface Judged {
  readonly contract: Contract
  readonly operation: Operation
  /** Absent for exchanges that no generator planned (scenarios, recordings). */
  readonly case?: Case
  readonly exchange: Exchange
  readonly target: TargetTraits
}

/** What a check must know of a target to be fair to it. */
export interface TargetTraits {
  /** Base URL without a trailing slash. */
  readonly baseUrl: string
  /** Whether the target remembers: a stateless mock must accept every valid request. */
  readonly stateful: boolean
  /** Hosts that a test environment must not lead to ({@link isListedHost}); absent: none are known. */
  readonly productionHosts?: readonly string[]
}

/** A promise of the contract and how to see from a record that it was broken. Pure: no network, no clock, no state. */
export interface Check {
  /** The promise, in kebab-case (design: fixed names). */
  readonly code: string
  readonly severity: Severity
  /** Web Fuzzing Commons fault codes of a broken promise. */
  readonly faults: readonly number[]
  /** The rules enforced: `RFC 9110 §15`, `OAS 3.1 §4.8.16` … */
  readonly requirements: readonly string[]
  /** One sentence. */
  readonly describe: string
  /** Where such a fault usually sits, so that a reader need not begin from nothing: completes "look at", one line. */
  readonly lookAt: string
  /**
   * Whether the exchange puts the promise to the test, so that a report tells a promise that was kept from one that
   * nobody asked about. Absent: every answered exchange does.
   */
  applies?(judged: Judged): boolean
  /** Findings; an empty list when the promise was kept or does not apply. */
  judge(judged: Judged): readonly FindingDraft[]
}
