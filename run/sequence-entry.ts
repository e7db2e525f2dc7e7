import type { SequenceStep } from '../checks/sequences/sequence-check.ts'
import type { RecordedResponse } from '../core/exchange.ts'
import { ofRequest, type SequenceEntry } from '../core/finding.ts'

/** Characters of an answer's body that are kept with a sequence. */
const LONGEST_BODY = 16_384

/** How a step was sent, beside what it is. */
export type Sending = Pick<SequenceEntry, 'pauseMs' | 'together'>

/** A step as a finding keeps it. */
export function entryOf({ operation, exchange }: SequenceStep, sending: Sending = {}): SequenceEntry {
  const { outcome } = exchange
  const response = outcome.kind === 'response' ? shortened(outcome) : outcome
  const redactions = ofRequest(exchange.redactions)
  return {
    operationId: operation.operationId,
    request: exchange.request,
    response,
    ...(redactions.length > 0 && { redactions }),
    ...sending,
  }
}

function shortened(response: RecordedResponse): RecordedResponse {
  const { body } = response
  if (body === undefined || body.content.length <= LONGEST_BODY) return response
  return { ...response, body: { ...body, content: body.content.slice(0, LONGEST_BODY), truncated: true } }
}
