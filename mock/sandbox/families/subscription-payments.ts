import type { JsonObject } from '../../../core/json.ts'
import { isBankAccount, shownBankAccount } from '../bank-account.ts'
import { makeBankPayment } from '../bank-transfer.ts'
import type { Call, Handlers } from '../call.ts'
import { paidTwiceInPeriod } from '../faults/repeat-payment.ts'
import { bodyOf, objectAt, picked, textAt } from '../members.ts'
import { moneyOutcome } from '../money-outcome.ts'
import { makePayment } from '../payment.ts'
import { refuseValue } from '../problem.ts'
import { type Frequency, periodOf } from '../schedule.ts'
import { tokenByNumber, tokenSummary } from '../secure-token.ts'
import { refuseState } from '../state-conflict.ts'
import type { SecureTokenRecord } from '../state/secure-tokens.ts'
import type { SubscriptionRecord } from '../state/subscriptions.ts'
import { saveSubscription, stateOf } from '../subscription.ts'
import { cardOfSource } from '../token-source.ts'
import { summaryOf } from '../transaction.ts'
import { subscriptionOf } from './subscriptions.ts'

/** The payment that is collected: what the request leaves open, the subscription says. */
function collect(call: Call, record: SubscriptionRecord, token: SecureTokenRecord): JsonObject {
  const order = objectAt(bodyOf(call), 'order')
  const request = {
    ...picked(record.shown, ['processingTerminalId']),
    ...picked(call.body, ['operator', 'customFields']),
    order: {
      ...picked(objectAt(record.shown, 'recurringOrder'), ['amount', 'description']),
      ...order,
      orderId: textAt(order, 'orderId') ?? call.ids.code('order'),
      amount: order.amount ?? objectAt(record.shown, 'recurringOrder').amount ?? 0,
      ...picked(record.shown, ['currency']),
    },
  }
  const source = objectAt(token.shown, 'source')
  const secureToken = tokenSummary(call, token)
  if (isBankAccount(source)) {
    const account = { ...shownBankAccount(source), secureToken }
    const { paymentId, shown } = makeBankPayment(call, { request, account })
    return { paymentId, ...summaryOf(shown), link: call.links.link('self', `/bank-transfer-payments/${paymentId}`) }
  }
  const { paymentId, shown } = makePayment(call, {
    request,
    method: {},
    card: cardOfSource(source),
    secureToken,
    outcome: moneyOutcome(request.order.amount as number),
  })
  return { paymentId, ...summaryOf(shown), link: call.links.link('self', `/payments/${paymentId}`) }
}

export const handlers: Handlers = {
  /** Payroc documents: only of a plan that does not collect by itself, and once in a period. */
  paySubscription(call) {
    const record = subscriptionOf(call)
    const { shown, token: number, paidPeriods } = record
    if (record.status !== 'active') refuseState(call, 'Only an active subscription can be paid')
    if (shown.type !== 'manual') refuseState(call, 'The payments of this subscription are collected automatically')
    const period = periodOf(String(shown.startDate), shown.frequency as Frequency, call.clock.iso().slice(0, 10))
    if (paidPeriods.includes(period) && !call.faults.isOn(paidTwiceInPeriod)) {
      refuseState(call, 'The payment of this period has been collected')
    }
    const token = tokenByNumber(call, number)
    if (token === undefined) return refuseValue('secureToken', 'The secure token of the subscription was deleted')
    const payment = collect(call, record, token)
    const { isExample: _, ...rest } = record
    const changed = { ...rest, paidPeriods: [...paidPeriods, period] }
    saveSubscription(call, changed)
    const { link } = payment
    return {
      status: 201,
      headers: { location: String((link as JsonObject).href) },
      body: {
        ...picked(shown, ['subscriptionId', 'processingTerminalId']),
        payment,
        secureToken: tokenSummary(call, token),
        currentState: stateOf(call, changed),
        ...picked(call.body, ['customFields']),
      },
    }
  },
}
