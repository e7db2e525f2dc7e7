import type { JsonObject } from '../../../core/json.ts'
import {
  bankCustomer,
  bankPaymentOf,
  bankRefundable,
  bankResult,
  makeBankPayment,
  makeBankRefund,
  shownBankPayment,
} from '../bank-transfer.ts'
import { shownBankAccount } from '../bank-account.ts'
import type { Call, Handlers, Reply } from '../call.ts'
import { representedWithoutEnd } from '../faults/payment.ts'
import { filterBy } from '../filter.ts'
import { accountToDebit, instrumentOf, spend, tokenOfPayment } from '../instrument.ts'
import { bodyOf, objectAt, picked } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { refuse, refuseUnknown, refuseValue } from '../problem.ts'
import { tokenSummary } from '../secure-token.ts'
import { refuseState } from '../state-conflict.ts'
import { BANK_PAYMENTS, type BankPaymentRecord } from '../state/bank-payments.ts'
import { isOpen, withStatus } from '../transaction.ts'

/** Payroc documents that a payment can be represented twice. */
const MOST_REPRESENTMENTS = 2

function passes({ query }: Call, { shown, settledOn, paymentLinkId }: BankPaymentRecord): boolean {
  const filter = filterBy(query)
  const order = objectAt(shown, 'order')
  const account = objectAt(shown, 'bankAccount')
  const result = objectAt(shown, 'transactionResult')
  return (
    filter.is('processingTerminalId', shown.processingTerminalId) &&
    filter.is('orderId', order.orderId) &&
    filter.is('nameOnAccount', account.nameOnAccount) &&
    filter.hasDigits('first6', 'last4', account.accountNumber) &&
    filter.isOneOf('type', result.type) &&
    filter.isOneOf('status', result.status) &&
    filter.isWithin('dateFrom', 'dateTo', order.dateTime) &&
    filter.is('settlementState', settledOn === undefined ? 'unsettled' : 'settled') &&
    filter.is('settlementDate', settledOn) &&
    filter.is('paymentLinkId', paymentLinkId)
  )
}

function saved(call: Call, record: BankPaymentRecord): Reply {
  call.state.of(BANK_PAYMENTS).set(record.paymentId, record)
  return { status: 200, body: shownBankPayment(call, record) }
}

/** The payment whose return a path names: Payroc documents that a representment takes the id of the return. */
function returnedPayment(call: Call): BankPaymentRecord {
  const id = String(call.path.paymentId)
  const payments = call.state.of(BANK_PAYMENTS)
  const record = payments.values().find(({ returns }) => returns.some(({ paymentId }) => paymentId === id))
  if (record !== undefined) return record
  if (payments.has(id)) refuseState(call, 'Only a return can be represented: send the paymentId of the return')
  return refuseUnknown(call, 'return', 'paymentId')
}

function typeOf({ shown }: BankPaymentRecord): string {
  return String(objectAt(shown, 'bankAccount').type)
}

export const handlers: Handlers = {
  bankTransferPayment(call) {
    const request = bodyOf(call)
    const method = objectAt(request, 'paymentMethod')
    // An agreement for later payments says as well how the customer authorized them.
    const { mitAgreement } = objectAt(request, 'credentialOnFile')
    if (method.type === 'ach' && method.secCode === undefined && mitAgreement === undefined) {
      refuseValue('paymentMethod.secCode', 'An ACH payment needs a secCode')
    }
    const instrument = instrumentOf(call, method, 'paymentMethod')
    const account = accountToDebit(method, instrument, 'paymentMethod')
    const token = tokenOfPayment(call, instrument)
    spend(call, instrument.singleUse)
    const record = makeBankPayment(call, {
      request,
      account: { ...account, ...(token !== undefined && { secureToken: tokenSummary(call, token) }) },
    })
    return {
      status: 201,
      headers: { location: call.links.href(`/bank-transfer-payments/${record.paymentId}`) },
      body: shownBankPayment(call, record),
    }
  },
  listBankTransferPayments(call) {
    const all = call.state
      .of(BANK_PAYMENTS)
      .values()
      .filter((record) => passes(call, record))
    const page = pageOf(
      call,
      all,
      ({ paymentId }) => paymentId,
      (record) => shownBankPayment(call, record),
    )
    return { status: 200, body: page }
  },
  getBankTransferPayment: (call) => ({ status: 200, body: shownBankPayment(call, bankPaymentOf(call)) }),
  reverseBankTransferPayment(call) {
    const record = bankPaymentOf(call)
    if (!isOpen(record.shown)) refuseState(call, 'Only a bank transfer in the open batch can be reversed')
    return saved(call, { ...record, shown: withStatus(record.shown, 'reversal') })
  },
  /**
   * Payroc documents: in the open batch a refund reverses the payment; of one that is settled, only a PAD payment can be
   * refunded, an ACH payment needs a refund of its own.
   */
  refundBankTransferPayment(call) {
    const record = bankPaymentOf(call)
    const request = bodyOf(call)
    const amount = Number(request.amount)
    const left = bankRefundable(call, record)
    const isPart = amount === left || (amount > 0 && amount < left)
    if (isOpen(record.shown)) {
      if (!isPart) refuseValue('amount', 'The amount must not be above that of the payment')
      return saved(call, { ...record, shown: withStatus(record.shown, 'reversal') })
    }
    if (typeOf(record) === 'ach' || record.settledOn === undefined) {
      const detail = 'Only a PAD payment that was settled can be refunded; create an unreferenced refund instead'
      refuse('bad-request', { detail, errors: [{ parameter: 'paymentId', message: detail }] })
    }
    if (left === 0) refuseState(call, 'The payment has been refunded')
    if (!isPart) refuseValue('amount', 'The amount must not be above what is left of the payment')
    return refunded(call, record, request)
  },
  representBankTransferPayment(call) {
    const record = returnedPayment(call)
    const id = String(call.path.paymentId)
    const isLimited = record.representments >= MOST_REPRESENTMENTS && !call.faults.isOn(representedWithoutEnd)
    if (isLimited || record.returns.some(({ paymentId, represented }) => paymentId === id && represented)) {
      refuseState(call, isLimited ? 'The payment has been represented twice' : 'The return has been represented')
    }
    const method = objectAt(call.body, 'paymentMethod')
    const account =
      method.type === undefined
        ? objectAt(record.shown, 'bankAccount')
        : accountToDebit(method, instrumentOf(call, method, 'paymentMethod'), 'paymentMethod')
    const again = makeBankPayment(call, {
      request: { ...record.shown, order: objectAt(record.shown, 'order') },
      account,
    })
    call.state.of(BANK_PAYMENTS).set(again.paymentId, { ...again, representments: record.representments + 1 })
    return saved(call, {
      ...record,
      representmentId: again.paymentId,
      returns: record.returns.map((entry) => (entry.paymentId === id ? { ...entry, represented: true } : entry)),
    })
  },
}

/** Payroc documents: the answer is of type refund, pending, and its amount is below zero. */
function refunded(call: Call, record: BankPaymentRecord, request: JsonObject): Reply {
  const amount = Number(request.amount)
  const order: JsonObject = {
    ...picked(objectAt(record.shown, 'order'), ['orderId', 'currency']),
    ...picked(request, ['amount', 'description']),
    dateTime: call.clock.iso(),
  }
  const transactionResult = bankResult('refund', -amount, String(order.currency))
  const { refundId } = makeBankRefund(call, {
    paymentId: record.paymentId,
    shown: {
      ...picked(record.shown, ['processingTerminalId']),
      order,
      ...bankCustomer(record.shown),
      bankAccount: shownBankAccount(objectAt(record.shown, 'bankAccount')),
      transactionResult,
    },
  })
  const { body } = saved(call, { ...record, refundIds: [...record.refundIds, refundId] })
  return { status: 200, body: { ...(body as JsonObject), transactionResult } }
}
