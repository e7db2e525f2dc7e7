import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { whatever } from '../run/scenario/expectation.ts'
import { attempted, readable } from './creation.ts'
import { KEYED_CARD } from './payment.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** What a plan collects, in the lowest denomination; its last digits trigger no outcome. */
export const RECURRING_AMOUNT = 2500

/** The newest plan is that of the scenario that looks for it, so those that make plans run in turn. */
export const PLAN_LANE = 'payment-plans'

const DAY = 86_400_000

/** The path of a plan or subscription of the terminal that a story uses. */
export type PlanPath = {
  readonly processingTerminalId: string
  readonly paymentPlanId: string
}

export type SubscriptionPath = {
  readonly processingTerminalId: string
  readonly subscriptionId: string
}

/** A plan that is paid by hand once a month, unless the story says otherwise. */
export function planBody(paymentPlanId: string, more: JsonObject = {}): JsonObject {
  return {
    paymentPlanId,
    name: 'Conformance club',
    currency: 'USD',
    type: 'manual',
    frequency: 'monthly',
    onUpdate: 'continue',
    onDelete: 'complete',
    recurringOrder: { amount: RECURRING_AMOUNT, description: 'Conformance' },
    ...more,
  }
}

/** Makes a plan, and deletes it at the end. */
export async function makePlan(tools: PayrocTools, more: JsonObject = {}): Promise<{ made: Answer; path: PlanPath }> {
  const made = await tools.step('Make a payment plan', () =>
    attempted(tools, 'createPaymentPlan', 201, {
      request: () => ({
        path: { processingTerminalId: tools.terminal },
        body: planBody(tools.reference(), more),
      }),
    }),
  )
  const path = { processingTerminalId: tools.terminal, paymentPlanId: made.text('/paymentPlanId') }
  tools.evidence('paymentPlanId', path.paymentPlanId)
  tools.cleanUp('Delete the plan', async () => {
    if (tools.target.stateful) await tools.api('deletePaymentPlan', { path, expect: whatever(204) })
  })
  await readable(tools, 'getPaymentPlan', path, made, { value: path.paymentPlanId, at: '/paymentPlanId' })
  return { made, path }
}

/** Subscribes to a plan with a token of its own, from tomorrow on: the clock of a server may be ahead. */
export async function subscribe(
  tools: PayrocTools,
  plan: PlanPath,
): Promise<{ made: Answer; path: SubscriptionPath; startDate: string }> {
  const startDate = new Date(tools.now() + DAY).toISOString().slice(0, 10)
  const token = await keptCard(tools)
  const made = await tools.step('Subscribe to it', () =>
    attempted(tools, 'createSubscription', 201, {
      request: () => ({
        path: { processingTerminalId: tools.terminal },
        body: subscriptionBody(tools.reference(), plan, token, startDate),
      }),
    }),
  )
  const path = { processingTerminalId: tools.terminal, subscriptionId: made.text('/subscriptionId') }
  tools.evidence('subscriptionId', path.subscriptionId)
  tools.cleanUp('Deactivate the subscription', async () => {
    if (tools.target.stateful) await tools.api('deactivateSubscription', { path, expect: whatever(200) })
  })
  await readable(tools, 'getSubscription', path, made, { value: path.subscriptionId, at: '/subscriptionId' })
  return { made, path, startDate }
}

export function subscriptionBody(
  subscriptionId: string,
  { paymentPlanId }: PlanPath,
  token: string,
  startDate: string,
): JsonObject {
  return {
    subscriptionId,
    paymentPlanId,
    paymentMethod: { type: 'secureToken', token },
    name: 'Conformance club',
    startDate,
    length: 12,
  }
}

/** The number of a secure token that stands for a test card; it is deleted at the end. */
export async function keptCard(tools: PayrocTools): Promise<string> {
  const processingTerminalId = tools.terminal
  const made = await tools.step('Keep a card as a secure token', () =>
    attempted(tools, 'createSecureToken', 201, {
      request: () => ({
        path: { processingTerminalId },
        body: { secureTokenId: tools.reference(), source: KEYED_CARD },
      }),
    }),
  )
  const path = { processingTerminalId, secureTokenId: made.text('/secureTokenId') }
  tools.cleanUp('Delete the token', async () => {
    if (tools.target.stateful) await tools.api('deleteSecureToken', { path, expect: whatever(204) })
  })
  return made.text('/token')
}
