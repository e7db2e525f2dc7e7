import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A refund to a bank account as the sandbox keeps it. */
export interface BankRefundRecord {
  readonly refundId: string
  /** As the API shows it, but for its payment. */
  readonly shown: JsonObject
  readonly paymentId?: string
  readonly settledOn?: string
}

export const BANK_REFUNDS: CollectionSpec<BankRefundRecord> = {
  name: 'bank-transfer-refunds',
  isFinished: ({ settledOn }) => settledOn !== undefined,
  seed: ({ example }) => {
    const shown = example('getBankTransferRefund', '200') as JsonObject
    const { accountType: _, ...bankAccount } = isJsonObject(shown.bankAccount) ? shown.bankAccount : {}
    const refundId = String(shown.refundId)
    return [[refundId, { refundId, shown: { ...shown, bankAccount } }]]
  },
}
