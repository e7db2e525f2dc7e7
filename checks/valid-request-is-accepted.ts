import type { Exchange } from '../core/exchange.ts'
import type { FindingDraft } from '../core/finding.ts'
import { isJsonObject } from '../core/json.ts'
import { answerOf, wasAskedFor } from './answer.ts'
import type { Check } from './check.ts'
import { cut } from './expectation.ts'
import { problemFaults } from './problem-details.ts'
import { responseBodyOf } from './response-body.ts'

/** Refusals that no state of the server can explain: the method, the media types, the length. */
const NEVER_BY_STATE = new Set([405, 406, 411, 415])

/** What the runner counts as inconclusive: it says something of our credentials or of our pace. */
const NOT_OF_THE_REQUEST = new Set([401, 403, 407, 429])

/**
 * A request within the contract is accepted. A server that remembers refuses valid data for reasons that no schema
 * expresses (an unknown id, a duplicate, a rule between fields), so there only refusals count that no state explains;
 * a server without memory must accept all of them. A 5xx is `no-server-error`'s, an undocumented status
 * `status-code-is-documented`'s.
 */
export const validRequestIsAccepted: Check = {
  code: 'valid-request-is-accepted',
  severity: 'error',
  faults: [],
  requirements: ['OAS 3.1 §4.8.10'],
  describe: 'A request within the contract is not refused.',
  lookAt:
    'The server’s own words of its refusal: its validation is narrower than the contract, and one of the two must change.',
  applies: (judged) => {
    const answer = answerOf(judged)
    if (judged.case?.intent.kind !== 'valid' || answer.kind !== 'documented') return false
    return !NOT_OF_THE_REQUEST.has(answer.response.status)
  },
  judge(judged) {
    const { exchange, operation, target } = judged
    if (judged.case?.intent.kind !== 'valid') return []
    const answer = answerOf(judged)
    if (answer.kind === 'none' || answer.kind === 'server-error') return []
    if (answer.kind === 'undocumented' && answer.excuse === undefined) return []
    const { status } = answer.response
    if (status < 400 || status >= 500 || NOT_OF_THE_REQUEST.has(status) || wasAskedFor(exchange, status)) return []
    if (target.stateful && !NEVER_BY_STATE.has(status)) return []
    // A refusal that is broken itself is reported as that: what it says of the request cannot be relied on.
    if (answer.kind === 'documented' && answer.content.kind === 'undocumented') return []
    if (problemFaults(judged).length > 0) return []
    const said = saidIn(exchange)
    return [
      {
        key: `refused ${status}`,
        title: `A valid request was refused with ${status}`,
        message: `The request is within the contract, but the server refused it with ${status}${said}.`,
        expected: 'the request to be accepted',
        actual: `${status}${said}`,
        document: operation.pointer,
      },
    ]
  },
}

/** A documented fact that a server refuses although the request is accepted without it. */
export interface RefusedChange {
  /** The same for every request that shows it. */
  readonly key: string
  /** `/order/note`, `query limit`. */
  readonly place: string
  /** `maxLength 40`, `the listed value "pos"`, `optional`. */
  readonly promise: string
  /** What was changed at the place of the accepted request. */
  readonly kind: 'absent' | 'present' | 'branch' | 'value'
  /** Whether the request without the change met a conflict the second time, such as a duplicate. */
  readonly isDuplicate: boolean
  /** Pointer into the document, of the constraint. */
  readonly document: string
}

/** What was refused, in three turns of phrase: title, "allows a request …", "the same request …". */
function wording({ place, promise, kind }: RefusedChange): { title: string; allows: string; same: string } {
  switch (kind) {
    case 'absent':
      return {
        title: `A request without the optional ${place} was refused`,
        allows: `without ${place}, which is optional`,
        same: 'with it',
      }
    case 'present':
      return {
        title: `Every request with the optional ${place} was refused`,
        allows: `with ${place}, which is optional`,
        same: 'without it',
      }
    case 'branch':
      return {
        title: `Every request with ${place} of ${promise} was refused`,
        allows: `with ${place} of ${promise}`,
        same: 'with another branch there',
      }
    default:
      return {
        title: `A valid ${place} was refused: ${promise}`,
        allows: `with ${place} at ${promise}`,
        same: 'with another value there',
      }
  }
}

/** The finding of a refusal that was judged against an accepted request. */
export function refusedChangeDraft(change: RefusedChange, exchange: Exchange): FindingDraft {
  const status = exchange.outcome.kind === 'response' ? exchange.outcome.status : 0
  const said = saidIn(exchange)
  const { title, allows, same } = wording(change)
  return {
    key: `refused ${change.key}`,
    title,
    message:
      `The contract allows a request ${allows}, but the server refused it with ${status}${said.replace(/\.$/, '')}. ` +
      `The same request ${same} was ${change.isDuplicate ? 'accepted before, and only a conflict when it was repeated' : 'accepted right before and after'}.`,
    expected: 'the request to be accepted',
    actual: `${status}${said}`,
    document: change.document,
  }
}

/** What the server says of its refusal, shortened: follows the status in a sentence, or is empty. */
export function saidIn(exchange: Exchange): string {
  const body = responseBodyOf(exchange)
  if (body.kind !== 'json' || !isJsonObject(body.value)) return ''
  const { detail, message, title, error } = body.value
  const nested = isJsonObject(error) ? [error['detail'], error['message'], error['title']] : [error]
  const text = [detail, message, title, ...nested].find((value) => typeof value === 'string')
  return typeof text === 'string' ? `: ${cut(text, 200)}` : ''
}
