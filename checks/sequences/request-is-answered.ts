import type { NoResponse } from '../../core/exchange.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, responseOf } from './step.ts'

export interface Unanswered {
  /** The same request, sent again and again; at least three times. */
  readonly attempts: readonly SequenceStep[]
  /** Another request, sent after them: it shows whether the server is there at all. */
  readonly control: SequenceStep
  /** What the request is, where it breaks the contract: `body: JSON, sent a truncated text`. */
  readonly about?: string
}

/** Ways in which an answer fails to come that are the server's own doing. A slow one may be a poll that is held. */
const OF_THE_SERVER: ReadonlySet<NoResponse['cause']> = new Set(['reset', 'protocol'])

/**
 * RFC 9110 §3.4: a request is answered. A server that hangs up on one request every time, and serves others, fails on what that request asks: the same as a 500, only that no one is told.
 */
export const requestIsAnswered: SequenceCheck<Unanswered> = {
  code: 'request-is-answered',
  severity: 'error',
  faults: [100],
  requirements: ['RFC 9110 §3.4'],
  describe: 'A request gets an answer, whatever it asks.',
  lookAt:
    'The server’s or proxy’s log for a process that died or a connection that was closed on exactly this request.',
  judge({ attempts, control, about }) {
    const causes = new Set(
      attempts.flatMap(({ exchange: { outcome } }) => (outcome.kind === 'no-response' ? outcome.cause : [])),
    )
    const isNever = attempts.length >= LEAST && attempts.every((attempt) => responseOf(attempt) === undefined)
    const [cause, ...others] = causes
    const [first] = attempts
    if (first === undefined || cause === undefined || others.length > 0) return []
    if (!isNever || !OF_THE_SERVER.has(cause) || responseOf(control) === undefined) return []
    return [draft(first, cause, attempts.length, about)]
  },
}

const LEAST = 3

function draft(at: SequenceStep, cause: NoResponse['cause'], times: number, about: string | undefined): SequenceDraft {
  return {
    key: cause,
    title: 'The server hangs up instead of answering',
    message: `${asked(at)} was sent ${times} times, and the connection was closed each time, while another request was answered${about === undefined ? '' : ` (${about})`}.`,
    expected: 'an answer',
    actual: 'a closed connection',
    document: at.operation.pointer,
    at,
  }
}
