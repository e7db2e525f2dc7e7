import type { Exchange } from '../../core/exchange.ts'
import type { FindingDraft, Severity } from '../../core/finding.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import type { TargetTraits } from '../check.ts'

/** One recorded exchange of a sequence, and the operation it asked for. */
export interface SequenceStep {
  readonly operation: Operation
  readonly exchange: Exchange
}

/** What a check concludes of a sequence, before the runner adds who, where and how to repeat it. */
export interface SequenceDraft extends FindingDraft {
  /** The step whose answer breaks the promise: the finding is about its operation. */
  readonly at: SequenceStep
  /** The step whose answer shows it, and which `payload` points into; absent where that is `at` itself. */
  readonly shownBy?: SequenceStep
}

/** What a check must know beside the record. */
export interface SequenceContext {
  readonly contract: Contract
  readonly target: TargetTraits
}

/**
 * A promise about several exchanges together, and how to see from their record that it was broken. Pure, as a check of
 * one exchange is. `Evidence` names the steps that the promise is about: `{ first, repeated }`.
 */
export interface SequenceCheck<Evidence> {
  /** The promise, in kebab-case (design: fixed names). */
  readonly code: string
  readonly severity: Severity
  /** Web Fuzzing Commons fault codes of a broken promise. */
  readonly faults: readonly number[]
  /** The rules enforced, with their source: `RFC 9110 §9.2.2`, `Payroc: idempotency` … */
  readonly requirements: readonly string[]
  /** One sentence. */
  readonly describe: string
  /** Where such a fault usually sits: completes "look at", one line. */
  readonly lookAt: string
  /** Findings; an empty list when the promise was kept, or when a step's own answer leaves nothing to conclude. */
  judge(evidence: Evidence, context: SequenceContext): readonly SequenceDraft[]
}
