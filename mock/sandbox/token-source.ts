import type { JsonObject } from '../../core/json.ts'
import { isBankAccount } from './bank-account.ts'
import { type Card, cardOf, isDebit } from './card.ts'
import { nameOf } from './customer.ts'
import { zeroedAccountNumber } from './mask.ts'
import { picked } from './members.ts'

/** What a token stands for, as the API shows it: masked, whatever it was made from. */
export function tokenSource(source: JsonObject, customer: JsonObject = {}): JsonObject {
  if (isBankAccount(source)) {
    return {
      ...picked(source, ['type', 'nameOnAccount']),
      // The contract allows nothing but digits here, so no other mask is possible.
      accountNumber: zeroedAccountNumber(String(source.accountNumber)),
      ...picked(source, source.type === 'pad' ? ['transitNumber', 'institutionNumber'] : ['routingNumber']),
    }
  }
  const { type: cardType, cardNumber, expiryDate, cardholderName } = cardOf(source)
  return {
    type: 'card',
    cardholderName: nameOf(typeof cardholderName === 'string' ? cardholderName : undefined, customer),
    cardNumber,
    expiryDate,
    cardType,
    debit: isDebit(cardType),
  }
}

/** The card of a token. */
export function cardOfSource(source: JsonObject): Card {
  return {
    type: String(source.cardType ?? 'Visa Credit'),
    entryMethod: 'keyed',
    ...picked(source, ['cardholderName']),
    cardNumber: String(source.cardNumber),
    expiryDate: String(source.expiryDate ?? '1230'),
  }
}
