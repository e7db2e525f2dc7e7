import type { JsonObject } from '../../../core/json.ts'
import { isJsonObject } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import {
  deletedPlanReadable,
  duplicatePlanAccepted,
  planPatchLost,
  refusedPlanIsKept,
} from '../faults/repeat-payment.ts'
import { planListOmitsCreated } from '../faults/money-list.ts'
import { pathSegment } from '../link.ts'
import { patched } from '../json-patch.ts'
import { bodyOf, picked } from '../members.ts'
import { shownBreakdown } from '../order.ts'
import { pageOf } from '../pagination.ts'
import { refuse, refuseUnknown, refuseValue } from '../problem.ts'
import { refuseUndescribed } from '../resource-shape.ts'
import { PAYMENT_PLANS, type PaymentPlanRecord, planKey } from '../state/payment-plans.ts'
import { SUBSCRIPTIONS } from '../state/subscriptions.ts'

function keyOf({ path }: Call, paymentPlanId: string): string {
  return planKey(String(path.processingTerminalId), paymentPlanId)
}

function planOf(call: Call): PaymentPlanRecord {
  const record = call.state.of(PAYMENT_PLANS).get(keyOf(call, String(call.path.paymentPlanId)))
  if (record === undefined || (record.isDeleted === true && !call.faults.isOn(deletedPlanReadable))) {
    return refuseUnknown(call, 'payment plan', 'paymentPlanId')
  }
  return record
}

/** A plan as the API shows it, with the defaults of the contract. */
function shownPlan(request: JsonObject, processingTerminalId: string): JsonObject {
  return {
    ...picked(request, ['paymentPlanId']),
    processingTerminalId,
    ...picked(request, ['name', 'description', 'currency']),
    ...shownPlanOrder(request, 'setupOrder'),
    ...shownPlanOrder(request, 'recurringOrder'),
    length: request.length ?? 0,
    ...picked(request, ['type', 'frequency', 'onUpdate', 'onDelete', 'customFieldNames']),
  }
}

function shownPlanOrder(request: JsonObject, name: string): JsonObject {
  const order = request[name]
  if (!isJsonObject(order)) return {}
  const { breakdown } = order
  return {
    [name]: {
      ...picked(order, ['amount', 'description']),
      ...(isJsonObject(breakdown) && { breakdown: shownBreakdown(breakdown) }),
    },
  }
}

/** Payroc documents: with `onUpdate` update, the subscriptions of a plan follow it; with continue, they stay. */
function followPlan(call: Call, { processingTerminalId, paymentPlanId, shown }: PaymentPlanRecord): void {
  if (shown.onUpdate !== 'update') return
  const subscriptions = call.state.of(SUBSCRIPTIONS)
  for (const [key, record] of subscriptions.entries()) {
    if (record.processingTerminalId !== processingTerminalId || record.paymentPlanId !== paymentPlanId) continue
    const followed = picked(shown, ['recurringOrder', 'frequency', 'type', 'currency'])
    subscriptions.set(key, { ...record, shown: { ...record.shown, ...followed } })
  }
}

/** Payroc documents: with `onDelete` complete, nothing is collected any more; with continue, it goes on. */
function endSubscriptions(call: Call, { processingTerminalId, paymentPlanId, shown }: PaymentPlanRecord): void {
  if (shown.onDelete !== 'complete') return
  const subscriptions = call.state.of(SUBSCRIPTIONS)
  for (const [key, record] of subscriptions.entries()) {
    if (record.processingTerminalId !== processingTerminalId || record.paymentPlanId !== paymentPlanId) continue
    if (record.status === 'active') subscriptions.set(key, { ...record, status: 'completed' })
  }
}

export const handlers: Handlers = {
  createPaymentPlan(call) {
    const request = bodyOf(call)
    const paymentPlanId = String(request.paymentPlanId)
    const processingTerminalId = String(call.path.processingTerminalId)
    const plans = call.state.of(PAYMENT_PLANS)
    const key = keyOf(call, paymentPlanId)
    const known = plans.get(key)
    if (known !== undefined && known.isExample !== true && !call.faults.isOn(duplicatePlanAccepted)) {
      refuse('resource-already-exists', { detail: 'There is or was a payment plan with this id' })
    }
    const shown = shownPlan(request, processingTerminalId)
    const isIncomplete = request.type === 'automatic' && request.recurringOrder === undefined
    if (!isIncomplete || call.faults.isOn(refusedPlanIsKept)) {
      plans.set(key, { processingTerminalId, paymentPlanId, shown })
    }
    if (isIncomplete) refuseValue('recurringOrder', 'A plan that collects by itself needs a recurringOrder')
    const path = `${call.target.split('?', 1)[0]}/${pathSegment(paymentPlanId)}`
    return { status: 201, headers: { location: call.links.href(path) }, body: shown }
  },
  listPaymentPlans(call) {
    const all = call.state
      .of(PAYMENT_PLANS)
      .values()
      .filter((plan) => plan.isDeleted !== true && plan.processingTerminalId === call.path.processingTerminalId)
    const listed = call.faults.isOn(planListOmitsCreated) ? all.slice(0, -1) : all
    const page = pageOf(
      call,
      listed,
      ({ paymentPlanId }) => paymentPlanId,
      ({ shown }) => shown,
    )
    return { status: 200, body: page }
  },
  getPaymentPlan: (call) => ({ status: 200, body: planOf(call).shown }),
  updatePaymentPlan(call) {
    const { isExample: _, ...record } = planOf(call)
    // The prose fixes the id alone; the terminal is read-only in the schema.
    const shown = patched(record.shown, call.body, { fixed: ['/paymentPlanId', '/processingTerminalId'] })
    refuseUndescribed(call, shown)
    if (call.faults.isOn(planPatchLost)) return { status: 200, body: shown }
    const changed = { ...record, shown }
    call.state.of(PAYMENT_PLANS).set(keyOf(call, record.paymentPlanId), changed)
    followPlan(call, changed)
    return { status: 200, body: shown }
  },
  deletePaymentPlan(call) {
    const { isExample: _, ...record } = planOf(call)
    call.state.of(PAYMENT_PLANS).set(keyOf(call, record.paymentPlanId), { ...record, isDeleted: true })
    endSubscriptions(call, record)
    return { status: 204 }
  },
}
