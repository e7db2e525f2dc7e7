import type { JsonObject } from '../core/json.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** A test account of a bank in the United States. */
export const ACH_ACCOUNT: JsonObject = {
  type: 'ach',
  nameOnAccount: 'Sarah Hopper',
  accountNumber: '11101010',
  routingNumber: '053200983',
  secCode: 'web',
}

/** A test account of a bank in Canada. */
export const PAD_ACCOUNT: JsonObject = {
  type: 'pad',
  nameOnAccount: 'Sarah Hopper',
  accountNumber: '1234567890',
  transitNumber: '76543',
  institutionNumber: '543',
}

/** A payment from a bank account, with a new reference. */
export function transferBody(
  tools: Pick<PayrocTools, 'terminal' | 'reference'>,
  amount: number,
  paymentMethod: JsonObject = ACH_ACCOUNT,
): JsonObject {
  const currency = paymentMethod.type === 'pad' ? 'CAD' : 'USD'
  return {
    processingTerminalId: tools.terminal,
    order: { orderId: tools.reference(), description: 'Conformance', amount, currency },
    paymentMethod,
  }
}

/** A refund to a bank account that belongs to no payment, with a new reference. */
export function transferRefundBody(
  tools: Pick<PayrocTools, 'terminal' | 'reference'>,
  amount: number,
  refundMethod: JsonObject = ACH_ACCOUNT,
): JsonObject {
  const { paymentMethod: method, ...rest } = transferBody(tools, amount, refundMethod)
  return { ...rest, refundMethod: method ?? refundMethod }
}
