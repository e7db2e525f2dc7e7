import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { Call, Handlers, Reply } from '../call.ts'
import {
  adjustmentLost,
  captureAcceptedTwice,
  refundAboveCaptured,
  reverseAcceptedTwice,
  reverseAfterSettlement,
} from '../faults/payment.ts'
import { bodyOf, objectAt, objectsAt, picked } from '../members.ts'
import { shownBreakdown, shownTip, withAmount } from '../order.ts'
import { authorizing, currentPayment, refundable, savePayment, shownPayment } from '../payment.ts'
import { refuseValue } from '../problem.ts'
import { refundOfPayment } from '../refund.ts'
import { refuseState } from '../state-conflict.ts'
import { PAYMENTS, type PaymentRecord } from '../state/payments.ts'
import { isOpen, withStatus } from '../transaction.ts'
import { paymentOf } from './payments.ts'

/**
 * Payroc documents: sale and tip amount, status, shipping address and contacts, and a signature where there is none, can
 * be adjusted while the batch is open; not what was captured, reversed, or processed as a sale.
 */
function adjusted(call: Call, record: PaymentRecord): JsonObject {
  return objectsAt(call.body, 'adjustments').reduce<JsonObject>(
    (changes, adjustment) => {
      const shown = { ...record.shown, ...changes }
      switch (adjustment.type) {
        case 'order':
          return {
            ...changes,
            ...authorizing({ ...record, shown }, adjustedOrder(objectAt(shown, 'order'), adjustment)),
          }
        case 'status':
          return { ...changes, ...picked(withStatus(shown, String(adjustment.toStatus)), ['transactionResult']) }
        case 'customer': {
          const customer = {
            ...objectAt(shown, 'customer'),
            ...picked(adjustment, ['shippingAddress', 'contactMethods']),
          }
          return { ...changes, customer }
        }
        default: {
          const card = objectAt(shown, 'card')
          if (card.cardholderSignature !== undefined) {
            return refuseValue('adjustments.cardholderSignature', 'A signature cannot be replaced')
          }
          return { ...changes, card: { ...card, ...picked(adjustment, ['cardholderSignature']) } }
        }
      }
    },
    picked(call.body, ['operator']),
  )
}

function adjustedOrder(order: JsonObject, { amount, breakdown }: JsonObject): JsonObject {
  const changed = withAmount(order, Number(amount))
  const { tip } = isJsonObject(breakdown) ? breakdown : {}
  if (!isJsonObject(tip)) return changed
  // An order that had no breakdown gets one: a tip is a part of something.
  const parts = objectAt(changed, 'breakdown').subtotal === undefined ? { subtotal: Number(amount) } : changed.breakdown
  const subtotal = Number((parts as JsonObject).subtotal)
  return { ...changed, breakdown: { ...(parts as JsonObject), tip: shownTip(tip, subtotal, 'adjusted') } }
}

/** Payroc documents: without an amount all of the authorization is captured, with one that is not above it that much. */
function captured(call: Call, record: PaymentRecord): JsonObject {
  const request = bodyOf(call)
  const order = objectAt(record.shown, 'order')
  const held = authorizedAmount(record)
  const amount = request.amount === undefined ? held : Number(request.amount)
  if (!isWithin(amount, held)) refuseValue('amount', 'The amount must not be above what is authorized')
  const { breakdown } = request
  const kept = isJsonObject(breakdown)
    ? { ...order, amount, breakdown: shownBreakdown(breakdown) }
    : withAmount(order, amount)
  const changes = authorizing(record, kept)
  const result = objectAt(changes, 'transactionResult')
  const type = result.type === 'preAuthorization' ? 'preAuthorizationCompletion' : (result.type ?? 'sale')
  return { ...changes, ...picked(request, ['operator']), transactionResult: { ...result, type, status: 'ready' } }
}

/** Payroc documents: all of a payment is reversed, or where an amount is sent that much of it. */
function reversed(call: Call, record: PaymentRecord, at: number | undefined): JsonObject {
  const held = authorizedAmount(record)
  const amount = at ?? held
  if (!isWithin(amount, held)) refuseValue('amount', 'The amount must not be above what is authorized')
  const operator = picked(call.body, ['operator'])
  if (amount === held) return { ...operator, ...picked(withStatus(record.shown, 'reversal'), ['transactionResult']) }
  return { ...operator, ...authorizing(record, withAmount(objectAt(record.shown, 'order'), held - amount)) }
}

/** Whether an amount is a part of another, which may itself be below zero. */
function isWithin(amount: number, whole: number): boolean {
  return amount === whole || (amount > 0 && amount < whole)
}

function authorizedAmount({ shown }: PaymentRecord): number {
  return Number(objectAt(shown, 'transactionResult').authorizedAmount ?? objectAt(shown, 'order').amount)
}

function answered(call: Call, record: PaymentRecord): Reply {
  return { status: 200, body: shownPayment(call, record) }
}

function statusOf({ shown }: PaymentRecord): string {
  return String(objectAt(shown, 'transactionResult').status)
}

export const handlers: Handlers = {
  adjustPayment(call) {
    const record = paymentOf(call)
    if (!isOpen(record.shown) || record.isCaptured || record.isSale) {
      refuseState(call, 'Only a payment in the open batch that was not captured can be adjusted')
    }
    const changes = adjusted(call, record)
    if (call.faults.isOn(adjustmentLost)) {
      return answered(call, { ...record, shown: { ...record.shown, ...changes } })
    }
    return answered(call, savePayment(call, record, changes))
  },
  capturePayment(call) {
    const record = paymentOf(call)
    const isCaptured = record.isCaptured && !call.faults.isOn(captureAcceptedTwice)
    if (!isOpen(record.shown) || isCaptured || record.isSale) {
      refuseState(call, 'Only a payment in the open batch that was not captured can be captured')
    }
    return answered(call, savePayment(call, { ...record, isCaptured: true }, captured(call, record)))
  },
  reversePayment(call) {
    const record = paymentOf(call)
    const isLate = statusOf(record) === 'complete' && call.faults.isOn(reverseAfterSettlement)
    const isAgain = statusOf(record) === 'reversal' && call.faults.isOn(reverseAcceptedTwice)
    if (!isOpen(record.shown) && !isLate && !isAgain) {
      refuseState(call, 'Only a payment in the open batch can be reversed')
    }
    const { amount } = bodyOf(call)
    const changes = reversed(call, record, amount === undefined ? undefined : Number(amount))
    return answered(call, savePayment(call, record, changes))
  },
  /** Payroc documents: in the open batch a refund reverses the payment instead. */
  refundPayment(call) {
    const record = paymentOf(call)
    const request = bodyOf(call)
    const amount = Number(request.amount)
    if (isOpen(record.shown)) return answered(call, savePayment(call, record, reversed(call, record, amount)))
    if (statusOf(record) !== 'complete') refuseState(call, 'Only a payment that was settled can be refunded')
    const left = refundable(call, record)
    if (!isWithin(amount, left) && !call.faults.isOn(refundAboveCaptured)) {
      refuseValue('amount', 'The amount must not be above what is left of the payment')
    }
    const refundId = refundOfPayment(call, record, request)
    call.state.of(PAYMENTS).set(record.paymentId, { ...record, refundIds: [...record.refundIds, refundId] })
    return answered(call, currentPayment(call, { ...record, refundIds: [...record.refundIds, refundId] }))
  },
}
