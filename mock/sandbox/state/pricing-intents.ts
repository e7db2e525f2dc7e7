import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A pricing intent as the sandbox keeps it. */
export interface PricingIntentRecord {
  readonly id: string
  /** Sandbox time, milliseconds. */
  readonly createdAt: number
  /** What Payroc made of it; absent: what its age says. */
  readonly status?: 'active' | 'pendingReview' | 'rejected'
  /** As the API shows it, but for the status. */
  readonly shown: JsonObject
}

/** The one that the contract's examples of boarding name. */
const EXAMPLE_OF_BOARDING = '6123'

export const PRICING_INTENTS: CollectionSpec<PricingIntentRecord> = {
  name: 'pricing-intents',
  isFinished: ({ status }) => status === 'rejected',
  seed: ({ example }) => {
    const dates = { createdDate: '2024-07-02T09:00:00Z', lastUpdatedDate: '2024-07-02T09:00:00Z' }
    const { status: _, ...shown } = example('getPricingIntent', '200') as JsonObject
    const id = String(shown.id)
    return [
      [id, { id, createdAt: 0, status: 'pendingReview', shown: { ...shown, ...dates } }],
      [
        EXAMPLE_OF_BOARDING,
        { id: EXAMPLE_OF_BOARDING, createdAt: 0, shown: { ...shown, ...dates, id: EXAMPLE_OF_BOARDING } },
      ],
    ]
  },
}
