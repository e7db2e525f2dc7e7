import type { JsonObject } from '../../../core/json.ts'
import type { Call, Handlers } from '../call.ts'
import { type Card, isDebit, schemeOf } from '../card.ts'
import { cardInfo, dccOffer } from '../currency-conversion.ts'
import { cardToCharge, instrumentOf, spend } from '../instrument.ts'
import { bodyOf, objectAt, picked } from '../members.ts'
import { percentOf } from '../amount.ts'
import { moneyOutcome, transactionResultOf } from '../money-outcome.ts'

/** What is on every card of electronic benefits, in the lowest denomination. */
const BENEFITS = 10_000

function cardOfMember(call: Call, name: string): { readonly card: Card; readonly method: JsonObject } {
  const method = objectAt(bodyOf(call), name)
  const instrument = instrumentOf(call, method, name)
  const card = cardToCharge(method, instrument, name)
  spend(call, instrument.singleUse)
  return { card, method }
}

export const handlers: Handlers = {
  verifyCard(call) {
    const { card } = cardOfMember(call, 'card')
    const result = transactionResultOf(moneyOutcome(0), {
      type: 'sale',
      amount: 0,
      currency: 'USD',
      approvalCode: call.ids.digits('approval', 6),
    })
    return {
      status: 200,
      body: {
        ...picked(call.body, ['operator', 'processingTerminalId']),
        card,
        verified: true,
        transactionResult: picked(result, ['status', 'responseCode', 'responseMessage', 'processorResponseCode']),
      },
    }
  },
  balanceCard(call) {
    const { card, method } = cardOfMember(call, 'card')
    const details = objectAt(method, 'ebtDetails')
    const { benefitCategory = 'cash' } = { ...objectAt(objectAt(method, 'cardDetails'), 'ebtDetails'), ...details }
    const balance = { benefitCategory, amount: BENEFITS, ...picked(call.body, ['currency']) }
    return {
      status: 200,
      body: {
        ...picked(call.body, ['processingTerminalId', 'operator']),
        card: { ...card, balances: [balance] },
        responseCode: 'A',
        responseMessage: 'Approved',
      },
    }
  },
  binLookup(call) {
    const { amount } = bodyOf(call)
    const given = objectAt(bodyOf(call), 'card')
    const bin = String(given.bin ?? '')
    const { type, cardNumber } =
      given.type === 'cardBin'
        ? { type: schemeOf(bin), cardNumber: [...bin].slice(0, 6).join('') + '*'.repeat(10) }
        : cardOfMember(call, 'card').card
    const percentage = isDebit(type) ? 0 : call.options.surchargePercentage
    return {
      status: 200,
      body: {
        ...cardInfo(type, cardNumber),
        surcharging:
          percentage === 0
            ? { allowed: false }
            : {
                allowed: true,
                ...(typeof amount === 'number' && { amount: percentOf(amount, percentage) }),
                percentage,
                disclosure: `A surcharge of ${percentage}% applies to credit cards`,
              },
      },
    }
  },
  getFxRates(call) {
    const { card } = cardOfMember(call, 'paymentMethod')
    return {
      status: 200,
      body: {
        ...picked(call.body, ['processingTerminalId', 'operator', 'baseAmount', 'baseCurrency']),
        ...dccOffer(call, card),
        cardInfo: cardInfo(card.type, card.cardNumber),
      },
    }
  },
}
