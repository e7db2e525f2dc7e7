import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A payment link as the sandbox keeps it. */
export interface PaymentLinkRecord {
  readonly paymentLinkId: string
  readonly processingTerminalId: string
  /** As the API shows it, but for what the time makes of it: a link expires. */
  readonly shown: JsonObject
  /** In the order in which they were sent. */
  readonly shares: readonly JsonObject[]
}

export const PAYMENT_LINKS: CollectionSpec<PaymentLinkRecord> = {
  name: 'payment-links',
  isFinished: ({ shown }) => shown.status !== 'active',
  seed: ({ example }) => {
    const shown = example('retrievePaymentLink', '200') as JsonObject
    const paymentLinkId = String(shown.paymentLinkId)
    return [[paymentLinkId, { paymentLinkId, processingTerminalId: '1234001', shown, shares: [] }]]
  },
}
