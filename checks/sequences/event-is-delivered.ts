import type { SequenceCheck, SequenceDraft, SequenceStep } from './sequence-check.ts'
import { asked, isDone } from './step.ts'

/** One attempt to deliver an event, as its receiver saw it. */
export interface DeliveryAttempt {
  /** What tells the event from others; the same in each attempt. */
  readonly eventId: string | undefined
  /** What is not as documented: completes "came without …"; never a secret. */
  readonly lacks: readonly string[]
}

export interface DeliveredEvent {
  /** The answer that made, changed or ended the subscription. */
  readonly subscription: SequenceStep
  /** The event that happened: `terminalOrder.status.changed`. */
  readonly event: string
  /** What came of it, the oldest first. */
  readonly attempts: readonly DeliveryAttempt[]
  /** How many attempts there may be by now. */
  readonly least: number
  readonly most: number
  /** Why, in words: completes "expected". */
  readonly expected: string
}

/** A subscriber is told of what it subscribed to, in the documented form, until it acknowledges, and of nothing else. */
export const eventIsDelivered: SequenceCheck<DeliveredEvent> = {
  code: 'event-is-delivered',
  severity: 'error',
  faults: [],
  requirements: ['CloudEvents 1.0', 'Payroc: event subscriptions'],
  describe:
    'An event reaches who subscribed to it, whole and with its secret, again with the same id after a failure, and nobody else.',
  lookAt: 'What chooses the receivers of an event, and what keeps a delivery until it is acknowledged.',
  judge({ subscription, event, attempts, least, most, expected }) {
    if (!isDone(subscription)) return []
    const draft = (key: string, title: string, actual: string): readonly SequenceDraft[] => [
      {
        key,
        title,
        message: `After ${asked(subscription)} an event ${event} happened: expected ${expected}, but ${actual}.`,
        expected,
        actual,
        document: subscription.operation.pointer,
        at: subscription,
      },
    ]
    const came = `${attempts.length} ${attempts.length === 1 ? 'delivery' : 'deliveries'} came`
    if (attempts.length > most) return draft('too many', 'An event was delivered to who was not to be told', came)
    if (attempts.length < least) {
      return attempts.length === 0
        ? draft('missing', 'An event was not delivered', 'nothing came')
        : draft('not repeated', 'An event that was not acknowledged was not delivered again', came)
    }
    const lacks = attempts.flatMap((attempt) => attempt.lacks)
    const [lack] = lacks
    if (lack !== undefined) return draft(`lacks ${lack}`, 'An event is not as documented', `it came without ${lack}`)
    const ids = new Set(attempts.map(({ eventId }) => eventId))
    return ids.size > 1
      ? draft('other id', 'A repeated delivery has another id', `it came with ${ids.size} different ids`)
      : []
  },
}
