import type { JsonObject } from '../../core/json.ts'
import { objectAt, picked } from './members.ts'

/** Statuses of a transaction that is in the open batch. */
export function isOpen(shown: JsonObject): boolean {
  const { status } = objectAt(shown, 'transactionResult')
  return status === 'ready' || status === 'pending'
}

/** A transaction with another status. */
export function withStatus(shown: JsonObject, status: string): JsonObject {
  return { ...shown, transactionResult: { ...objectAt(shown, 'transactionResult'), status } }
}

/** A transaction in the words in which another one, a link's or a subscription's refers to it. */
export function summaryOf(shown: JsonObject): JsonObject {
  const order = objectAt(shown, 'order')
  const result = objectAt(shown, 'transactionResult')
  return {
    dateTime: order.dateTime ?? '',
    ...picked(order, ['currency', 'amount']),
    ...picked(result, ['status', 'responseCode', 'responseMessage']),
  }
}
