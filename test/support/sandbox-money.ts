import type { Json, JsonObject } from '../../core/json.ts'
import type { Answer, SandboxClient } from './sandbox.ts'

/** The terminal of the contract's examples. */
export const TERMINAL = '/processing-terminals/1234001'

export const KEYED_CARD = {
  type: 'card',
  cardDetails: {
    entryMethod: 'keyed',
    cardholderName: 'Sarah Hopper',
    keyedData: { dataFormat: 'plainText', cardNumber: '4539858876047062', expiryDate: '1230', cvv: '234' },
  },
} as const

export const ACH_ACCOUNT = {
  type: 'ach',
  nameOnAccount: 'Sarah Hopper',
  accountNumber: '1234567890',
  routingNumber: '053200983',
  secCode: 'web',
} as const

export const PAD_ACCOUNT = {
  type: 'pad',
  nameOnAccount: 'Sarah Hopper',
  accountNumber: '1234567890',
  transitNumber: '76543',
  institutionNumber: '543',
} as const

/** A sale of so much; what else the request says replaces or joins what it says here. */
export function saleOf(amount: number, rest: JsonObject = {}): JsonObject {
  return {
    channel: 'web',
    processingTerminalId: '1234001',
    order: { orderId: `Order-${amount}`, amount, currency: 'USD' },
    paymentMethod: KEYED_CARD,
    ...rest,
  }
}

/** A bank transfer of so much from an account. */
export function transferOf(amount: number, paymentMethod: JsonObject = ACH_ACCOUNT): JsonObject {
  return {
    processingTerminalId: '1234001',
    order: { orderId: `Order-${amount}`, amount, currency: 'USD' },
    paymentMethod,
  }
}

/** Pays, and returns the path of the payment. */
export async function paid(client: SandboxClient, request: JsonObject): Promise<string> {
  const { json } = await client.ask('POST', '/payments', { body: request })
  return `/payments/${String(json.paymentId)}`
}

/** Pays, has the batch closed, and returns the path of the payment. */
export async function settled(client: SandboxClient, request: JsonObject): Promise<string> {
  const path = await paid(client, request)
  await client.admin('POST', '/batch')
  return path
}

/** What an answer says at a pointer-like path of members: `at(answer, 'order', 'amount')`. */
export function at({ body }: Pick<Answer, 'body'>, ...names: readonly (string | number)[]): Json | undefined {
  return names.reduce<Json | undefined>((value, name) => (value as Record<string, Json> | undefined)?.[name], body)
}

/** Names of the members or parameters that a problem complains of. */
export function complaints(answer: Answer): readonly Json[] {
  const errors = at(answer, 'errors')
  return Array.isArray(errors) ? errors.map((error: Json) => (error as JsonObject).parameter ?? '') : []
}
