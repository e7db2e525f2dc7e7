import type { JsonObject } from '../../core/json.ts'
import { amountOf } from './amount.ts'
import type { Call } from './call.ts'
import { type Card, isDebit } from './card.ts'
import { bodyOf } from './members.ts'

/** What a merchant adds to the rate, percent. */
const MARKUP = 3

/** A rate for every currency but the card's own: what is tested is the way of an offer, not the market. */
const RATE = 1.1

/** Cards of the sandbox are issued in the United States. */
const CARD_CURRENCY = { fxCurrency: 'USD', fxCurrencyCode: '840', fxCurrencyExponent: 2 }

/** What the first digits of a card say of it. */
export function cardInfo(type: string, cardNumber: string): JsonObject {
  return { type, cardNumber, country: 'US', currency: CARD_CURRENCY.fxCurrency, debit: isDebit(type) }
}

/** Whether a customer is offered to pay in the currency of the card, and on what terms. */
export function dccOffer(call: Call, { type }: Card): JsonObject {
  const { baseAmount, baseCurrency } = bodyOf(call)
  if (type.startsWith('Common')) return rejected('The card does not support currency conversion')
  if (baseCurrency === CARD_CURRENCY.fxCurrency) return rejected("The currency is the card's own")
  return {
    inquiryResult: { dccOffered: true },
    dccOffer: {
      offerReference: call.ids.uuid('dcc-offer'),
      fxAmount: amountOf(Number(baseAmount) * RATE),
      ...CARD_CURRENCY,
      fxRate: RATE,
      markup: MARKUP,
      markupText: `${MARKUP}% above the interbank rate`,
      provider: 'Sandbox',
      source: 'Sandbox rates',
    },
  }
}

function rejected(causeOfRejection: string): JsonObject {
  return { inquiryResult: { dccOffered: false, causeOfRejection } }
}
