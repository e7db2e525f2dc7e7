import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A subscription to events as the sandbox keeps it. */
export interface EventSubscriptionRecord {
  readonly subscriptionId: number
  readonly status: 'registered' | 'suspended' | 'failed'
  /** What the client said, the secrets of its receivers included. */
  readonly said: JsonObject
}

/** Subscriptions to events by id. */
export const EVENT_SUBSCRIPTIONS: CollectionSpec<EventSubscriptionRecord> = {
  name: 'event-subscriptions',
  isFinished: ({ status }) => status === 'failed',
  // The id of the documented paths: those of the documented answers are larger than what a path takes.
  seed: ({ example }) => [
    [
      7654,
      {
        subscriptionId: 7654,
        status: 'registered',
        said: example('createEventSubscription', 'request') as JsonObject,
      },
    ],
  ],
}
