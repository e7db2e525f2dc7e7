import type { JsonObject } from '../../core/json.ts'
import type { Call } from './call.ts'
import { type Card, isEbt } from './card.ts'
import { shownCustomer } from './customer.ts'
import { objectAt, picked } from './members.ts'
import { type MoneyOutcome, moneyOutcome, transactionResultOf } from './money-outcome.ts'
import { shownRefundOrder } from './order.ts'
import { refuse } from './problem.ts'
import { PAYMENTS, type PaymentRecord } from './state/payments.ts'
import { REFUNDS, type RefundRecord } from './state/refunds.ts'
import { isOpen, summaryOf } from './transaction.ts'
import type { World } from './world.ts'

/** Of an amount that decides nothing: only payments are declined by their amount. */
const APPROVED = moneyOutcome(0)

/** Payroc documents that only terminals that are enabled for it give money back without a payment. */
export function refuseUnlessEnabled({ options, links, target }: Call): void {
  if (options.unreferencedRefunds) return
  refuse('forbidden', {
    detail: 'The processing terminal is not enabled for unreferenced refunds',
    instance: links.href(target),
    resource: 'refund',
  })
}

/** Makes a refund that belongs to no payment. */
export function makeRefund(
  world: World,
  parts: {
    readonly request: JsonObject
    readonly method: JsonObject
    readonly card: Card
    readonly outcome?: MoneyOutcome
  },
): RefundRecord {
  const { request, method, card, outcome = APPROVED } = parts
  const order = shownRefundOrder(request, world.clock.iso())
  return keepRefund(world, {
    tender: isEbt(method) ? 'ebt' : 'creditDebit',
    shown: {
      ...picked(request, ['processingTerminalId', 'operator']),
      order,
      ...shownCustomer(request.customer),
      card,
      transactionResult: resultOf(world, order, outcome),
      ...picked(request, ['customFields']),
    },
  })
}

/** Makes the refund of a settled payment, and returns its id. */
export function refundOfPayment(world: World, payment: PaymentRecord, request: JsonObject): string {
  const { shown, tender, paymentId } = payment
  const order = {
    ...picked(objectAt(shown, 'order'), ['orderId', 'currency']),
    ...picked(request, ['amount', 'description']),
    dateTime: world.clock.iso(),
  }
  const { securityChecks: _, ...card } = objectAt(shown, 'card')
  const { refundId } = keepRefund(world, {
    tender,
    paymentId,
    shown: {
      ...picked(shown, ['processingTerminalId']),
      ...picked(request, ['operator']),
      order,
      ...picked(shown, ['customer']),
      card,
      transactionResult: resultOf(world, order, APPROVED),
      ...picked(shown, ['customFields']),
    },
  })
  return refundId
}

function resultOf({ ids }: World, { amount, currency }: JsonObject, outcome: MoneyOutcome): JsonObject {
  return transactionResultOf(outcome, {
    type: 'refund',
    // Money that goes to the customer is below zero.
    amount: -Number(amount) || 0,
    currency: String(currency),
    approvalCode: ids.digits('approval', 6),
  })
}

function keepRefund({ state, ids }: World, record: Omit<RefundRecord, 'refundId'>): RefundRecord {
  const refundId = ids.code('refund')
  const kept = { ...record, refundId, shown: { refundId, ...record.shown } }
  state.of(REFUNDS).set(refundId, kept)
  return kept
}

/** A refund as the API shows it. */
export function shownRefund({ state, links }: World, { shown, paymentId }: RefundRecord): JsonObject {
  const { transactionResult, customFields, ...rest } = shown
  const payment = paymentId === undefined ? undefined : state.of(PAYMENTS).get(paymentId)
  const { status } = objectAt(shown, 'transactionResult')
  const operations = isOpen(shown) ? ['fullyReverse', status === 'ready' ? 'setAsPending' : 'setAsReady'] : []
  return {
    ...rest,
    ...(payment !== undefined && {
      payment: {
        paymentId: payment.paymentId,
        ...summaryOf(payment.shown),
        link: links.link('self', `/payments/${payment.paymentId}`),
      },
    }),
    supportedOperations: operations,
    transactionResult: transactionResult ?? {},
    ...(customFields !== undefined && { customFields }),
  }
}
