import type { SequenceCheck } from '../../checks/sequences/sequence-check.ts'
import type { Intent } from '../../core/case.ts'
import type { Clock } from '../../core/clock.ts'
import type { Finding, SequenceEntry } from '../../core/finding.ts'
import type { JudgeParts } from '../judge-case.ts'
import type { SendParts } from '../send-case.ts'

export interface ReplayParts {
  readonly send: SendParts
  readonly judge: JudgeParts
  readonly clock: Clock
  /** Base URL that the record was made with. */
  readonly recordedBase: string
  /** A check of sequences by its code. */
  checkOf(code: string): SequenceCheck<unknown> | undefined
}

/** What one attempt showed. */
export type Conclusion =
  | { readonly kind: 'failing' }
  | { readonly kind: 'kept' }
  /** Says why. */
  | { readonly kind: 'unjudged'; readonly reason: string }

/** All that led to a finding, in order; a finding about one exchange has one entry. */
export function entriesOf({
  sequence,
  operationId,
  request,
  response,
  reproduction,
}: Finding): readonly SequenceEntry[] {
  if (sequence !== undefined && sequence.length > 0) return sequence
  const { redactions } = reproduction
  return [{ operationId, request, response, ...(redactions !== undefined && { redactions }) }]
}

/** Position of the exchange that a finding is about: the last one like it. */
export function positionOf({ request }: Finding, entries: readonly SequenceEntry[]): number {
  const text = JSON.stringify(request)
  const last = entries.findLastIndex((entry) => JSON.stringify(entry.request) === text)
  return last < 0 ? entries.length - 1 : last
}

/** What a request was meant to be; results of older versions do not say it. */
export function intentOf({ reproduction, phase, constraint, document }: Finding): Intent {
  if (reproduction.intent !== undefined) return reproduction.intent
  if (phase !== 'invalid' || constraint === undefined) return { kind: 'valid' }
  return { kind: 'invalid', constraint: { ...constraint, document: document.pointer } }
}
