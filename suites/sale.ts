import type { Scenario } from '../run/scenario/scenario.ts'
import { followLink, instructionBody, pollUntilFinal, submit } from './payment-instruction.ts'
import { DEVICE_LANE, scenario, TRIGGER_AMOUNTS, type PayrocTools } from './payroc-scenario.ts'

const suite = 'sale'

/** A sale on a card device, as both versions of Payroc's guide "Run a sale" tell it. */
export const saleScenarios: readonly Scenario[] = [
  scenario(
    {
      id: 'CP-01',
      title: 'Sale: submit, poll, follow the link, read the payment',
      suite,
      tier: 'required',
      lane: DEVICE_LANE,
      requirements: ['Payroc: run a sale, steps 1 to 3'],
    },
    async (tools) => {
      const payment = await sale(tools, TRIGGER_AMOUNTS.approved)
      await tools.step('The processor approved it', () =>
        tools.observe({
          answer: payment,
          pointer: '/transactionResult/responseCode',
          holds: payment.at('/transactionResult/responseCode') === 'A',
          expected: 'A (approved)',
          rule: 'Payroc: test your integration, amounts that decide the outcome',
        }),
      )
    },
  ),
  scenario(
    {
      id: 'CP-02',
      title: 'A decline is read from the payment',
      suite,
      tier: 'required',
      lane: DEVICE_LANE,
      requirements: ['Payroc: run a sale, step 3', 'Payroc: test your integration, amounts ending in 01'],
    },
    async (tools) => {
      const payment = await sale(tools, TRIGGER_AMOUNTS.declined)
      await tools.step('The processor declined it', () =>
        tools.observe({
          answer: payment,
          pointer: '/transactionResult/responseCode',
          holds: payment.at('/transactionResult/responseCode') === 'D',
          expected: 'D (declined)',
          rule: 'Payroc: test your integration, amounts that decide the outcome',
        }),
      )
    },
  ),
]

/** The three steps of the guide; yields the payment. */
async function sale(tools: PayrocTools, amount: number) {
  const { device, step } = tools
  await device.will('complete')
  const submitted = await step('Submit a payment instruction', () =>
    submit(tools, 'payment', instructionBody(tools, 'payment', amount)),
  )
  const polls = await step('View its status until it changes', () => pollUntilFinal(tools, submitted))
  const completed = polls.at(-1) ?? submitted.answer
  return step('View the payment that it links to', () => followLink(tools, 'payment', completed))
}
