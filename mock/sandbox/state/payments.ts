import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A card payment as the sandbox keeps it. */
export interface PaymentRecord {
  readonly paymentId: string
  /** As the API shows it, but for what follows from the rest: the operations that it supports. */
  readonly shown: JsonObject
  readonly tender: 'ebt' | 'creditDebit'
  /** Processed as a sale: nothing of it can be adjusted or captured any more. */
  readonly isSale: boolean
  readonly isCaptured: boolean
  readonly refundIds: readonly string[]
  /** Day on which its batch was closed; absent while that is open. */
  readonly settledOn?: string
  /** Until when a pre-authorization can be captured, milliseconds. */
  readonly lapsesAt?: number
  readonly paymentLinkId?: string
}

export const PAYMENTS: CollectionSpec<PaymentRecord> = {
  name: 'payments',
  isFinished: ({ settledOn }) => settledOn !== undefined,
  seed: ({ example }) => {
    const { supportedOperations: _, ...shown } = example('getPayment', '200') as JsonObject
    const paymentId = String(shown.paymentId)
    return [[paymentId, { paymentId, shown, tender: 'creditDebit', isSale: false, isCaptured: false, refundIds: [] }]]
  },
}
