import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A payment plan as the sandbox keeps it. */
export interface PaymentPlanRecord {
  readonly processingTerminalId: string
  readonly paymentPlanId: string
  /** As the API shows it. */
  readonly shown: JsonObject
  /**
   * Of the contract's examples, which create, read and delete under one id: the first create of it replaces what was
   * there from the start.
   */
  readonly isExample?: boolean
  readonly isDeleted?: boolean
}

/** By terminal and id, see {@link planKey}. */
export const PAYMENT_PLANS: CollectionSpec<PaymentPlanRecord> = {
  name: 'payment-plans',
  isFinished: ({ isDeleted }) => isDeleted === true,
  seed: ({ example }) => {
    // Payments of a plan that collects by itself cannot be asked for, so the example's does not.
    const shown = { ...(example('getPaymentPlan', '200') as JsonObject), type: 'manual' }
    const { processingTerminalId, paymentPlanId } = shown as JsonObject
    const ids = { processingTerminalId: String(processingTerminalId), paymentPlanId: String(paymentPlanId) }
    return [[planKey(ids.processingTerminalId, ids.paymentPlanId), { ...ids, shown, isExample: true }]]
  },
}

export function planKey(processingTerminalId: string, paymentPlanId: string): string {
  return JSON.stringify([processingTerminalId, paymentPlanId])
}
