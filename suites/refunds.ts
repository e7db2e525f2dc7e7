import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { linksResolve } from '../checks/sequences/links-resolve.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { wrongStateIsConflict } from '../checks/sequences/wrong-state-is-conflict.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import {
  closeBatch,
  isSettled,
  needsOpenBatch,
  KEYED_CARD,
  pay,
  paymentBody,
  refusedByState,
  shows,
} from './payment.ts'
import { dateFilters, filtersHold, settlementFilters } from './filters.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const REFUNDS = 'Payroc: refund a card payment'

const OPEN = { suite: 'payment-lifecycle', requirements: [REFUNDS] } as const

/** Money that goes back to a card: of a payment in the open batch, of one that is settled, and without a payment. */
export const refundScenarios: readonly Scenario[] = [
  story({ id: 'CNP-10', title: 'A part of a payment is refunded', tier: 'required' }, async (tools) => {
    const paid = await settledPayment(tools)
    const answer = await refund(tools, paid, 1500)
    await tools.stateful('The rest can be refunded, and no more', async () => {
      await refundMore(tools, paid, AMOUNT - 1500 + 100)
      await refund(tools, paid, AMOUNT - 1500)
      await refundMore(tools, paid, 100)
    })
    tools.evidence('refundId', answer.text('/refunds/0/refundId'))
  }),
  story({ id: 'CNP-09', title: 'A payment is refunded whole', tier: 'required' }, async (tools) => {
    const paid = await settledPayment(tools)
    await refund(tools, paid, AMOUNT)
  }),
  story(
    { id: 'CP-07', title: 'A settled payment is refunded as it says it can be', tier: 'required' },
    async (tools) => {
      const paid = await settledPayment(tools)
      const before = await tools.step('Read what can be done with it', () =>
        tools.api('getPayment', { path: pathOf(paid), expect: accepted(200) }),
      )
      await tools.stateful('It can be refunded', async () => {
        const supported = before.at('/supportedOperations')
        await tools.observe({
          answer: before,
          pointer: '/supportedOperations',
          holds: Array.isArray(supported) && supported.includes('refund'),
          expected: 'refund among what can be done with a settled payment',
          rule: REFUNDS,
        })
      })
      await refund(tools, paid, AMOUNT)
    },
  ),
  story({ id: 'CNP-11', title: 'No more is refunded than was paid', tier: 'required' }, async (tools) => {
    const paid = await settledPayment(tools)
    await tools.stateful('Ask for more back', () => refundMore(tools, paid, AMOUNT + 100))
  }),
  story(
    {
      id: 'payment-lifecycle/settled',
      title: 'A settled payment cannot be reversed, captured or adjusted',
      tier: 'recommended',
    },
    async (tools) => {
      const paid = await settledPayment(tools)
      await tools.stateful('Its batch is closed', async () => {
        const state = { state: 'its batch is closed' }
        await refusedByState(tools, 'reversePayment', { path: pathOf(paid), body: {} }, state)
        await refusedByState(tools, 'capturePayment', { path: pathOf(paid), body: {} }, state)
        const adjustments = [{ type: 'order', amount: AMOUNT - 500 }]
        await refusedByState(tools, 'adjustPayment', { path: pathOf(paid), body: { adjustments } }, state)
      })
    },
  ),
  story(
    { id: 'payment-lifecycle/settled-refund', title: 'A settled refund cannot be reversed', tier: 'recommended' },
    async (tools) => {
      const refunded = await unreferencedRefund(tools)
      if (!isSettled(refunded)) await closeBatch(tools)
      await tools.stateful('Its batch is closed', () =>
        refusedByState(tools, 'reverseRefund', { path: refundPath(refunded) }, { state: 'its batch is closed' }),
      )
    },
  ),
  scenario(
    {
      ...OPEN,
      id: 'payment-lifecycle/refund-in-open-batch',
      title: 'A refund in the open batch reverses',
      tier: 'recommended',
    },
    async (tools) => {
      const paid = await tools.step('Pay by card', () => pay(tools, paymentBody(tools, AMOUNT)))
      const refunded = await tools.step('Refund it at once', () =>
        tools.api('refundPayment', {
          path: pathOf(paid),
          body: { amount: AMOUNT, description: 'Returned at once' },
          expect: accepted(200),
        }),
      )
      await tools.stateful('It is reversed, or refunded', async () => {
        const status = refunded.text('/transactionResult/status')
        const isRefunded = refunded.text('/refunds/0/refundId') !== ''
        tools.saw(`A refund in the open batch ${isRefunded ? 'makes a refund' : 'reverses the payment'}.`)
        await tools.observe({
          answer: refunded,
          pointer: '/transactionResult/status',
          holds: isRefunded || status === 'reversal',
          expected: 'reversal, or a refund of the payment',
          rule: 'Payroc: in the open batch the gateway reverses instead',
        })
      })
    },
  ),
  scenario(
    {
      ...OPEN,
      id: 'CNP-12',
      title: 'Money is refunded without a payment',
      tier: 'conditional',
      feature: 'unreferenced-refunds',
    },
    async (tools) => {
      const refunded = await unreferencedRefund(tools)
      tools.cleanUp('Reverse it', async () => {
        if (tools.target.stateful && !isSettled(refunded))
          await tools.api('reverseRefund', { path: refundPath(refunded), expect: accepted(200) })
      })
      await tools.stateful('It can be read, and is listed', async () => {
        const read = await tools.api('getRefund', { path: refundPath(refunded), expect: accepted(200) })
        await tools.promise(createdResourceIsReadable, {
          created: refunded.recorded,
          read: read.recorded,
          identity: { value: refunded.text('/refundId'), at: '/refundId' },
        })
        const orderId = refunded.text('/order/orderId')
        const page = await tools.api('listRefunds', { query: { orderId }, expect: accepted(200) })
        await tools.promise(listContainsCreated, {
          created: refunded.recorded,
          id: refunded.text('/refundId'),
          pages: [page.recorded],
          isWhole: true,
          shape: { items: '/data', id: '/refundId' },
          filter: { parameter: 'orderId', member: '/order/orderId', value: orderId },
        })
      })
    },
  ),
  scenario(
    {
      ...OPEN,
      id: 'payment-lifecycle/refund-filters',
      title: 'Refunds are found by filters',
      tier: 'conditional',
      feature: 'unreferenced-refunds',
    },
    async (tools) => {
      const refunded = await unreferencedRefund(tools)
      const status = refunded.text('/transactionResult/status')
      const list = { operationId: 'listRefunds', idName: 'refundId', id: refunded.text('/refundId') } as const
      const query = { processingTerminalId: tools.terminal, orderId: refunded.text('/order/orderId') }
      await filtersHold(tools, { ...list, query }, [
        { name: 'status', matching: [status], other: ['declined'] },
        { name: 'tender', other: 'ebt' },
        { name: 'operator', other: 'nobody-of-that-name' },
        { name: 'cardholderName', other: 'Nobody Of That Name' },
        { name: 'first6', other: '411111' },
        { name: 'last4', other: '0001' },
        ...settlementFilters(status),
        ...dateFilters(tools),
      ])
    },
  ),
  scenario(
    {
      ...OPEN,
      id: 'CNP-13',
      title: 'A refund in the open batch is reversed',
      tier: 'conditional',
      feature: 'unreferenced-refunds',
    },
    async (tools) => {
      const refunded = await unreferencedRefund(tools)
      needsOpenBatch(tools, refunded)
      const reversed = await tools.step('Reverse it', () =>
        tools.api('reverseRefund', { path: refundPath(refunded), expect: accepted(200) }),
      )
      await tools.stateful('It is reversed, and cannot be reversed again', async () => {
        const read = await tools.api('getRefund', { path: refundPath(refunded), expect: accepted(200) })
        await tools.promise(updateIsVisible, {
          before: refunded.recorded,
          updated: reversed.recorded,
          read: read.recorded,
          expected: [{ pointer: '/transactionResult/status', value: 'reversal' }],
        })
        await refusedByState(
          tools,
          'reverseRefund',
          { path: refundPath(refunded) },
          { cause: reversed, state: 'it was reversed before' },
        )
      })
    },
  ),
]

/** In the lowest denomination; its last digits trigger no outcome. */
const AMOUNT = 4999

/** Closing the batch concerns all payments there are, so it is done when nobody else pays. */
function story(
  options: Omit<ScenarioOptions, 'suite' | 'alone'>,
  body: (tools: PayrocTools) => Promise<void>,
): Scenario {
  return scenario({ ...OPEN, ...options, alone: true }, body)
}

function pathOf(payment: Answer): { readonly paymentId: string } {
  return { paymentId: payment.text('/paymentId') }
}

function refundPath(refund: Answer): { readonly refundId: string } {
  return { refundId: refund.text('/refundId') }
}

async function settledPayment(tools: PayrocTools): Promise<Answer> {
  const paid = await tools.step('Pay by card', () => pay(tools, paymentBody(tools, AMOUNT)))
  // Some gateways settle at once.
  if (!isSettled(paid)) await tools.step('Close the batch', () => closeBatch(tools))
  return paid
}

async function refund(tools: PayrocTools, payment: Answer, amount: number): Promise<Answer> {
  const answer = await tools.step(`Refund ${amount}`, () =>
    tools.api('refundPayment', {
      path: pathOf(payment),
      body: { amount, description: 'Returned goods' },
      expect: accepted(200),
    }),
  )
  await tools.stateful('The payment lists the refund, and the refund can be read', async () => {
    const { length } = listOf(answer)
    const last = `/refunds/${Math.max(0, length - 1)}`
    const refundId = answer.text(`${last}/refundId`)
    const isListed = await tools.observe({
      answer,
      pointer: '/refunds',
      holds: refundId !== '',
      expected: 'the refund among those of the payment',
      rule: REFUNDS,
    })
    if (!isListed) return
    const link = answer.text(`${last}/link/href`)
    await tools.observe({
      answer,
      pointer: `${last}/link/href`,
      holds: link === '' || link.endsWith(`/refunds/${refundId}`),
      expected: 'a link to the refund',
      rule: REFUNDS,
      promise: linksResolve,
    })
    const read = await tools.api('getRefund', {
      path: { refundId },
      expect: { ...accepted(200), promise: createdResourceIsReadable, rule: REFUNDS },
    })
    await shows(tools, read, '/order/amount', amount, REFUNDS)
  })
  return answer
}

function listOf(payment: Answer): readonly unknown[] {
  const refunds = payment.at('/refunds')
  return Array.isArray(refunds) ? refunds : []
}

/** More than is left: 400 is documented, any refusal says what a client must know. */
async function refundMore(tools: PayrocTools, payment: Answer, amount: number): Promise<void> {
  const attempt = await tools.api('refundPayment', {
    path: pathOf(payment),
    body: { amount, description: 'Returned goods' },
    expect: whatever(400),
  })
  const isRefused = await tools.promise(wrongStateIsConflict, {
    attempt: attempt.recorded,
    state: `${amount} is more than is left of the payment`,
  })
  if (!isRefused) return
  tools.saw(`A refund above what is left is answered ${attempt.status} ${attempt.problem ?? ''}.`)
}

async function unreferencedRefund(tools: PayrocTools): Promise<Answer> {
  const body = {
    processingTerminalId: tools.terminal,
    channel: 'pos',
    order: { orderId: tools.reference(), description: 'Refund without a payment', amount: AMOUNT, currency: 'USD' },
    refundMethod: KEYED_CARD,
  }
  const answer = await tools.step('Refund money to a card', () =>
    tools.api('unreferencedRefund', { body, expect: accepted(201) }),
  )
  await tools.step('It is approved', () => shows(tools, answer, '/transactionResult/responseCode', ['A', 'E'], REFUNDS))
  tools.evidence('refundId', answer.text('/refundId'))
  return answer
}
