import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A refund to a card as the sandbox keeps it. */
export interface RefundRecord {
  readonly refundId: string
  /** As the API shows it, but for what follows from the rest: its payment, and the operations that it supports. */
  readonly shown: JsonObject
  readonly tender: 'ebt' | 'creditDebit'
  /** Of the payment that it returns money of; absent where there is none. */
  readonly paymentId?: string
  readonly settledOn?: string
}

export const REFUNDS: CollectionSpec<RefundRecord> = {
  name: 'refunds',
  isFinished: ({ settledOn }) => settledOn !== undefined,
  seed: ({ example }) => {
    const shown = example('getRefund', '200') as JsonObject
    const refundId = String(shown.refundId)
    return [[refundId, { refundId, shown, tender: 'creditDebit' }]]
  },
}
