import { jsonEquals } from '../../core/json.ts'
import { show } from '../expectation.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, idText, isAccepted, isRefused, jsonOf, readAt, statusOf } from './step.ts'
import { timesMade, type Making } from './making.ts'

export interface RepeatedKey {
  readonly first: SequenceStep
  /** The same request with the same key and bytes. */
  readonly repeated: SequenceStep
  /** Pointer to the id of what was created in both answers. */
  readonly id?: string
  /** How to see in a list how often the resource was made. */
  readonly making?: Making
  /** Whether the contract promises the first response itself, not only that nothing is done twice. */
  readonly isReplayPromised?: boolean
}

/**
 * The point of an Idempotency-Key: a client that got no answer may send the request again, and it is done once. Where
 * the first response is promised, it is compared too.
 */
export const repeatedKeyReplaysResponse: SequenceCheck<RepeatedKey> = {
  code: 'repeated-key-replays-response',
  severity: 'error',
  faults: [],
  requirements: ['draft-ietf-httpapi-idempotency-key-header §2.6'],
  describe: 'A request that is repeated with its key is done once and answered as the first time.',
  lookAt: 'Whether the key is stored with the first answer before that is sent, and looked up before anything is done.',
  judge(evidence) {
    const { first, repeated, id, isReplayPromised = false } = evidence
    if (!isAccepted(first)) return []
    if (isRefused(repeated)) return isReplayPromised ? [refused(evidence)] : []
    if (!isAccepted(repeated)) return []
    const made = evidence.making === undefined ? 0 : timesMade(evidence.making)
    const [left, right] = id === undefined ? [] : [idText(readAt(first, id)), idText(readAt(repeated, id))]
    const isOther = left !== undefined && right !== undefined && left !== right
    if (isOther) return [{ ...twice(evidence, `${show(left)} and then ${show(right)}`), payload: id ?? '' }]
    if (made > 1) return [twice(evidence, `${made} of it`)]
    return isReplayPromised ? otherAnswer(first, repeated) : []
  },
}

function twice({ first, repeated }: RepeatedKey, actual: string): SequenceDraft {
  return {
    key: 'twice',
    title: 'A repeated key is done twice',
    message: `${asked(first)} was sent twice with the same key and body, and yielded ${actual}.`,
    expected: 'one resource, the same in both answers',
    actual,
    document: repeated.operation.pointer,
    at: repeated,
  }
}

function refused({ first, repeated }: RepeatedKey): SequenceDraft {
  return {
    key: `refused ${statusOf(repeated)}`,
    title: 'A repeated key is refused',
    message: `${asked(first)} was answered with ${statusOf(first)}; the same request with the same key and body with ${statusOf(repeated)}.`,
    expected: `the first response, ${statusOf(first)}`,
    actual: String(statusOf(repeated)),
    document: repeated.operation.pointer,
    at: repeated,
  }
}

function otherAnswer(first: SequenceStep, repeated: SequenceStep): readonly SequenceDraft[] {
  const [left, right] = [jsonOf(first), jsonOf(repeated)]
  const isOtherStatus = statusOf(first) !== statusOf(repeated)
  const isOtherBody = left !== undefined && right !== undefined && !jsonEquals(left, right)
  if (!isOtherStatus && !isOtherBody) return []
  const expected = isOtherStatus ? String(statusOf(first)) : 'the body of the first response'
  const actual = isOtherStatus ? String(statusOf(repeated)) : 'another body'
  return [
    {
      key: isOtherStatus ? 'other status' : 'other body',
      title: 'A repeated key is answered otherwise than the first time',
      message: `${asked(first)} was sent twice with the same key and body: expected ${expected}, got ${actual}.`,
      expected,
      actual,
      document: repeated.operation.pointer,
      at: repeated,
    },
  ]
}
