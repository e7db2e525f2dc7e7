import type { SequenceStep } from '../checks/sequences/sequence-check.ts'
import type { Exchange, RecordedResponse } from '../core/exchange.ts'
import { ofRequest, type SequenceEntry, type SequencePart } from '../core/finding.ts'

/** Characters of an answer's body that are kept with a sequence. */
const LONGEST_BODY = 16_384

/** How a step was sent, beside what it is. */
export type Sending = Pick<SequenceEntry, 'pauseMs' | 'together'>

/** What of a sequence a finding is about. */
export interface SequenceSubject {
  /** The exchange whose promise is broken. */
  readonly at: Exchange
  /** The one whose answer shows it, where that is another. */
  readonly shownBy?: Exchange | undefined
  /** Whatever it was judged by: steps, and lists of them. */
  readonly evidence?: unknown
}

/** Says of each step what it has to do with a finding. */
export function partsIn({
  at,
  shownBy = at,
  evidence,
}: SequenceSubject): (step: SequenceStep) => SequencePart | undefined {
  const compared = exchangesIn(evidence)
  return ({ exchange }) => {
    if (exchange === shownBy) return 'shows'
    if (exchange === at) return 'asked'
    return compared.has(exchange) ? 'compared' : undefined
  }
}

function exchangesIn(evidence: unknown, found = new Set<unknown>()): ReadonlySet<unknown> {
  if (typeof evidence !== 'object' || evidence === null) return found
  if ('exchange' in evidence && 'operation' in evidence) return found.add(evidence.exchange)
  for (const member of Object.values(evidence)) exchangesIn(member, found)
  return found
}

/** A step as a finding keeps it. */
export function entryOf(
  { operation, exchange }: SequenceStep,
  sending: Sending = {},
  part?: SequencePart,
): SequenceEntry {
  const { outcome } = exchange
  const response = outcome.kind === 'response' ? shortened(outcome) : outcome
  const redactions = ofRequest(exchange.redactions)
  return {
    operationId: operation.operationId,
    request: exchange.request,
    response,
    ...(redactions.length > 0 && { redactions }),
    ...sending,
    ...(part !== undefined && { part }),
  }
}

function shortened(response: RecordedResponse): RecordedResponse {
  const { body } = response
  if (body === undefined || body.content.length <= LONGEST_BODY) return response
  return { ...response, body: { ...body, content: body.content.slice(0, LONGEST_BODY), truncated: true } }
}
