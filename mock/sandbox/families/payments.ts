import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { Handlers } from '../call.ts'
import { type MoneyOutcome, moneyOutcome, transactionResultOf } from '../money-outcome.ts'
import { refuseUnknown } from '../problem.ts'
import type { CollectionSpec } from '../state/collection.ts'
import type { World } from '../world.ts'

/** A card payment as the sandbox keeps it. */
export interface PaymentRecord {
  readonly paymentId: string
  /** As the API shows it. */
  readonly shown: JsonObject
}

export const PAYMENTS: CollectionSpec<PaymentRecord> = {
  name: 'payments',
  seed: ({ example }) => {
    const shown = example('getPayment', '200') as JsonObject
    const paymentId = String(shown['paymentId'])
    return [[paymentId, { paymentId, shown }]]
  },
}

/** Makes the payment of a device instruction and returns its id. */
export function recordDevicePayment(world: World, instruction: JsonObject, outcome?: MoneyOutcome): string {
  const order = instruction['order'] as JsonObject
  const amount = Number(order['amount'])
  const paymentId = world.ids.code('payment')
  const shown: Record<string, Json> = {
    paymentId,
    processingTerminalId: instruction['processingTerminalId'] as string,
    ...(instruction['operator'] !== undefined && { operator: instruction['operator'] }),
    order: {
      orderId: order['orderId'] as Json,
      dateTime: world.clock.iso(),
      amount,
      currency: order['currency'] as Json,
    },
    card: { type: 'Visa', entryMethod: 'icc', cardNumber: '476173******0011', expiryDate: '1230' },
    supportedOperations: [
      'capture',
      'fullyReverse',
      'partiallyReverse',
      'incrementAuthorization',
      'adjustTip',
      'setAsPending',
    ],
    transactionResult: transactionResultOf(outcome ?? moneyOutcome(amount), {
      type: 'sale',
      amount,
      currency: String(order['currency']),
      approvalCode: 'OK3',
    }),
  }
  world.state.of(PAYMENTS).set(paymentId, { paymentId, shown })
  return paymentId
}

export const handlers: Handlers = {
  getPayment(call) {
    const record = call.state.of(PAYMENTS).get(call.path['paymentId'] as string)
    if (record === undefined) return refuseUnknown(call, 'payment', 'paymentId')
    return { status: 200, body: isJsonObject(record.shown) ? record.shown : {} }
  },
}
