import type { Json } from '../../core/json.ts'
import { jsonEquals } from '../../core/json.ts'
import { show } from '../expectation.ts'
import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, isAccepted, readAt } from './step.ts'

export interface HeldPoll {
  readonly poll: SequenceStep
  /** Pointer to the status in the body. */
  readonly statusAt: string
  /** The status that the client knew when it sent the poll. */
  readonly known: Json
  /** The statuses during which a poll is held. */
  readonly waiting: readonly Json[]
  /** The documented holds, milliseconds; where sources differ, all of them. */
  readonly holdMs: readonly number[]
  /** What network and scheduling may add or take, milliseconds. */
  readonly marginMs: number
  /** When the status is known to have changed, milliseconds since the epoch. */
  readonly changedAt?: number
}

/**
 * A long poll is held while nothing changes, and answered when something does. Judged by the times of the exchange:
 * one that comes back unchanged before the shortest documented hold makes clients spin; one that outlasts the longest,
 * or that a change does not end, makes them wait for nothing.
 */
export const pollHoldsUntilChange: SequenceCheck<HeldPoll> = {
  code: 'poll-holds-until-change',
  severity: 'error',
  faults: [],
  requirements: ['RFC 6202 §2.1'],
  describe: 'A poll is held while the status is unchanged, not longer than documented, and answered once it changes.',
  lookAt:
    'What wakes the held request: the hold’s own timer, and the event by which the device or the gateway tells a change.',
  judge(evidence) {
    const { poll, statusAt, known, waiting, holdMs, marginMs, changedAt } = evidence
    const { outcome, timings } = poll.exchange
    const [shortest, longest] = [Math.min(...holdMs), Math.max(...holdMs)]
    const isWaiting = waiting.some((status) => jsonEquals(status, known))
    if (outcome.kind === 'no-response') {
      const isTooLong = outcome.cause === 'timeout' && timings.durationMs > longest + marginMs
      return isTooLong ? [late(evidence, `no answer within ${seconds(timings.durationMs)}`, longest)] : []
    }
    const status = isAccepted(poll) ? readAt(poll, statusAt) : undefined
    if (status === undefined) return []
    const isChanged = !jsonEquals(status, known)
    if (!isWaiting) return timings.durationMs > marginMs && !isChanged ? [idle(evidence)] : []
    if (!isChanged) {
      if (timings.durationMs < shortest - marginMs) return [early(evidence, shortest)]
      if (timings.durationMs > longest + marginMs) return [late(evidence, seconds(timings.durationMs), longest)]
      return []
    }
    if (timings.durationMs > longest + marginMs) return [late(evidence, seconds(timings.durationMs), longest)]
    const ended = timings.startedAt + timings.durationMs
    const since = changedAt === undefined ? 0 : ended - Math.max(changedAt, timings.startedAt)
    return since > marginMs ? [slow(evidence, since)] : []
  },
}

function early({ poll, known }: HeldPoll, shortest: number): SequenceDraft {
  const { durationMs } = poll.exchange.timings
  return {
    key: 'returns at once',
    title: 'A poll returns although nothing changed',
    message: `${asked(poll)} came back with ${show(known)} unchanged after ${seconds(durationMs)}, where a poll is held for ${seconds(shortest)}.`,
    expected: `held for ${seconds(shortest)} while the status is ${show(known)}`,
    actual: `unchanged after ${seconds(durationMs)}`,
    document: poll.operation.pointer,
    at: poll,
  }
}

function late({ poll }: HeldPoll, actual: string, longest: number): SequenceDraft {
  return {
    key: 'exceeds the hold',
    title: 'A poll is held longer than documented',
    message: `${asked(poll)}: ${actual}, where a poll is answered after ${seconds(longest)} at the latest.`,
    expected: `an answer after ${seconds(longest)} at the latest`,
    actual,
    document: poll.operation.pointer,
    at: poll,
  }
}

function slow({ poll }: HeldPoll, since: number): SequenceDraft {
  return {
    key: 'misses the change',
    title: 'A change does not end a poll',
    message: `${asked(poll)} was answered ${seconds(since)} after the status had changed.`,
    expected: 'an answer when the status changes',
    actual: `an answer ${seconds(since)} later`,
    document: poll.operation.pointer,
    at: poll,
  }
}

function idle({ poll, known }: HeldPoll): SequenceDraft {
  const { durationMs } = poll.exchange.timings
  return {
    key: 'holds a final status',
    title: 'A poll is held although nothing is waited for',
    message: `${asked(poll)} took ${seconds(durationMs)} to answer ${show(known)}, which cannot change any more.`,
    expected: 'an answer at once',
    actual: `an answer after ${seconds(durationMs)}`,
    document: poll.operation.pointer,
    at: poll,
  }
}

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`
}
