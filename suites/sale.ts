import type { Json } from '../core/json.ts'
import { statusTransitionIsAllowed } from '../checks/sequences/status-transition-is-allowed.ts'
import { repeatedKeyReplaysResponse } from '../checks/sequences/repeated-key-replays-response.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted } from '../run/scenario/expectation.ts'
import type { DeviceBehaviour } from '../run/scenario/device-control.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { followLink, instructionBody, pollUntilFinal, submit } from './instruction.ts'
import { isApprovedWhole } from './payment.ts'
import { DEVICE_LANE, scenario, TRIGGER_AMOUNTS, type PayrocTools } from './payroc-scenario.ts'

const GUIDE = 'Payroc: run a sale, steps 1 to 3'
const TRIGGERS = 'Payroc: test your integration, amounts that decide the outcome'

/** A sale on a card device, as both versions of Payroc's guide "Run a sale" tell it. */
export const saleScenarios: readonly Scenario[] = [
  onDevice(
    { id: 'CP-01', title: 'Sale: submit, poll, follow the link, read the payment', tier: 'required' },
    async (tools) => {
      const payment = await sale(tools, TRIGGER_AMOUNTS.approved)
      await theProcessorSaid(tools, payment, 'A')
    },
  ),
  onDevice({ id: 'CP-02', title: 'A decline is read from the payment', tier: 'required' }, async (tools) => {
    const payment = await sale(tools, TRIGGER_AMOUNTS.declined)
    await theProcessorSaid(tools, payment, 'D')
  }),
  onDevice(
    { id: 'sale/gateway-options', title: 'Test case: options that are configured in the gateway', tier: 'required' },
    async (tools) => {
      const payment = await sale(tools, 1000, {
        operator: 'jbloggs',
        customizationOptions: { entryMethod: 'deviceRead' },
        autoCapture: true,
        processAsSale: false,
      })
      await theProcessorSaid(tools, payment, 'A')
    },
  ),
  onDevice(
    { id: 'sale/override-options', title: 'Test case: the request overrides the gateway', tier: 'required' },
    async (tools) => {
      const payment = await sale(
        tools,
        1000,
        {
          operator: 'XYZ',
          customizationOptions: { entryMethod: 'deviceRead' },
          customer: {
            firstName: 'Sarah',
            lastName: 'Hopper',
            dateOfBirth: '1990-07-15',
            referenceNumber: 'Customer-12',
            billingAddress: CHICAGO,
          },
        },
        {
          description: 'Payment Instruction',
          breakdown: {
            subtotal: 1000,
            surcharge: { bypass: true },
            taxes: [{ type: 'rate', name: 'TAX10', rate: 10 }],
          },
        },
      )
      await theProcessorSaid(tools, payment, 'A')
    },
  ),
  onDevice(
    { id: 'sale/approvals', title: 'Amounts without a trigger are approved', tier: 'recommended' },
    async (tools) => {
      for (const amount of [100, 4999, 10_000]) await theProcessorSaid(tools, await sale(tools, amount), 'A')
    },
  ),
  onDevice(
    { id: 'sale/declined-card', title: 'A card that is declined completes the instruction', tier: 'recommended' },
    async (tools) => {
      tools.cleanUp('Let the device take cards again', () => tools.device.release())
      await theProcessorSaid(tools, await sale(tools, TRIGGER_AMOUNTS.approved, {}, {}, 'decline'), 'D')
    },
  ),
  onDevice(
    { id: 'sale/referral', title: 'A referral is read from the payment', tier: 'recommended' },
    async (tools) => {
      await theProcessorSaid(tools, await sale(tools, TRIGGER_AMOUNTS.referral), 'R')
    },
  ),
  onDevice(
    { id: 'sale/cvv-failure', title: 'A failed security code is read from the payment', tier: 'recommended' },
    async (tools) => {
      await theProcessorSaid(tools, await sale(tools, TRIGGER_AMOUNTS.cvvFailure), 'D')
    },
  ),
  onDevice(
    { id: 'CP-11', title: 'A tip is part of the amount', tier: 'conditional', feature: 'tips' },
    async (tools) => {
      const breakdown = { subtotal: 4000, tip: { type: 'fixedAmount', amount: 600 } }
      const payment = await sale(tools, 4600, {}, { breakdown })
      await showsAmount(tools, payment, '/order/amount', 4600)
      await showsAmount(tools, payment, '/order/breakdown/tip/amount', 600)
    },
  ),
  onDevice(
    {
      id: 'CP-12',
      title: 'A surcharge is bypassed where the request says so',
      tier: 'conditional',
      feature: 'surcharge',
    },
    async (tools) => {
      const breakdown = { subtotal: 4000, surcharge: { bypass: true } }
      const payment = await sale(tools, 4000, {}, { breakdown })
      await showsAmount(tools, payment, '/order/amount', 4000)
    },
  ),
  onDevice(
    { id: 'sale/taxes', title: 'Taxes of the request are those of the payment', tier: 'recommended' },
    async (tools) => {
      const taxes = [{ type: 'rate', name: 'Sales Tax', rate: 5 }]
      const payment = await sale(tools, 4200, {}, { breakdown: { subtotal: 4000, taxes } })
      await showsAmount(tools, payment, '/order/amount', 4200)
    },
  ),
  onDevice(
    {
      id: 'CP-15',
      title: 'Pre-authorisation on the device, then capture',
      tier: 'conditional',
      feature: 'pre-authorization',
    },
    preAuthorise,
  ),
  onDevice(
    {
      id: 'sale/tokenise',
      title: 'The card of a sale is kept as a secure token',
      tier: 'conditional',
      feature: 'tokens',
    },
    async (tools) => {
      const payment = await sale(tools, 2500, { credentialOnFile: { tokenize: true } })
      await tools.step('The payment names the token', async () => {
        const token = payment.text('/card/secureToken/token')
        await tools.observe({
          answer: payment,
          pointer: '/card/secureToken/token',
          holds: /^296753\d{6,}$/.test(token),
          expected: 'a token that begins with 296753',
          rule: 'Payroc: secure tokens',
        })
        tools.evidence('secureTokenId', payment.text('/card/secureToken/secureTokenId'))
      })
    },
  ),
  onDevice(
    { id: 'CP-05', title: 'A submission that is repeated with its key is one instruction', tier: 'required' },
    async (tools) => {
      const { device, step, stateful, key } = tools
      await device.will('complete')
      const [body, own] = [instructionBody(tools, 'payment', TRIGGER_AMOUNTS.approved), key()]
      const first = await step('Submit a payment instruction', () => submit(tools, 'payment', body, own))
      await stateful('Submit it again, as after a lost answer', async () => {
        const repeated = await submit(tools, 'payment', body, own)
        await tools.promise(repeatedKeyReplaysResponse, {
          first: first.answer.recorded,
          repeated: repeated.answer.recorded,
          id: '/paymentInstructionId',
          isReplayPromised: true,
        })
      })
      await step('Let the device finish', () => pollUntilFinal(tools, first))
    },
  ),
]

const CHICAGO: Json = {
  address1: '1 Example Ave.',
  city: 'Chicago',
  state: 'Illinois',
  country: 'US',
  postalCode: '60056',
}

function onDevice(
  options: Omit<ScenarioOptions, 'suite' | 'lane'>,
  body: (tools: PayrocTools) => Promise<void>,
): Scenario {
  return scenario({ requirements: [GUIDE], ...options, suite: 'sale', lane: DEVICE_LANE }, body)
}

/** The three steps of the guide; yields the payment. */
async function sale(
  tools: PayrocTools,
  amount: number,
  more: Readonly<Record<string, Json>> = {},
  order: Readonly<Record<string, Json>> = {},
  behaviour: DeviceBehaviour = 'complete',
): Promise<Answer> {
  const { device, step } = tools
  await device.will(behaviour)
  const submitted = await step('Submit a payment instruction', () =>
    submit(tools, 'payment', instructionBody(tools, 'payment', amount, more, order)),
  )
  const polls = await step('View its status until it changes', () => pollUntilFinal(tools, submitted))
  const completed = polls.at(-1) ?? submitted.answer
  const isCompleted = await tools.observe({
    answer: completed,
    pointer: '/status',
    holds: completed.at('/status') === 'completed',
    expected: 'completed, also where the payment is declined',
    rule: 'Payroc: a decline is read from the payment, not from the instruction',
    promise: statusTransitionIsAllowed,
  })
  if (!isCompleted) tools.stop('the instruction was not completed')
  const payment = await step('View the payment that it links to', () => followLink(tools, 'payment', completed))
  await step('It is the payment that was asked for', () =>
    showsAmount(tools, payment, '/transactionResult/currency', 'USD'),
  )
  return payment
}

async function theProcessorSaid(tools: PayrocTools, payment: Answer, code: 'A' | 'D' | 'R'): Promise<void> {
  const meaning = { A: 'approved', D: 'declined', R: 'referred' }[code]
  await tools.step(`The processor ${meaning} it`, async () => {
    await tools.observe({
      answer: payment,
      pointer: '/transactionResult/responseCode',
      holds: payment.at('/transactionResult/responseCode') === code,
      expected: `${code} (${meaning})`,
      rule: TRIGGERS,
    })
    if (code === 'A') await isApprovedWhole(tools, payment)
    tools.evidence('responseCode', payment.text('/transactionResult/responseCode'))
  })
}

async function showsAmount(tools: PayrocTools, answer: Answer, pointer: string, value: Json): Promise<void> {
  await tools.observe({
    answer,
    pointer,
    holds: answer.at(pointer) === value,
    expected: JSON.stringify(value),
    rule: 'Payroc: a payment shows the order of its instruction',
  })
}

async function preAuthorise(tools: PayrocTools): Promise<void> {
  const amount = 3000
  const payment = await sale(tools, amount, { autoCapture: false, processAsSale: false })
  const paymentId = payment.text('/paymentId')
  await tools.step('It is a pre-authorisation', () =>
    tools.observe({
      answer: payment,
      pointer: '/transactionResult/type',
      holds: payment.at('/transactionResult/type') === 'preAuthorization',
      expected: 'preAuthorization',
      rule: 'Payroc: autoCapture false is a pre-authorisation',
    }),
  )
  const captured = await tools.step('Capture it', () =>
    tools.api('capturePayment', { path: { paymentId }, body: { amount }, expect: accepted(200) }),
  )
  await tools.step('The whole amount is captured', () =>
    showsAmount(tools, captured, '/transactionResult/authorizedAmount', amount),
  )
}
