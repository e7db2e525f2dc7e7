import type { Json } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import { settledRefundReversed } from '../faults/payment.ts'
import { filterBy } from '../filter.ts'
import { cardToCharge, instrumentOf } from '../instrument.ts'
import { bodyOf, objectAt, objectsAt, picked } from '../members.ts'
import { pageOf } from '../pagination.ts'
import { refuse, refuseUnknown } from '../problem.ts'
import { makeRefund, refuseUnlessEnabled, shownRefund } from '../refund.ts'
import { refuseState } from '../state-conflict.ts'
import { REFUNDS, type RefundRecord } from '../state/refunds.ts'
import { isOpen, withStatus } from '../transaction.ts'

function refundOf(call: Call): RefundRecord {
  const record = call.state.of(REFUNDS).get(String(call.path.refundId))
  return record ?? refuseUnknown(call, 'refund', 'refundId')
}

function passes({ query }: Call, { shown, tender, settledOn }: RefundRecord): boolean {
  const filter = filterBy(query)
  const order = objectAt(shown, 'order')
  const card = objectAt(shown, 'card')
  return (
    filter.is('processingTerminalId', shown.processingTerminalId) &&
    filter.is('orderId', order.orderId) &&
    filter.is('operator', shown.operator) &&
    filter.is('cardholderName', card.cardholderName) &&
    filter.hasDigits('first6', 'last4', card.cardNumber) &&
    filter.is('tender', tender) &&
    filter.isOneOf('status', objectAt(shown, 'transactionResult').status) &&
    filter.isWithin('dateFrom', 'dateTo', order.dateTime) &&
    filter.is('settlementState', settledOn === undefined ? 'unsettled' : 'settled') &&
    filter.is('settlementDate', settledOn)
  )
}

function saved(call: Call, record: RefundRecord, shown: Readonly<Record<string, Json>>) {
  const changed = { ...record, shown }
  call.state.of(REFUNDS).set(record.refundId, changed)
  return { status: 200, body: shownRefund(call, changed) }
}

/** Payroc documents: what is settled can no longer be changed, and says so with 400. */
function refuseUnlessOpen(call: Call, { shown, settledOn }: RefundRecord): void {
  if (isOpen(shown)) return
  const detail = 'Only a refund in the open batch can be changed'
  if (settledOn !== undefined) refuse('bad-request', { detail, errors: [{ parameter: 'refundId', message: detail }] })
  refuseState(call, detail)
}

export const handlers: Handlers = {
  unreferencedRefund(call) {
    refuseUnlessEnabled(call)
    const request = bodyOf(call)
    const method = objectAt(request, 'refundMethod')
    const card = cardToCharge(method, instrumentOf(call, method, 'refundMethod'), 'refundMethod')
    const record = makeRefund(call, { request, method, card })
    return {
      status: 201,
      headers: { location: call.links.href(`/refunds/${record.refundId}`) },
      body: shownRefund(call, record),
    }
  },
  listRefunds(call) {
    const all = call.state
      .of(REFUNDS)
      .values()
      .filter((record) => passes(call, record))
    const page = pageOf(
      call,
      all,
      ({ refundId }) => refundId,
      (record) => shownRefund(call, record),
    )
    return { status: 200, body: page }
  },
  getRefund: (call) => ({ status: 200, body: shownRefund(call, refundOf(call)) }),
  adjustRefund(call) {
    const record = refundOf(call)
    refuseUnlessOpen(call, record)
    const adjustments = objectsAt(call.body, 'adjustments')
    const shown = adjustments.reduce(
      (changed, adjustment) =>
        adjustment.type === 'status'
          ? withStatus(changed, String(adjustment.toStatus))
          : {
              ...changed,
              customer: {
                ...objectAt(changed, 'customer'),
                ...picked(adjustment, ['shippingAddress', 'contactMethods']),
              },
            },
      { ...record.shown, ...picked(call.body, ['operator']) },
    )
    return saved(call, record, shown)
  },
  reverseRefund(call) {
    const record = refundOf(call)
    if (record.settledOn === undefined || !call.faults.isOn(settledRefundReversed)) refuseUnlessOpen(call, record)
    return saved(call, record, withStatus(record.shown, 'reversal'))
  },
}
