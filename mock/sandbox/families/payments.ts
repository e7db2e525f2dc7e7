import type { JsonObject } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import { cardNumberUnmasked, securityCodeEchoed } from '../faults/payment.ts'
import { paymentFilterIgnored, paymentHasMoreWrong, paymentsOmitPreAuthorizations } from '../faults/money-list.ts'
import { filterBy } from '../filter.ts'
import { cardToCharge, instrumentOf, spend, tokenOfPayment } from '../instrument.ts'
import { bodyOf, objectAt, picked } from '../members.ts'
import { moneyOutcome, type MoneyOutcome, PARTLY_APPROVED } from '../money-outcome.ts'
import { pageOf } from '../pagination.ts'
import { currentPayment, makePayment, shownPayment } from '../payment.ts'
import { refuseUnknown } from '../problem.ts'
import { collectWhatIsDue } from '../recurring-collection.ts'
import { tokenSummary } from '../secure-token.ts'
import { PAYMENTS, type PaymentRecord } from '../state/payments.ts'

/** The payment that a path names. */
export function paymentOf(call: Call): PaymentRecord {
  const record = call.state.of(PAYMENTS).get(String(call.path.paymentId))
  return record === undefined ? refuseUnknown(call, 'payment', 'paymentId') : currentPayment(call, record)
}

function outcomeOf({ options }: Call, request: JsonObject): MoneyOutcome {
  const amount = Number(objectAt(request, 'order').amount)
  return options.partialApprovals && Math.abs(amount) % 100 === 10 ? PARTLY_APPROVED : moneyOutcome(amount)
}

function passes({ query, faults }: Call, { shown, tender, settledOn, paymentLinkId }: PaymentRecord): boolean {
  if (faults.isOn(paymentFilterIgnored)) return true
  const filter = filterBy(query)
  const order = objectAt(shown, 'order')
  const card = objectAt(shown, 'card')
  const result = objectAt(shown, 'transactionResult')
  const tip = objectAt(order, 'breakdown').tip === undefined ? undefined : objectAt(objectAt(order, 'breakdown'), 'tip')
  return (
    filter.is('processingTerminalId', shown.processingTerminalId) &&
    filter.is('orderId', order.orderId) &&
    filter.is('operator', shown.operator) &&
    filter.is('cardholderName', card.cardholderName) &&
    filter.hasDigits('first6', 'last4', card.cardNumber) &&
    filter.is('tender', tender) &&
    filter.isOneOf('tipMode', tip === undefined ? 'noTip' : (tip.mode ?? 'prompted')) &&
    filter.isOneOf('type', result.type) &&
    filter.isOneOf('status', result.status) &&
    filter.isWithin('dateFrom', 'dateTo', order.dateTime) &&
    filter.is('settlementState', settledOn === undefined ? 'unsettled' : 'settled') &&
    filter.is('settlementDate', settledOn) &&
    filter.is('paymentLinkId', paymentLinkId)
  )
}

/** With the faults that show what a client typed in. */
function withLeaks(call: Call, payment: JsonObject): JsonObject {
  const typed = objectAt(objectAt(objectAt(call.body, 'paymentMethod'), 'cardDetails'), 'keyedData')
  const names = [
    ...(call.faults.isOn(cardNumberUnmasked) ? ['cardNumber'] : []),
    ...(call.faults.isOn(securityCodeEchoed) ? ['cvv'] : []),
  ]
  return names.length === 0 ? payment : { ...payment, card: { ...objectAt(payment, 'card'), ...picked(typed, names) } }
}

export const handlers: Handlers = {
  payment(call) {
    const request = bodyOf(call)
    const method = objectAt(request, 'paymentMethod')
    const instrument = instrumentOf(call, method, 'paymentMethod')
    const card = cardToCharge(method, instrument, 'paymentMethod')
    const token = tokenOfPayment(call, instrument)
    spend(call, instrument.singleUse)
    const record = makePayment(call, {
      request,
      method,
      card,
      outcome: outcomeOf(call, request),
      ...(token !== undefined && { secureToken: tokenSummary(call, token) }),
    })
    return {
      status: 201,
      headers: { location: call.links.href(`/payments/${record.paymentId}`) },
      body: withLeaks(call, shownPayment(call, record)),
    }
  },
  listPayments(call) {
    collectWhatIsDue(call)
    const all = call.state
      .of(PAYMENTS)
      .values()
      .map((record) => currentPayment(call, record))
      .filter((record) => passes(call, record))
    const listed = call.faults.isOn(paymentsOmitPreAuthorizations)
      ? all.filter(({ lapsesAt }) => lapsesAt === undefined)
      : all
    const page = pageOf(
      call,
      listed,
      ({ paymentId }) => paymentId,
      (record) => shownPayment(call, record),
    )
    return { status: 200, body: call.faults.isOn(paymentHasMoreWrong) ? { ...page, hasMore: !page.hasMore } : page }
  },
  getPayment: (call) => ({ status: 200, body: shownPayment(call, paymentOf(call)) }),
}
