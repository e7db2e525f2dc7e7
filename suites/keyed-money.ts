import type { Answer } from '../run/scenario/answer.ts'
import { INSTRUCTIONS, instructionBody, type InstructionKind, pollUntilFinal } from './instruction.ts'
import { accepted } from '../run/scenario/expectation.ts'
import { type KeyedOperation, type KeyedRequest, prerequisite, remove } from './keyed-operation.ts'
import { closeBatch, KEYED_CARD, paymentBody, PRE_AUTHORIZATION } from './payment.ts'
import { DEVICE_LANE, type PayrocTools } from './payroc-scenario.ts'
import { ACH_ACCOUNT, transferBody, transferRefundBody } from './transfer.ts'

const AMOUNT = 4999

/** The operations that move money and take an Idempotency-Key: cards, devices, bank accounts. */
export const KEYED_MONEY: readonly KeyedOperation[] = [
  {
    operationId: 'payment',
    id: '/paymentId',
    make: async (tools) => ({ path: {}, body: paymentBody(tools, AMOUNT) }),
    undo: (tools, answer) => remove(tools, 'reversePayment', pathOf(answer)),
  },
  {
    operationId: 'adjustPayment',
    make: async (tools) => ({
      path: await paid(tools),
      body: { adjustments: [{ type: 'order', amount: AMOUNT - 500 }] },
      other: { adjustments: [{ type: 'order', amount: AMOUNT - 600 }] },
    }),
  },
  {
    operationId: 'capturePayment',
    make: async (tools) => ({ path: await paid(tools, PRE_AUTHORIZATION), body: { amount: AMOUNT } }),
  },
  {
    operationId: 'reversePayment',
    make: async (tools) => ({ path: await paid(tools), body: { amount: 1000 }, other: { amount: 1100 } }),
  },
  {
    operationId: 'refundPayment',
    make: async (tools) => ({
      path: await paid(tools),
      body: { amount: 1000, description: 'Returned goods' },
      other: { amount: 1100, description: 'Returned goods' },
    }),
  },
  {
    operationId: 'unreferencedRefund',
    id: '/refundId',
    make: async (tools) => cardRefund(tools),
    undo: (tools, answer) => remove(tools, 'reverseRefund', { refundId: answer.text('/refundId') }),
  },
  {
    operationId: 'adjustRefund',
    make: async (tools) => ({
      path: await refunded(tools),
      body: { operator: 'Jane', adjustments: [CONTACT] },
    }),
  },
  { operationId: 'reverseRefund', make: async (tools) => ({ path: await refunded(tools) }) },
  ...(['payment', 'refund', 'signature'] as const).map(onDevice),
  {
    operationId: 'verifyCard',
    make: async (tools) => ({
      path: {},
      body: { processingTerminalId: tools.terminal, operator: 'Jane', card: KEYED_CARD },
    }),
  },
  {
    operationId: 'verifyBankAccount',
    make: async (tools) => ({
      path: {},
      body: { processingTerminalId: tools.terminal, bankAccount: { ...ACH_ACCOUNT, accountType: 'checking' } },
    }),
  },
  {
    operationId: 'bankTransferPayment',
    id: '/paymentId',
    make: async (tools) => ({ path: {}, body: transferBody(tools, AMOUNT) }),
    undo: (tools, answer) => remove(tools, 'reverseBankTransferPayment', pathOf(answer)),
  },
  { operationId: 'reverseBankTransferPayment', make: async (tools) => ({ path: await transferred(tools) }) },
  {
    operationId: 'refundBankTransferPayment',
    make: async (tools) => ({
      path: await transferred(tools),
      body: { amount: AMOUNT, description: 'Returned goods' },
    }),
  },
  {
    operationId: 'representBankTransferPayment',
    alone: true,
    make: async (tools) => {
      const { paymentId } = await transferred(tools)
      await closeBatch(tools)
      await tools.arrange({ title: 'a bank return a transfer', what: `returns/${paymentId}` })
      const read = await tools.api('getBankTransferPayment', { path: { paymentId }, expect: accepted(200) })
      return {
        path: { paymentId: read.text('/returns/0/paymentId') || paymentId },
        body: { paymentMethod: { ...ACH_ACCOUNT, accountType: 'checking' } },
      }
    },
  },
  {
    operationId: 'bankTransferUnreferencedRefund',
    id: '/refundId',
    make: async (tools) => ({ path: {}, body: transferRefundBody(tools, AMOUNT) }),
    undo: (tools, answer) => remove(tools, 'reverseBankTransferRefund', { refundId: answer.text('/refundId') }),
  },
  {
    operationId: 'reverseBankTransferRefund',
    make: async (tools) => {
      const request = { path: {}, body: transferRefundBody(tools, AMOUNT) }
      const made = await prerequisite(tools, 'bankTransferUnreferencedRefund', request)
      return { path: { refundId: made.text('/refundId') } }
    },
  },
]

const CONTACT = { type: 'customer', contactMethods: [{ type: 'mobile', value: '8445558735' }] }

function pathOf(payment: Answer): { readonly paymentId: string } {
  return { paymentId: payment.text('/paymentId') }
}

async function paid(tools: PayrocTools, more?: typeof PRE_AUTHORIZATION) {
  const made = await prerequisite(tools, 'payment', { path: {}, body: paymentBody(tools, AMOUNT, more) })
  tools.cleanUp('Void the payment', () => remove(tools, 'reversePayment', pathOf(made)))
  return pathOf(made)
}

async function transferred(tools: PayrocTools) {
  return pathOf(await prerequisite(tools, 'bankTransferPayment', { path: {}, body: transferBody(tools, AMOUNT) }))
}

function cardRefund(tools: PayrocTools): KeyedRequest {
  const { paymentMethod: refundMethod, ...rest } = paymentBody(tools, AMOUNT, { channel: 'pos' })
  return { path: {}, body: { ...rest, refundMethod: refundMethod ?? KEYED_CARD } }
}

async function refunded(tools: PayrocTools) {
  const made = await prerequisite(tools, 'unreferencedRefund', cardRefund(tools))
  return { refundId: made.text('/refundId') }
}

/** A device carries out one instruction at a time: the next one waits for the end of this one. */
function onDevice(kind: InstructionKind): KeyedOperation {
  const { submit, id } = INSTRUCTIONS[kind]
  return {
    operationId: submit,
    id: `/${id}`,
    lane: DEVICE_LANE,
    make: async (tools) => {
      await tools.device.will('complete')
      return { path: { serialNumber: tools.device.serialNumber }, body: instructionBody(tools, kind, AMOUNT) }
    },
    settle: async (tools, answer) => {
      if (tools.target.stateful) await pollUntilFinal(tools, { kind, id: answer.text(`/${id}`), answer })
    },
  }
}
