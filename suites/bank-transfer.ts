import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { closeBatch, refusedByState, shows } from './payment.ts'
import { dateFilters, filtersHold, settlementFilters } from './filters.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'
import { ACH_ACCOUNT, PAD_ACCOUNT, transferBody, transferRefundBody } from './transfer.ts'

const RULE = 'Payroc: bank transfers'
const AMOUNT = 4999

/** Money that goes from bank account to bank account: received at once, processed later, and sometimes sent back. */
export const bankTransferScenarios: readonly Scenario[] = [
  story({ id: 'ACH-01', title: 'A payment is taken from a US account', tier: 'required' }, (tools) =>
    paysAndFinds(tools, ACH_ACCOUNT),
  ),
  story(
    { id: 'ACH-02', title: 'A payment is taken from a Canadian account', tier: 'conditional', feature: 'pad' },
    (tools) => paysAndFinds(tools, PAD_ACCOUNT),
  ),
  story({ id: 'ACH-03', title: 'A payment without its secCode is refused', tier: 'recommended' }, async (tools) => {
    const { secCode: _, ...withoutCode } = ACH_ACCOUNT
    await tools.step('Pay without a secCode', async () => {
      const answer = await tools.api('bankTransferPayment', {
        body: transferBody(tools, AMOUNT, withoutCode),
        expect: refused([400], invalidRequestIsRejected, { rule: RULE }),
      })
      await tools.observe({
        answer,
        pointer: '/errors',
        holds: /secCode/.test(JSON.stringify(answer.body ?? '')),
        expected: 'secCode to be named',
        rule: RULE,
      })
    })
  }),
  story(
    { id: 'ACH-04', title: 'A bank transfer in the open batch is reversed', tier: 'conditional', feature: 'ach' },
    async (tools) => {
      const paid = await transfer(tools, ACH_ACCOUNT)
      const reversed = await tools.step('Reverse it', () =>
        tools.api('reverseBankTransferPayment', { path: pathOf(paid), expect: accepted(200) }),
      )
      await tools.stateful('It is reversed, and cannot be reversed again', async () => {
        await isReversed(tools, paid, reversed)
        await refusedByState(
          tools,
          'reverseBankTransferPayment',
          { path: pathOf(paid) },
          { cause: reversed, state: 'it was reversed before' },
        )
      })
    },
  ),
  story(
    { id: 'ACH-05', title: 'A refund in the open batch reverses', tier: 'conditional', feature: 'ach' },
    async (tools) => {
      const paid = await transfer(tools, ACH_ACCOUNT)
      const refunded = await tools.step('Refund it at once', () => refund(tools, paid, AMOUNT))
      await tools.stateful('It is reversed', async () => {
        await isReversed(tools, paid, refunded)
        await shows(tools, refunded, '/transactionResult/type', 'payment', RULE, 'warning')
      })
    },
  ),
  story(
    {
      id: 'ACH-06',
      title: 'A settled US payment is given back by a refund of its own',
      tier: 'conditional',
      feature: 'ach',
      alone: true,
    },
    async (tools) => {
      const paid = await transfer(tools, ACH_ACCOUNT)
      await tools.step('Close the batch', () => closeBatch(tools))
      await tools.stateful('It cannot be refunded itself, nor reversed', async () => {
        const state = { state: 'its batch is closed' }
        const body = { amount: AMOUNT, description: 'Returned goods' }
        await refusedByState(tools, 'refundBankTransferPayment', { path: pathOf(paid), body }, state)
        await refusedByState(tools, 'reverseBankTransferPayment', { path: pathOf(paid) }, state)
      })
      const refunded = await tools.step('Refund to the account', () =>
        tools.api('bankTransferUnreferencedRefund', { body: transferRefundBody(tools, AMOUNT), expect: accepted(201) }),
      )
      tools.evidence('refundId', refunded.text('/refundId'))
      await tools.step('It is pending', () =>
        shows(tools, refunded, '/transactionResult/status', ['pending', 'ready'], RULE),
      )
      await tools.stateful('It can be read', async () => {
        const path = { refundId: refunded.text('/refundId') }
        const read = await tools.api('getBankTransferRefund', { path, expect: accepted(200) })
        await tools.promise(createdResourceIsReadable, {
          created: refunded.recorded,
          read: read.recorded,
          identity: { value: path.refundId, at: '/refundId' },
        })
      })
      tools.cleanUp('Reverse the refund', async () => {
        if (!tools.target.stateful) return
        await tools.api('reverseBankTransferRefund', {
          path: { refundId: refunded.text('/refundId') },
          expect: whatever(200),
        })
      })
    },
  ),
  story(
    { id: 'ACH-07', title: 'A settled Canadian payment is refunded', tier: 'conditional', feature: 'pad', alone: true },
    async (tools) => {
      const paid = await transfer(tools, PAD_ACCOUNT)
      await tools.step('Close the batch', () => closeBatch(tools))
      const refunded = await tools.step('Refund it', () => refund(tools, paid, AMOUNT))
      await tools.stateful('The refund is pending, below zero, and no more can be refunded', async () => {
        await shows(tools, refunded, '/transactionResult/type', 'refund', RULE)
        await shows(tools, refunded, '/transactionResult/status', ['pending', 'ready'], RULE)
        await shows(tools, refunded, '/transactionResult/authorizedAmount', -AMOUNT, RULE)
        const body = { amount: 100, description: 'Returned goods' }
        const state = { cause: refunded, state: 'it was refunded whole before' }
        await refusedByState(tools, 'refundBankTransferPayment', { path: pathOf(paid), body }, state)
      })
    },
  ),
  story(
    { id: 'ACH-08', title: 'A return is represented, at most twice', tier: 'conditional', feature: 'ach', alone: true },
    represents,
  ),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [RULE], ...options, suite: 'bank-transfer' }, body)
}

function pathOf(payment: Answer): { readonly paymentId: string } {
  return { paymentId: payment.text('/paymentId') }
}

async function transfer(tools: PayrocTools, account: JsonObject): Promise<Answer> {
  const paid = await tools.step('Pay from a bank account', () =>
    tools.api('bankTransferPayment', { body: transferBody(tools, AMOUNT, account), expect: accepted(201) }),
  )
  tools.evidence('paymentId', paid.text('/paymentId'))
  tools.cleanUp('Reverse it', async () => {
    if (!tools.target.stateful) return
    const read = await tools.api('getBankTransferPayment', { path: pathOf(paid), expect: whatever(200) })
    const status = read.text('/transactionResult/status')
    if (status !== 'pending' && status !== 'ready') return
    await tools.api('reverseBankTransferPayment', { path: pathOf(paid), expect: whatever(200) })
  })
  return paid
}

async function paysAndFinds(tools: PayrocTools, account: JsonObject): Promise<void> {
  const paid = await transfer(tools, account)
  await tools.step('It was received, and will be processed', async () => {
    await shows(tools, paid, '/transactionResult/status', ['pending', 'ready'], RULE)
    await shows(tools, paid, '/transactionResult/responseCode', ['E', 'A'], RULE)
  })
  await tools.stateful('It can be read, and is listed', async () => {
    const read = await tools.api('getBankTransferPayment', { path: pathOf(paid), expect: accepted(200) })
    await tools.promise(createdResourceIsReadable, {
      created: paid.recorded,
      read: read.recorded,
      identity: { value: paid.text('/paymentId'), at: '/paymentId' },
    })
    const orderId = paid.text('/order/orderId')
    const page = await tools.api('listBankTransferPayments', {
      query: { processingTerminalId: tools.terminal, orderId },
      expect: accepted(200),
    })
    await tools.promise(listContainsCreated, {
      created: paid.recorded,
      id: paid.text('/paymentId'),
      pages: [page.recorded],
      isWhole: true,
      shape: { items: '/data', id: '/paymentId' },
      filter: { parameter: 'orderId', member: '/order/orderId', value: orderId },
    })
  })
  const { nameOnAccount = '', accountNumber } = account
  const list = { operationId: 'listBankTransferPayments', idName: 'paymentId', id: paid.text('/paymentId') } as const
  const query = { processingTerminalId: tools.terminal, orderId: paid.text('/order/orderId') }
  const status = paid.text('/transactionResult/status')
  await filtersHold(tools, { ...list, query }, [
    { name: 'nameOnAccount', matching: nameOnAccount, other: 'Nobody Of That Name' },
    { name: 'last4', matching: String(accountNumber).slice(-4), other: '0001' },
    { name: 'type', matching: ['payment'], other: ['accountVerification'] },
    { name: 'status', matching: [status], other: ['declined'] },
    { name: 'paymentLinkId', other: 'NOLINKATAL' },
    ...settlementFilters(status),
    ...dateFilters(tools),
  ])
}

async function refund(tools: PayrocTools, paid: Answer, amount: number): Promise<Answer> {
  return tools.api('refundBankTransferPayment', {
    path: pathOf(paid),
    body: { amount, description: 'Returned goods' },
    expect: accepted(200),
  })
}

async function isReversed(tools: PayrocTools, paid: Answer, change: Answer): Promise<void> {
  const read = await tools.api('getBankTransferPayment', { path: pathOf(paid), expect: accepted(200) })
  await tools.promise(updateIsVisible, {
    before: paid.recorded,
    updated: change.recorded,
    read: read.recorded,
    expected: [{ pointer: '/transactionResult/status', value: 'reversal' }],
  })
}

/** The customer's bank sends the payment back again and again; the id to represent is that of the return. */
async function represents(tools: PayrocTools): Promise<void> {
  let paymentId = (await transfer(tools, ACH_ACCOUNT)).text('/paymentId')
  await tools.stateful('The payment itself cannot be represented', () =>
    refusedByState(
      tools,
      'representBankTransferPayment',
      { path: { paymentId }, body: {} },
      { state: 'it was not returned' },
    ),
  )
  for (const time of ['once', 'twice']) {
    const returned = await tools.step('Its bank sends it back', () => returnedOf(tools, paymentId))
    const answer = await tools.step(`Represent it ${time}`, () =>
      tools.api('representBankTransferPayment', {
        path: { paymentId: returned },
        body: { paymentMethod: { ...ACH_ACCOUNT, accountType: 'checking' } },
        expect: accepted(200),
      }),
    )
    const again = answer.text('/representment/paymentId')
    tools.evidence(`represented ${time}`, again)
    await tools.stateful('The answer names the payment that it is now', () =>
      tools.observe({
        answer,
        pointer: '/representment/paymentId',
        holds: again !== '',
        expected: 'the id of the representment',
        rule: RULE,
      }),
    )
    if (again !== '') paymentId = again
    else if (tools.target.stateful) tools.stop('the representment has no id')
  }
  await tools.stateful('It cannot be represented a third time', async () => {
    const returned = await returnedOf(tools, paymentId)
    const state = { state: 'it was represented twice before' }
    await refusedByState(tools, 'representBankTransferPayment', { path: { paymentId: returned }, body: {} }, state)
  })
}

async function returnedOf(tools: PayrocTools, paymentId: string): Promise<string> {
  if (!tools.target.stateful) return paymentId
  await closeBatch(tools)
  await tools.arrange({ title: 'a bank return a transfer', what: `returns/${paymentId}` })
  const read = await tools.api('getBankTransferPayment', { path: { paymentId }, expect: accepted(200) })
  return read.text('/returns/0/paymentId')
}
