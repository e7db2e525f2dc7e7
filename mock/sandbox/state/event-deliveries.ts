import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** How an event reached, or did not reach, one receiver. */
export interface EventDeliveryRecord extends JsonObject {
  readonly eventId: string
  readonly type: string
  readonly subscriptionId: number
  readonly uri: string
  readonly state: 'waiting' | 'delivered' | 'failed' | 'not-sent'
  /** What came of each attempt: the status of the answer, or why there was none. */
  readonly attempts: readonly string[]
}

/** Deliveries of events, the oldest first. */
export const EVENT_DELIVERIES: CollectionSpec<EventDeliveryRecord> = {
  name: 'event-deliveries',
  isFinished: ({ state }) => state !== 'waiting',
}
