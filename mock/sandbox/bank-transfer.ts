import type { JsonObject } from '../../core/json.ts'
import { objectAt, picked } from './members.ts'
import { refuseUnknown } from './problem.ts'
import type { Call } from './call.ts'
import { shownOrder } from './order.ts'
import { BANK_PAYMENTS, type BankPaymentRecord, type BankReturn } from './state/bank-payments.ts'
import { BANK_REFUNDS, type BankRefundRecord } from './state/bank-refunds.ts'
import { summaryOf, withStatus } from './transaction.ts'
import type { World } from './world.ts'

/** Payroc documents: a bank transfer is received now and processed later, so it begins as pending with code E. */
export function bankResult(type: string, amount: number, currency: string): JsonObject {
  return {
    type,
    status: 'pending',
    authorizedAmount: amount,
    currency,
    responseCode: 'E',
    responseMessage: 'NoError',
    processorResponseCode: '0',
  }
}

/** Makes a payment from a bank account. */
export function makeBankPayment(
  world: World,
  parts: {
    readonly request: JsonObject
    /** As payments show it. */
    readonly account: JsonObject
    readonly paymentLinkId?: string
  },
): BankPaymentRecord {
  const { request, account, paymentLinkId } = parts
  const paymentId = world.ids.code('bank-payment')
  const order = shownOrder(objectAt(request, 'order'), { dateTime: world.clock.iso(), surcharge: 0 })
  const record: BankPaymentRecord = {
    paymentId,
    refundIds: [],
    returns: [],
    representments: 0,
    ...(paymentLinkId !== undefined && { paymentLinkId }),
    shown: {
      paymentId,
      ...picked(request, ['processingTerminalId']),
      order,
      ...bankCustomer(request),
      bankAccount: account,
      transactionResult: bankResult('payment', Number(order.amount), String(order.currency)),
      ...picked(request, ['customFields']),
    },
  }
  world.state.of(BANK_PAYMENTS).set(paymentId, record)
  return record
}

/** Bank transfers keep the language and the contacts of a customer, and nothing else. */
export function bankCustomer({ customer }: JsonObject): JsonObject {
  return customer === undefined ? {} : { customer: picked(customer, ['notificationLanguage', 'contactMethods']) }
}

/** A bank transfer payment as the API shows it. */
export function shownBankPayment(world: World, record: BankPaymentRecord): JsonObject {
  const { state, links } = world
  const { transactionResult, customFields, ...rest } = record.shown
  const refunds = record.refundIds.map((id) => state.of(BANK_REFUNDS).get(id)).filter((refund) => refund !== undefined)
  const again = record.representmentId === undefined ? undefined : state.of(BANK_PAYMENTS).get(record.representmentId)
  return {
    ...rehosted(links, rest),
    ...(refunds.length > 0 && {
      refunds: refunds.map(({ refundId, shown }) => {
        const summary = summaryOf(shown)
        const link = links.link('self', `/bank-transfer-refunds/${refundId}`)
        return { refundId, ...summary, amount: -Number(summary.amount), link }
      }),
    }),
    ...(record.returns.length > 0 && {
      returns: record.returns.map((entry) => ({
        ...entry,
        link: links.link('self', `/bank-transfer-payments/${record.paymentId}`),
      })),
    }),
    ...(again !== undefined && {
      representment: {
        paymentId: again.paymentId,
        ...summaryOf(again.shown),
        link: links.link('self', `/bank-transfer-payments/${again.paymentId}`),
      },
    }),
    transactionResult: transactionResult ?? {},
    ...(customFields !== undefined && { customFields }),
  }
}

/** What the documentation shows has links to the hosts that are documented. */
function rehosted(links: World['links'], shown: JsonObject): JsonObject {
  return links.rehosted(shown) as JsonObject
}

/** Makes a refund to a bank account. */
export function makeBankRefund(world: World, record: Omit<BankRefundRecord, 'refundId'>): BankRefundRecord {
  const refundId = world.ids.code('bank-refund')
  const kept = { ...record, refundId, shown: { refundId, ...record.shown } }
  world.state.of(BANK_REFUNDS).set(refundId, kept)
  return kept
}

/** A bank transfer refund as the API shows it. */
export function shownBankRefund({ state, links }: World, { shown, paymentId }: BankRefundRecord): JsonObject {
  const { transactionResult, customFields, ...rest } = shown
  const payment = paymentId === undefined ? undefined : state.of(BANK_PAYMENTS).get(paymentId)
  return {
    ...rehosted(links, rest),
    ...(payment !== undefined && {
      payment: {
        paymentId: payment.paymentId,
        ...summaryOf(payment.shown),
        link: links.link('self', `/bank-transfer-payments/${payment.paymentId}`),
      },
    }),
    transactionResult: transactionResult ?? {},
    ...(customFields !== undefined && { customFields }),
  }
}

/** What has not been given back of a payment. */
export function bankRefundable({ state }: World, { shown, refundIds }: BankPaymentRecord): number {
  const refunds = refundIds.map((id) => state.of(BANK_REFUNDS).get(id)).filter((refund) => refund !== undefined)
  return refunds
    .filter((refund) => objectAt(refund.shown, 'transactionResult').status !== 'reversal')
    .reduce(
      (left, refund) => left - Number(objectAt(refund.shown, 'order').amount),
      Number(objectAt(shown, 'order').amount),
    )
}

/** Has the customer's bank send a payment back; `undefined` for a payment that it never got. */
export function returnBankPayment(
  world: World,
  paymentId: string,
  { returnCode = 'R01', returnReason = 'Insufficient funds' }: Partial<BankReturn> = {},
): BankReturn | undefined {
  const payments = world.state.of(BANK_PAYMENTS)
  const record = payments.get(paymentId)
  if (record?.settledOn === undefined) return undefined
  const entry: BankReturn = {
    paymentId: world.ids.code('bank-return'),
    date: world.clock.iso().slice(0, 10),
    returnCode,
    returnReason,
    represented: false,
  }
  payments.set(paymentId, {
    ...record,
    shown: withStatus(record.shown, 'returned'),
    returns: [...record.returns, entry],
  })
  return entry
}

/** The payment that a path names. */
export function bankPaymentOf(call: Call): BankPaymentRecord {
  const record = call.state.of(BANK_PAYMENTS).get(String(call.path.paymentId))
  return record ?? refuseUnknown(call, 'bank transfer payment', 'paymentId')
}
