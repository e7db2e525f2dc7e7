import type { JsonObject } from '../../core/json.ts'
import { objectAt, picked } from './members.ts'
import { moneyOutcome } from './money-outcome.ts'
import { makePayment } from './payment.ts'
import { PAYMENT_LINKS, type PaymentLinkRecord } from './state/payment-links.ts'
import type { PaymentRecord } from './state/payments.ts'
import { cardOf } from './card.ts'
import type { World } from './world.ts'

/** A link as it stands by now: Payroc documents that an active one expires after its last day. */
export function currentLink({ clock }: World, record: PaymentLinkRecord): PaymentLinkRecord {
  const { status, expiresOn } = record.shown
  const isOver = status === 'active' && typeof expiresOn === 'string' && expiresOn < clock.iso().slice(0, 10)
  return isOver ? { ...record, shown: { ...record.shown, status: 'expired' } } : record
}

/** The page where a customer pays, and a button that leads there. */
export function newAssets({ ids, links }: World, link: JsonObject): JsonObject {
  const paymentUrl = `${new URL(links.baseUrl).origin}/merchant/pay-by-link?token=${ids.uuid('payment-link')}`
  const label = Array.isArray(link.customLabels)
    ? objectAt({ label: link.customLabels[0] ?? null }, 'label').label
    : undefined
  const text = String(label ?? 'Pay now').replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return { paymentUrl, paymentButton: `<a href="${paymentUrl}">${text}</a>` }
}

/**
 * Has a customer pay a link with a test card; `undefined` where the link cannot be paid. Payroc documents: a single-use
 * link is completed by that, a multi-use link stays active.
 */
export function payLink(world: World, paymentLinkId: string, amount?: number): PaymentRecord | undefined {
  const known = world.state.of(PAYMENT_LINKS).get(paymentLinkId)
  if (known === undefined) return undefined
  const record = currentLink(world, known)
  const { shown } = record
  if (shown.status !== 'active') return undefined
  const order = objectAt(shown, 'order')
  const charge = objectAt(order, 'charge')
  const due = Number(charge.amount ?? amount ?? 1000)
  const payment = makePayment(world, {
    request: {
      processingTerminalId: record.processingTerminalId,
      order: {
        orderId: order.orderId ?? world.ids.code('order'),
        ...picked(charge, ['currency']),
        amount: due,
      },
      autoCapture: shown.authType !== 'preAuthorization',
    },
    method: {},
    card: cardOf({}),
    outcome: moneyOutcome(due),
    paymentLinkId,
  })
  const isPaid = objectAt(payment.shown, 'transactionResult').status === 'ready'
  if (isPaid && shown.type === 'singleUse') {
    world.state.of(PAYMENT_LINKS).set(paymentLinkId, { ...record, shown: { ...shown, status: 'completed' } })
  }
  return payment
}
