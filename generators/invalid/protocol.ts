import type { BrokenConstraint, RequestDraft } from '../../core/case.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import type { NotBreakable } from './data-cases.ts'
import type { Violations } from './broken-at.ts'

/** A request with one broken rule. */
export interface BrokenRequest {
  /** Unique within the operation. */
  readonly name: string
  readonly draft: RequestDraft
  /** The valid request it was made from. */
  readonly base: RequestDraft
  readonly constraint: BrokenConstraint
}

export interface ProtocolContext {
  readonly contract: Contract
  readonly operation: Operation
  readonly base: RequestDraft
  readonly seed: number
  readonly violations: Violations
  /** Absent where the target issues none. */
  readonly expiredToken?: string | undefined
  onNotBreakable(entry: NotBreakable): void
}

/** Breaks one rule of the protocol, whatever the data. */
export type ProtocolFamily = (context: ProtocolContext) => Iterable<Omit<BrokenRequest, 'base'>>
