import type { JsonObject } from '../../../core/json.ts'
import type { Handlers } from '../call.ts'
import { paidTwiceInPeriod } from '../faults/repeat-payment.ts'
import { picked } from '../members.ts'
import { refuseValue } from '../problem.ts'
import { type Frequency, periodOf } from '../schedule.ts'
import { tokenByNumber, tokenSummary } from '../secure-token.ts'
import { refuseState } from '../state-conflict.ts'
import { saveSubscription, stateOf } from '../subscription.ts'
import { makeSubscriptionPayment } from '../subscription-payment.ts'
import { subscriptionOf } from './subscriptions.ts'

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
    const payment = makeSubscriptionPayment(call, record, token, call.body)
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
