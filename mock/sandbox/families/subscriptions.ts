import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import { isDebit } from '../card.ts'
import { isBankAccount } from '../bank-account.ts'
import type { Call, Handlers } from '../call.ts'
import { subscriptionFilterIgnored } from '../faults/money-list.ts'
import { createdSubscriptionLost, deactivatedTwice } from '../faults/repeat-payment.ts'
import { filterBy } from '../filter.ts'
import { pathSegment } from '../link.ts'
import { patched } from '../json-patch.ts'
import { bodyOf, objectAt, picked, textAt } from '../members.ts'
import { shownBreakdown } from '../order.ts'
import { pageOf } from '../pagination.ts'
import { percentOf } from '../amount.ts'
import { refuse, refuseUnknown, refuseValue } from '../problem.ts'
import { collectedSubscription, collectWhatIsDue } from '../recurring-collection.ts'
import { refuseUndescribed } from '../resource-shape.ts'
import { tokenByNumber, tokenSummary } from '../secure-token.ts'
import { refuseState } from '../state-conflict.ts'
import { PAYMENT_PLANS, type PaymentPlanRecord, planKey } from '../state/payment-plans.ts'
import type { SecureTokenRecord } from '../state/secure-tokens.ts'
import { SUBSCRIPTIONS, subscriptionKey, type SubscriptionRecord } from '../state/subscriptions.ts'
import { currentSubscription, saveSubscription, shownSubscription } from '../subscription.ts'

/** Payroc documents which members are fixed, and which can be replaced but not removed. */
const RULES = {
  fixed: [
    '/subscriptionId',
    '/processingTerminalId',
    '/currentState',
    '/type',
    '/frequency',
    '/paymentPlan',
    '/secureToken/token',
    '/secureToken/status',
    '/secureToken/link',
  ],
  kept: ['/recurringOrder', '/description', '/name'],
}

/** The subscription that a path names. */
export function subscriptionOf(call: Call): SubscriptionRecord {
  const { processingTerminalId, subscriptionId } = call.path
  const key = subscriptionKey(String(processingTerminalId), String(subscriptionId))
  const record = collectedSubscription(call, key)
  return record ?? refuseUnknown(call, 'subscription', 'subscriptionId')
}

/** The plan of a new subscription; Payroc documents that a deleted plan takes none. */
function planOf(call: Call, paymentPlanId: string): PaymentPlanRecord {
  const plan = call.state.of(PAYMENT_PLANS).get(planKey(String(call.path.processingTerminalId), paymentPlanId))
  if (plan === undefined || plan.isDeleted === true)
    return refuseValue('paymentPlanId', 'There is no such payment plan')
  return plan
}

function shownRequest(call: Call, plan: JsonObject, token: SecureTokenRecord): JsonObject {
  const request = bodyOf(call)
  const processingTerminalId = String(call.path.processingTerminalId)
  const planPath = `/processing-terminals/${[processingTerminalId, String(plan.paymentPlanId)].map(pathSegment).join('/payment-plans/')}`
  return {
    ...picked(request, ['subscriptionId']),
    processingTerminalId,
    paymentPlan: { ...picked(plan, ['paymentPlanId', 'name']), link: call.links.link('self', planPath) },
    secureToken: tokenSummary(call, token),
    name: textAt(request, 'name') ?? String(plan.name),
    ...picked(request, ['description']),
    ...picked(plan, ['currency']),
    ...shownOrderOf(call, token, 'setupOrder', [request, plan]),
    ...shownOrderOf(call, token, 'recurringOrder', [request, plan]),
    startDate: String(request.startDate),
    ...picked(request, ['endDate']),
    length: request.length ?? plan.length ?? 0,
    ...picked(plan, ['type', 'frequency']),
    ...(Number(request.pauseCollectionFor) >= 0 && picked(request, ['pauseCollectionFor'])),
    ...picked(request, ['customFields']),
  }
}

/** An order of the subscription, else that of the plan, with the surcharge where the merchant adds one. */
function shownOrderOf(
  { options }: Call,
  { shown }: SecureTokenRecord,
  name: string,
  [request, plan]: readonly [JsonObject, JsonObject],
): JsonObject {
  const order = request[name] ?? plan[name]
  if (!isJsonObject(order)) return {}
  const { breakdown } = order
  const source = objectAt(shown, 'source')
  const isCredit = !isBankAccount(source) && !isDebit(String(source.cardType ?? ''))
  const percentage = isCredit ? options.surchargePercentage : 0
  const amount = isJsonObject(breakdown) ? percentOf(Number(breakdown.subtotal), percentage) : 0
  return {
    [name]: {
      ...picked(order, ['orderId', 'amount', 'description']),
      ...(isJsonObject(breakdown) && {
        breakdown: { ...shownBreakdown(breakdown), ...(percentage > 0 && { surcharge: { amount, percentage } }) },
      }),
    },
  }
}

function numberOf(call: Call, token: string) {
  const source = objectAt(tokenByNumber(call, token)?.shown, 'source')
  return source.cardNumber ?? source.accountNumber
}

function passes(call: Call, record: SubscriptionRecord): boolean {
  const { query, path, faults } = call
  const filter = filterBy(query)
  const { shown, status, token } = record
  const state = objectAt(shownSubscription(call, record), 'currentState')
  const plan = objectAt(shown, 'paymentPlan')
  return (
    record.processingTerminalId === path.processingTerminalId &&
    filter.is('customerName', objectAt(shown, 'secureToken').customerName) &&
    (!query.has('last4') || filter.hasDigits('first6', 'last4', numberOf(call, token))) &&
    // The parameter is as long as a name, and its example is one.
    filter.isAnyOf('paymentPlan', [plan.name, plan.paymentPlanId]) &&
    filter.is('frequency', shown.frequency) &&
    (faults.isOn(subscriptionFilterIgnored) || filter.is('status', status)) &&
    filter.is('endDate', shown.endDate) &&
    filter.is('nextDueDate', state.nextDueDate)
  )
}

export const handlers: Handlers = {
  createSubscription(call) {
    const request = bodyOf(call)
    const processingTerminalId = String(call.path.processingTerminalId)
    const subscriptionId = String(request.subscriptionId)
    const plan = planOf(call, String(request.paymentPlanId))
    const token = tokenByNumber(call, String(objectAt(request, 'paymentMethod').token))
    if (token === undefined) return refuseValue('paymentMethod.token', 'There is no such secure token')
    const today = call.clock.iso().slice(0, 10)
    if (!call.options.pastStartDates && String(request.startDate) < today) {
      refuseValue('startDate', 'A subscription cannot start in the past')
    }
    const known = call.state.of(SUBSCRIPTIONS).get(subscriptionKey(processingTerminalId, subscriptionId))
    if (known !== undefined && known.isExample !== true) {
      refuse('resource-already-exists', { detail: 'There is a subscription with this id' })
    }
    const endDate = textAt(request, 'endDate')
    const record: SubscriptionRecord = {
      processingTerminalId,
      subscriptionId,
      paymentPlanId: plan.paymentPlanId,
      token: token.token,
      shown: shownRequest(call, plan.shown, token),
      status: 'active',
      ...(endDate !== undefined && endDate >= today && { completesAfter: endDate }),
      paidPeriods: [],
      ...(plan.shown.type === 'automatic' && { collectsFrom: today }),
    }
    const path = `${call.target.split('?', 1)[0]}/${pathSegment(subscriptionId)}`
    const isLost = call.faults.isOn(createdSubscriptionLost)
    const body = isLost ? shownSubscription(call, record) : saveSubscription(call, record)
    return { status: 201, headers: { location: call.links.href(path) }, body }
  },
  listSubscriptions(call) {
    collectWhatIsDue(call)
    const all = call.state
      .of(SUBSCRIPTIONS)
      .values()
      .map((record) => currentSubscription(call, record))
      .filter((record) => passes(call, record))
    const page = pageOf(
      call,
      all,
      ({ subscriptionId }) => subscriptionId,
      (record) => shownSubscription(call, record),
    )
    return { status: 200, body: page }
  },
  getSubscription: (call) => ({ status: 200, body: shownSubscription(call, subscriptionOf(call)) }),
  updateSubscription(call) {
    const { isExample: _, ...record } = subscriptionOf(call)
    const { currentState: __, ...shown } = patched(shownSubscription(call, record), call.body, RULES)
    refuseUndescribed(call, shownSubscription(call, { ...record, shown }))
    const { completesAfter: ___, ...rest } = record
    const endDate = textAt(shown, 'endDate')
    const isAhead = endDate !== undefined && endDate >= call.clock.iso().slice(0, 10)
    const changed = { ...rest, shown, ...(isAhead && { completesAfter: endDate }) }
    return { status: 200, body: saveSubscription(call, changed) }
  },
  deactivateSubscription(call) {
    const record = subscriptionOf(call)
    const isAgain = record.status === 'cancelled' && call.faults.isOn(deactivatedTwice)
    if (record.status !== 'active' && !isAgain) refuseState(call, 'Only an active subscription can be deactivated')
    // The contract describes this one success as application/problem+json.
    return {
      status: 200,
      mediaType: 'application/problem+json',
      body: saveSubscription(call, { ...record, status: 'cancelled' }),
    }
  },
  reactivateSubscription(call) {
    const record = subscriptionOf(call)
    if (record.status !== 'cancelled') refuseState(call, 'Only a cancelled subscription can be reactivated')
    const collectsFrom = record.collectsFrom === undefined ? {} : { collectsFrom: call.clock.iso().slice(0, 10) }
    return { status: 200, body: saveSubscription(call, { ...record, ...collectsFrom, status: 'active' }) }
  },
}
