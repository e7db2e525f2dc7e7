import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { amountOf, percentOf } from './amount.ts'
import { objectAt, objectsAt, picked, shortened, textAt } from './members.ts'

/** How an order is shown. */
export interface OrderRules {
  /** Moment of the transaction. */
  readonly dateTime: string
  /** Percentage that the merchant adds to credit card payments; 0: none. */
  readonly surcharge: number
  /** How a tip came about that nobody asked for afterwards: on a device it is prompted. */
  readonly tipMode?: 'prompted'
}

/**
 * An order as the API shows it. The amount is what the client asked for; where the merchant surcharges and the order
 * does not bypass it, the surcharge comes on top.
 */
export function shownOrder(order: JsonObject, { dateTime, surcharge, tipMode }: OrderRules): JsonObject {
  const amount = Number(order.amount)
  const breakdown = isJsonObject(order.breakdown) ? order.breakdown : undefined
  const isBypassed = objectAt(breakdown, 'surcharge').bypass === true
  const percentage = isBypassed ? 0 : surcharge
  const base = Number(breakdown?.subtotal ?? amount)
  const added = Math.max(0, percentOf(base, percentage))
  return {
    ...picked(order, ['orderId']),
    dateTime,
    ...shownDescription(order),
    amount: amountOf(amount + added),
    ...picked(order, ['currency']),
    ...(isJsonObject(order.dccOffer) && { dccOffer: shownOffer(order.dccOffer) }),
    ...picked(order, ['standingInstructions']),
    ...((breakdown !== undefined || added !== 0) && {
      breakdown: {
        ...shownBreakdown(breakdown ?? { subtotal: base }, tipMode),
        ...((breakdown?.surcharge !== undefined || added > 0) && {
          surcharge: { bypass: isBypassed, ...(added > 0 && { amount: added, percentage }) },
        }),
      },
    }),
  }
}

/** The order of a refund: it always has a description, although some requests take an empty one. */
export function shownRefundOrder(request: JsonObject, dateTime: string): JsonObject {
  const description = textAt(request.order, 'description') ?? 'Refund'
  return shownOrder({ ...objectAt(request, 'order'), description }, { dateTime, surcharge: 0 })
}

/** Requests may describe an order at more length than payments show, and with nothing at all. */
function shownDescription(order: JsonObject): JsonObject {
  const description = textAt(order, 'description')
  return description === undefined ? {} : { description: shortened(description, MOST_DESCRIPTION) }
}

const MOST_DESCRIPTION = 256

/** A breakdown as the API shows it: with the amounts that its percentages come to. */
export function shownBreakdown(breakdown: JsonObject, tipMode?: 'prompted'): JsonObject {
  const subtotal = Number(breakdown.subtotal)
  return {
    ...picked(breakdown, ['subtotal', 'cashbackAmount', 'dutyAmount', 'freightAmount']),
    ...(isJsonObject(breakdown.dualPricing) && {
      dualPricing: picked(breakdown.dualPricing, ['offered', 'alternativeTender']),
    }),
    ...(isJsonObject(breakdown.tip) && { tip: shownTip(breakdown.tip, subtotal, tipMode) }),
    ...(breakdown.taxes !== undefined && { taxes: shownTaxes(breakdown, subtotal) }),
    ...(breakdown.items !== undefined && {
      items: objectsAt(breakdown, 'items').map((item) => ({
        ...picked(item, [
          'commodityCode',
          'productCode',
          'description',
          'unitOfMeasure',
          'unitPrice',
          'quantity',
          'discountRate',
        ]),
        ...(item.taxes !== undefined && {
          taxes: shownTaxes(item, Number(item.unitPrice) * Number(item.quantity)),
        }),
      })),
    }),
  }
}

/** The tip of an order, with what it comes to; the contract shows no amount that is not above 0. */
export function shownTip(tip: JsonObject, subtotal: number, mode?: 'prompted' | 'adjusted'): JsonObject {
  const isRate = tip.type === 'percentage' && typeof tip.percentage === 'number' && tip.amount === undefined
  const amount = isRate ? percentOf(subtotal, Number(tip.percentage)) : 0
  return {
    ...picked(tip, ['type', 'percentage']),
    ...(mode !== undefined && { mode }),
    ...(amount > 0 && { amount }),
    ...picked(tip, ['amount']),
  }
}

/** Taxes come as a rate or as an amount, and are shown as a rate with its amount, where that is above 0. */
function shownTaxes(holder: JsonObject, base: number): readonly Json[] {
  return objectsAt(holder, 'taxes').map((tax) => {
    const rate = typeof tax.rate === 'number' ? tax.rate : rateOf(Number(tax.amount), base)
    const amount = typeof tax.rate === 'number' ? percentOf(base, tax.rate) : Number(tax.amount)
    return { ...picked(tax, ['name']), rate, ...(amount > 0 && { amount }) }
  })
}

/** The contract's rates have five decimals, are above 0 and below 100. */
function rateOf(amount: number, base: number): number {
  const rate = Math.round((amount / base) * 10_000_000) / 100_000
  return Number.isFinite(rate) ? Math.min(99.99999, Math.max(0.00001, rate)) : 0.00001
}

/** An order that comes to another amount: what changes is the subtotal. */
export function withAmount(order: JsonObject, amount: number): JsonObject {
  const { breakdown } = order
  if (!isJsonObject(breakdown)) return { ...order, amount }
  const subtotal = amountOf(Number(breakdown.subtotal) + amount - Number(order.amount))
  return { ...order, amount, breakdown: { ...breakdown, subtotal } }
}

/** An offer without what only the client says of it: whether it was accepted. */
function shownOffer(offer: JsonObject): JsonObject {
  return picked(offer, ['offerReference', 'fxAmount', 'fxCurrency', 'fxRate', 'markup'])
}
