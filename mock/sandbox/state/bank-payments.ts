import type { JsonObject } from '../../../core/json.ts'
import { isJsonObject } from '../../../core/json.ts'
import type { CollectionSpec, Seeding } from './collection.ts'

/** A payment from a bank account as the sandbox keeps it. */
export interface BankPaymentRecord {
  readonly paymentId: string
  /** As the API shows it, but for its refunds and returns. */
  readonly shown: JsonObject
  readonly refundIds: readonly string[]
  readonly returns: readonly BankReturn[]
  /** The payment that represents this one. */
  readonly representmentId?: string
  /** How often the money was asked for again before this payment. */
  readonly representments: number
  readonly settledOn?: string
  readonly paymentLinkId?: string
}

/** A payment that the customer's bank sent back. */
export interface BankReturn {
  /** Of the return: what a representment is asked for with. */
  readonly paymentId: string
  readonly date: string
  readonly returnCode: string
  readonly returnReason: string
  readonly represented: boolean
}

export const BANK_PAYMENTS: CollectionSpec<BankPaymentRecord> = {
  name: 'bank-transfer-payments',
  isFinished: ({ settledOn }) => settledOn !== undefined,
  seed(seeding) {
    const payment = { ...documented(seeding), refundIds: [], returns: [], representments: 0 }
    // The contract's example of a representment names a return, so there is a payment that it belongs to.
    const paymentId = 'R7Q2MD4XKA'
    const { transactionResult } = payment.shown
    const returned: BankPaymentRecord = {
      ...payment,
      paymentId,
      settledOn: '2024-07-03',
      shown: {
        ...payment.shown,
        paymentId,
        transactionResult: { ...(transactionResult as JsonObject), status: 'returned' },
      },
      returns: [
        {
          paymentId: payment.paymentId,
          date: '2024-07-05',
          returnCode: 'R01',
          returnReason: 'Insufficient funds',
          represented: false,
        },
      ],
    }
    return [
      [payment.paymentId, payment],
      [paymentId, returned],
    ]
  },
}

/** The example shows a type of account that no schema describes. */
function documented({ example }: Seeding): Pick<BankPaymentRecord, 'paymentId' | 'shown'> {
  const shown = example('getBankTransferPayment', '200') as JsonObject
  const { accountType: _, ...bankAccount } = isJsonObject(shown.bankAccount) ? shown.bankAccount : {}
  return { paymentId: String(shown.paymentId), shown: { ...shown, bankAccount } }
}
