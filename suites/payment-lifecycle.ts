import { statusTransitionIsAllowed } from '../checks/sequences/status-transition-is-allowed.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import {
  findPayment,
  KEYED_CARD,
  pay,
  paymentBody,
  PRE_AUTHORIZATION,
  isApprovedWhole,
  needsOpenBatch,
  readPayment,
  refusedByState,
  shows,
} from './payment.ts'
import { dateFilters, filtersHold, settlementFilters } from './filters.ts'
import { scenario, TRIGGER_AMOUNTS, type PayrocTools } from './payroc-scenario.ts'

const CARDS = 'Payroc: run a card sale'
const CAPTURES = 'Payroc: run a pre-authorization'

/** Card payments without a device, from the sale to its reversal, while their batch is open. */
export const paymentScenarios: readonly Scenario[] = [
  story({ id: 'CNP-01', title: 'A card sale is approved', tier: 'required' }, async (tools) => {
    const paid = await sale(tools, TRIGGER_AMOUNTS.approved, 'A')
    await tools.stateful('It can be read, and is listed', async () => {
      await readPayment(tools, paid)
      await findPayment(tools, paid)
    })
  }),
  story({ id: 'CNP-02', title: 'A card sale is declined', tier: 'required' }, async (tools) => {
    const declined = await sale(tools, TRIGGER_AMOUNTS.declined, 'D')
    await tools.stateful('A payment that was declined cannot be captured', () =>
      refusedByState(tools, 'capturePayment', { path: pathOf(declined), body: {} }, { state: 'it was declined' }),
    )
  }),
  story({ id: 'CNP-03', title: 'A card is pre-authorized', tier: 'required' }, async (tools) => {
    const held = await preAuthorize(tools)
    await tools.stateful('It is readable, listed, and not captured', async () => {
      const read = await readPayment(tools, held)
      await shows(tools, read, '/transactionResult/type', 'preAuthorization', CAPTURES)
      await findPayment(tools, held)
    })
  }),
  story({ id: 'CNP-04', title: 'A pre-authorization is captured whole', tier: 'required' }, async (tools) => {
    const held = await preAuthorize(tools)
    const captured = await capture(tools, held, AMOUNT)
    await tools.stateful('What is captured cannot be captured again', () =>
      refusedByState(
        tools,
        'capturePayment',
        { path: pathOf(held), body: {} },
        { cause: captured, state: 'it was captured before' },
      ),
    )
  }),
  story(
    {
      id: 'CNP-05',
      title: 'A part of a pre-authorization is captured',
      tier: 'conditional',
      feature: 'pre-authorization',
    },
    async (tools) => {
      const held = await preAuthorize(tools)
      await capture(tools, held, AMOUNT - 1000)
    },
  ),
  story(
    {
      id: 'payment-lifecycle/capture-above',
      title: 'No more is captured than was authorized',
      tier: 'recommended',
    },
    async (tools) => {
      const held = await preAuthorize(tools)
      await tools.stateful('Capture more without an adjustment', () =>
        refusedByState(
          tools,
          'capturePayment',
          { path: pathOf(held), body: { amount: AMOUNT + 1000 } },
          { state: `only ${AMOUNT} was authorized, and more is to be adjusted first` },
        ),
      )
    },
  ),
  story(
    {
      id: 'CNP-06',
      title: 'A pre-authorization is adjusted, then captured',
      tier: 'conditional',
      feature: 'pre-authorization',
    },
    async (tools) => {
      const held = await preAuthorize(tools)
      await adjustAmount(tools, held, AMOUNT + 500)
      await capture(tools, held, AMOUNT + 500)
    },
  ),
  story({ id: 'CNP-07', title: 'A pre-authorization is voided', tier: 'required' }, async (tools) => {
    const held = await preAuthorize(tools)
    const reversed = await reverse(tools, held)
    await tools.stateful('What is reversed can no longer be captured, adjusted or reversed', async () => {
      const state = { cause: reversed, state: 'it was reversed before' }
      await refusedByState(tools, 'capturePayment', { path: pathOf(held), body: {} }, state)
      await refusedByState(tools, 'reversePayment', { path: pathOf(held), body: {} }, state)
      await refusedByState(
        tools,
        'adjustPayment',
        { path: pathOf(held), body: { adjustments: [{ type: 'order', amount: AMOUNT - 500 }] } },
        state,
      )
    })
  }),
  story({ id: 'CNP-08', title: 'A sale is voided', tier: 'required' }, voidSale),
  story({ id: 'CP-09', title: 'A sale in the open batch is reversed', tier: 'required' }, voidSale),
  story(
    { id: 'payment-lifecycle/partial-reversal', title: 'A part of a sale is reversed', tier: 'recommended' },
    async (tools) => {
      const paid = await sale(tools, AMOUNT, 'A')
      needsOpenBatch(tools, paid)
      const reversed = await tools.step('Reverse a part', () =>
        tools.api('reversePayment', { path: pathOf(paid), body: { amount: 1000 }, expect: accepted(200) }),
      )
      await tools.step('The rest is still authorized', () =>
        shows(tools, reversed, '/transactionResult/authorizedAmount', AMOUNT - 1000, 'Payroc: reverse a payment'),
      )
    },
  ),
  story(
    { id: 'payment-lifecycle/adjust', title: 'A payment is adjusted while its batch is open', tier: 'recommended' },
    async (tools) => {
      const paid = await sale(tools, AMOUNT, 'A')
      needsOpenBatch(tools, paid)
      await adjustAmount(tools, paid, AMOUNT - 500)
    },
  ),
  story(
    { id: 'payment-lifecycle/referral', title: 'A card sale is referred', tier: 'recommended' },
    async (tools) => void (await sale(tools, TRIGGER_AMOUNTS.referral, 'R')),
  ),
  story(
    { id: 'payment-lifecycle/payment-filters', title: 'Payments are found by filters', tier: 'recommended' },
    async (tools) => {
      const paid = await sale(tools, AMOUNT, 'A')
      const status = paid.text('/transactionResult/status')
      const list = { operationId: 'listPayments', idName: 'paymentId', id: paid.text('/paymentId') } as const
      const query = { processingTerminalId: tools.terminal, orderId: paid.text('/order/orderId') }
      await filtersHold(tools, { ...list, query }, [
        { name: 'status', matching: [status], other: ['declined'] },
        { name: 'type', matching: ['sale'], other: ['preAuthorization'] },
        { name: 'tender', matching: 'creditDebit', other: 'ebt' },
        { name: 'cardholderName', matching: 'Sarah Hopper', other: 'Nobody Of That Name' },
        { name: 'operator', other: 'nobody-of-that-name' },
        { name: 'first6', matching: '453985', other: '411111' },
        { name: 'last4', matching: '7062', other: '0001' },
        { name: 'paymentLinkId', other: 'NOLINKATAL' },
        ...settlementFilters(status),
        ...dateFilters(tools),
      ])
    },
  ),
  story(
    { id: 'CNP-14', title: 'Address and security code are checked', tier: 'conditional', feature: 'avs' },
    async (tools) => {
      const customer = { firstName: 'Sarah', lastName: 'Hopper', billingAddress: CHICAGO }
      const paid = await sale(tools, AMOUNT, 'A', { customer })
      await tools.step('The results of the checks are shown', async () => {
        await shows(tools, paid, '/card/securityChecks/cvvResult', ['M', 'N', 'P', 'U'], CARDS)
        await shows(tools, paid, '/card/securityChecks/avsResult', ['Y', 'N', 'A', 'Z', 'U', 'R', 'G', 'S'], CARDS)
      })
    },
  ),
  story(
    {
      id: 'CNP-16',
      title: 'A surcharge is bypassed where the request says so',
      tier: 'conditional',
      feature: 'surcharge',
    },
    async (tools) => {
      const paid = await sale(tools, 4000, 'A', {}, { breakdown: { subtotal: 4000, surcharge: { bypass: true } } })
      await tools.step('Nothing is added', () => shows(tools, paid, '/order/amount', 4000, CARDS))
    },
  ),
  story(
    { id: 'CNP-17', title: 'A tip is part of a card sale', tier: 'conditional', feature: 'tips' },
    async (tools) => {
      const breakdown = { subtotal: 4000, tip: { type: 'fixedAmount', amount: 600 } }
      const paid = await sale(tools, 4600, 'A', {}, { breakdown })
      await tools.step('The payment shows the tip', async () => {
        await shows(tools, paid, '/order/amount', 4600, CARDS)
        await shows(tools, paid, '/order/breakdown/tip/amount', 600, CARDS)
      })
    },
  ),
  story(
    { id: 'CNP-18', title: 'A sale carries level 2 and level 3 data', tier: 'conditional', feature: 'level-3' },
    async (tools) => {
      const items = [{ productCode: 'PZA-001-LG', description: 'Large Pepperoni Pizza', unitPrice: 2000, quantity: 2 }]
      const breakdown = { subtotal: 4000, taxes: [{ type: 'rate', name: 'Sales Tax', rate: 5 }], items }
      const paid = await sale(tools, 4200, 'A', {}, { breakdown })
      await tools.step('The payment shows the items', async () => {
        await shows(tools, paid, '/order/breakdown/items/0/productCode', 'PZA-001-LG', CARDS)
        await shows(tools, paid, '/order/breakdown/taxes/0/name', 'Sales Tax', CARDS)
      })
    },
  ),
  story(
    { id: 'CNP-19', title: 'A sale is paid with electronic benefits', tier: 'conditional', feature: 'ebt' },
    async (tools) => {
      const { cardDetails } = KEYED_CARD
      const ebtDetails = { benefitCategory: 'cash', withdrawal: false }
      await sale(tools, AMOUNT, 'A', { paymentMethod: { type: 'card', cardDetails: { ...cardDetails, ebtDetails } } })
    },
  ),
]

/** In the lowest denomination; its last digits trigger no outcome. */
const AMOUNT = 4999

const CHICAGO: JsonObject = {
  address1: '1 Example Ave.',
  city: 'Chicago',
  state: 'Illinois',
  country: 'US',
  postalCode: '60056',
}

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<unknown>): Scenario {
  return scenario(
    { requirements: [CARDS], ...options, suite: 'payment-lifecycle' },
    async (tools) => void (await body(tools)),
  )
}

function pathOf(payment: Answer): { readonly paymentId: string } {
  return { paymentId: payment.text('/paymentId') }
}

/** Leaves no money held or taken. */
function voidAtTheEnd(tools: PayrocTools, paid: Answer): void {
  tools.cleanUp('Void it', async () => {
    if (!tools.target.stateful) return
    const read = await tools.api('getPayment', { path: pathOf(paid), expect: accepted(200) })
    const status = read.text('/transactionResult/status')
    if (status !== 'ready' && status !== 'pending') return
    await tools.api('reversePayment', { path: pathOf(paid), body: {}, expect: accepted(200) })
  })
}

async function sale(
  tools: PayrocTools,
  amount: number,
  code: 'A' | 'D' | 'R',
  more: JsonObject = {},
  order: JsonObject = {},
): Promise<Answer> {
  const paid = await tools.step('Pay by card', () => pay(tools, paymentBody(tools, amount, more, order)))
  voidAtTheEnd(tools, paid)
  await tools.step('The answer says what the processor decided', async () => {
    await shows(tools, paid, '/transactionResult/responseCode', code, 'Payroc: test your integration')
    await shows(tools, paid, '/order/amount', amount, CARDS)
    if (code === 'A') await isApprovedWhole(tools, paid)
    tools.evidence('responseCode', paid.text('/transactionResult/responseCode'))
  })
  return paid
}

async function preAuthorize(tools: PayrocTools): Promise<Answer> {
  const held = await tools.step('Pre-authorize a card', () => pay(tools, paymentBody(tools, AMOUNT, PRE_AUTHORIZATION)))
  voidAtTheEnd(tools, held)
  await tools.step('It is a pre-authorization', async () => {
    await shows(tools, held, '/transactionResult/type', 'preAuthorization', CAPTURES)
    await shows(tools, held, '/transactionResult/status', ['ready', 'pending'], CAPTURES)
  })
  return held
}

async function capture(tools: PayrocTools, held: Answer, amount: number): Promise<Answer> {
  const captured = await tools.step(`Capture ${amount}`, () =>
    tools.api('capturePayment', { path: pathOf(held), body: { amount }, expect: accepted(200) }),
  )
  await tools.stateful('The payment shows what was captured', async () => {
    const read = await tools.api('getPayment', { path: pathOf(held), expect: accepted(200) })
    for (const answer of [captured, read]) {
      await shows(tools, answer, '/transactionResult/authorizedAmount', amount, CAPTURES)
      await shows(tools, answer, '/transactionResult/type', ['preAuthorizationCompletion', 'sale'], CAPTURES, 'warning')
    }
  })
  return captured
}

async function adjustAmount(tools: PayrocTools, payment: Answer, amount: number): Promise<void> {
  const before = await tools.stateful('Read it', () => readPayment(tools, payment))
  const body = { adjustments: [{ type: 'order', amount }] }
  const adjusted = await tools.step(`Adjust it to ${amount}`, () =>
    tools.api('adjustPayment', { path: pathOf(payment), body, expect: accepted(200) }),
  )
  // A read that shows something else from the start has been reported, and says nothing of the adjustment.
  if (before !== undefined && before.at('/order/amount') !== payment.at('/order/amount')) return
  await tools.stateful('The adjustment is kept', async () => {
    const read = await tools.api('getPayment', { path: pathOf(payment), expect: accepted(200) })
    const isKept = await tools.promise(updateIsVisible, {
      before: payment.recorded,
      updated: adjusted.recorded,
      read: read.recorded,
      expected: [{ pointer: '/order/amount', value: amount }],
    })
    if (!isKept) tools.stop('the payment was not adjusted')
  })
}

async function reverse(tools: PayrocTools, payment: Answer): Promise<Answer> {
  const reversed = await tools.step('Reverse it', () =>
    tools.api('reversePayment', { path: pathOf(payment), body: {}, expect: accepted(200) }),
  )
  await tools.stateful('It is reversed', async () => {
    const read = await tools.api('getPayment', { path: pathOf(payment), expect: accepted(200) })
    for (const answer of [reversed, read]) {
      await tools.observe({
        answer,
        pointer: '/transactionResult/status',
        holds: answer.at('/transactionResult/status') === 'reversal',
        expected: 'reversal',
        rule: 'Payroc: reverse a payment',
        promise: answer === read ? updateIsVisible : statusTransitionIsAllowed,
      })
    }
  })
  return reversed
}

async function voidSale(tools: PayrocTools): Promise<void> {
  const paid = await sale(tools, AMOUNT, 'A')
  needsOpenBatch(tools, paid)
  const reversed = await reverse(tools, paid)
  await tools.stateful('A payment that was reversed cannot be reversed again', () =>
    refusedByState(
      tools,
      'reversePayment',
      { path: pathOf(paid), body: {} },
      { cause: reversed, state: 'it was reversed before' },
    ),
  )
}
