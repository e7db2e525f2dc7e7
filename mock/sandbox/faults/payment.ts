import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Call, Reply } from '../call.ts'
import type { Fault } from '../fault.ts'

export const captureAcceptedTwice: Fault = {
  name: 'capture-accepted-twice',
  group: 'payment',
  describe: 'A payment that has been captured can be captured again.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const refundAboveCaptured: Fault = {
  name: 'refund-above-captured',
  group: 'payment',
  describe: 'More can be refunded than is left of the payment.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const reverseAfterSettlement: Fault = {
  name: 'reverse-after-settlement-accepted',
  group: 'payment',
  describe: 'A payment whose batch is closed can still be reversed.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const reverseAcceptedTwice: Fault = {
  name: 'reverse-accepted-twice',
  group: 'payment',
  describe: 'A payment that has been reversed can be reversed again.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const settledRefundReversed: Fault = {
  name: 'settled-refund-reversed',
  group: 'payment',
  describe: 'A refund whose batch is closed can still be reversed.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const adjustmentLost: Fault = {
  name: 'adjustment-lost',
  group: 'payment',
  describe: 'An adjustment of a payment is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const cardNumberUnmasked: Fault = {
  name: 'card-number-unmasked',
  group: 'leak',
  describe: 'The answer to a payment shows the whole card number.',
  expectedCheck: 'no-sensitive-data-in-response',
}

export const securityCodeEchoed: Fault = {
  name: 'security-code-echoed',
  group: 'leak',
  describe: 'The answer to a payment repeats the security code of the card.',
  expectedCheck: 'no-sensitive-data-in-response',
}

export const representedWithoutEnd: Fault = {
  name: 'represented-without-end',
  group: 'payment',
  describe: 'A returned bank transfer can be represented more than twice.',
  expectedCheck: 'wrong-state-is-conflict',
}

/** Changes the payments of a reply to these operations: one payment, or the page of a list. */
function onPayments(
  operations: readonly string[],
  change: (payment: JsonObject, call: Call) => JsonObject,
): NonNullable<Fault['reply']> {
  return (call, reply): Reply => {
    if (!operations.includes(call.operation.operationId) || reply.status >= 300) return reply
    const { body } = reply
    if (!isJsonObject(body)) return reply
    const { data } = body
    if (!Array.isArray(data)) return { ...reply, body: change(body, call) }
    const changed = data.map((item: Json) => (isJsonObject(item) ? change(item, call) : item))
    return { ...reply, body: { ...body, data: changed } }
  }
}

const SHOWN = ['payment', 'getPayment', 'listPayments']

/** Faults of payments, refunds and bank transfers. */
export const PAYMENT_FAULTS: readonly Fault[] = [
  captureAcceptedTwice,
  refundAboveCaptured,
  reverseAfterSettlement,
  reverseAcceptedTwice,
  settledRefundReversed,
  adjustmentLost,
  cardNumberUnmasked,
  securityCodeEchoed,
  representedWithoutEnd,
  {
    name: 'amounts-drift',
    group: 'payment',
    describe: 'A payment that is read shows one unit more than was paid.',
    expectedCheck: 'created-resource-is-readable',
    reply: onPayments(['getPayment'], (payment) => {
      const { order } = payment
      if (!isJsonObject(order)) return payment
      return { ...payment, order: { ...order, amount: Number(order.amount) + 1 } }
    }),
  },
  {
    name: 'supported-operations-wrong',
    group: 'payment',
    describe: 'A payment names its reversal as the gateway does within: void.',
    expectedCheck: 'body-matches-schema',
    reply: onPayments(SHOWN, (payment) => {
      const { supportedOperations: named } = payment
      if (!Array.isArray(named)) return payment
      return { ...payment, supportedOperations: named.map((name: Json) => (name === 'fullyReverse' ? 'void' : name)) }
    }),
  },
  {
    name: 'amount-as-text',
    group: 'content',
    describe: 'The amount of a payment is a string.',
    expectedCheck: 'body-matches-schema',
    reply: onPayments(SHOWN, (payment) => {
      const { order } = payment
      return isJsonObject(order) ? { ...payment, order: { ...order, amount: String(order.amount) } } : payment
    }),
  },
  {
    name: 'null-for-absent-operator',
    group: 'content',
    describe: 'A payment without an operator shows null in its place.',
    expectedCheck: 'body-matches-schema',
    reply: onPayments(SHOWN, (payment) => ({ operator: null, ...payment })),
  },
  {
    name: 'status-outside-enum',
    group: 'content',
    describe: 'An approved payment has a status that the contract does not know.',
    expectedCheck: 'body-matches-schema',
    reply: onPayments(SHOWN, (payment) => {
      const { transactionResult: result } = payment
      if (!isJsonObject(result) || result.status !== 'ready') return payment
      return { ...payment, transactionResult: { ...result, status: 'approved' } }
    }),
  },
]
