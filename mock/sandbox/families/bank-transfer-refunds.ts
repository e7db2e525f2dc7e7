import { bankCustomer, bankResult, makeBankRefund, shownBankRefund } from '../bank-transfer.ts'
import type { Call, Handlers } from '../call.ts'
import { filterBy } from '../filter.ts'
import { accountToDebit, instrumentOf } from '../instrument.ts'
import { bodyOf, objectAt, picked } from '../members.ts'
import { shownRefundOrder } from '../order.ts'
import { pageOf } from '../pagination.ts'
import { refuseUnknown } from '../problem.ts'
import { refuseUnlessEnabled } from '../refund.ts'
import { refuseState } from '../state-conflict.ts'
import { BANK_REFUNDS, type BankRefundRecord } from '../state/bank-refunds.ts'
import { isOpen, withStatus } from '../transaction.ts'

function refundOf(call: Call): BankRefundRecord {
  const record = call.state.of(BANK_REFUNDS).get(String(call.path.refundId))
  return record ?? refuseUnknown(call, 'bank transfer refund', 'refundId')
}

function passes({ query }: Call, { shown, settledOn }: BankRefundRecord): boolean {
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
    filter.is('settlementDate', settledOn)
  )
}

export const handlers: Handlers = {
  bankTransferUnreferencedRefund(call) {
    refuseUnlessEnabled(call)
    const request = bodyOf(call)
    const method = objectAt(request, 'refundMethod')
    const bankAccount = accountToDebit(method, instrumentOf(call, method, 'refundMethod'), 'refundMethod')
    const order = shownRefundOrder(request, call.clock.iso())
    const record = makeBankRefund(call, {
      shown: {
        ...picked(request, ['processingTerminalId']),
        order,
        ...bankCustomer(request),
        bankAccount,
        // Money that goes to the customer is below zero.
        transactionResult: bankResult('unreferencedRefund', -Number(order.amount) || 0, String(order.currency)),
        ...picked(request, ['customFields']),
      },
    })
    return {
      status: 201,
      headers: { location: call.links.href(`/bank-transfer-refunds/${record.refundId}`) },
      body: shownBankRefund(call, record),
    }
  },
  listBankTransferRefunds(call) {
    const all = call.state
      .of(BANK_REFUNDS)
      .values()
      .filter((record) => passes(call, record))
    const page = pageOf(
      call,
      all,
      ({ refundId }) => refundId,
      (record) => shownBankRefund(call, record),
    )
    return { status: 200, body: page }
  },
  getBankTransferRefund: (call) => ({ status: 200, body: shownBankRefund(call, refundOf(call)) }),
  reverseBankTransferRefund(call) {
    const record = refundOf(call)
    if (!isOpen(record.shown)) refuseState(call, 'Only a refund in the open batch can be reversed')
    const reversed = { ...record, shown: withStatus(record.shown, 'reversal') }
    call.state.of(BANK_REFUNDS).set(record.refundId, reversed)
    return { status: 200, body: shownBankRefund(call, reversed) }
  },
}
