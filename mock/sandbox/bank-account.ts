import type { JsonObject } from '../../core/json.ts'
import { maskedAccountNumber } from './mask.ts'
import { picked } from './members.ts'

/** A bank account as payments and refunds show it, of a payment method or of the source of a token. */
export function shownBankAccount(source: JsonObject, secCode: JsonObject = source): JsonObject {
  const names = source.type === 'pad' ? ['transitNumber', 'institutionNumber'] : ['routingNumber']
  return {
    ...picked(source, ['type']),
    ...(source.type === 'ach' && picked(secCode, ['secCode'])),
    ...picked(source, ['nameOnAccount']),
    accountNumber: maskedAccountNumber(String(source.accountNumber)),
    ...picked(source, names),
  }
}

/** Whether what a client pays with is a bank account. */
export function isBankAccount({ type }: JsonObject): boolean {
  return type === 'ach' || type === 'pad'
}
