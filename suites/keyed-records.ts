import type { Json, JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import {
  documented,
  type KeyedOperation,
  type KeyedRequest,
  prerequisite,
  remove,
  replaced,
} from './keyed-operation.ts'
import { KEYED_CARD } from './payment.ts'
import { PLAN_LANE } from './recurring.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** The operations on tokens, plans, subscriptions and links that take an Idempotency-Key. */
export const KEYED_RECORDS: readonly KeyedOperation[] = [
  {
    operationId: 'createSecureToken',
    id: '/secureTokenId',
    make: async (tools) => secureToken(tools),
    undo: (tools, answer) => remove(tools, 'deleteSecureToken', tokenPath(tools, answer)),
  },
  {
    operationId: 'updateSecureToken',
    make: async (tools) => ({
      path: tokenPath(tools, await madeToken(tools)),
      body: replaced('/customer/lastName', 'Reed'),
    }),
  },
  {
    operationId: 'accountUpdate',
    make: async (tools) => {
      const [first, second] = [await singleUse(tools), await singleUse(tools)]
      const body = (token: string): Json => ({ type: 'singleUseToken', token })
      return { path: tokenPath(tools, await madeToken(tools)), body: body(first), other: body(second) }
    },
  },
  {
    operationId: 'createSingleUseToken',
    id: '/token',
    make: async (tools) => documented(tools, 'createSingleUseToken'),
  },
  { operationId: 'createSession', id: '/token', make: async (tools) => documented(tools, 'createSession') },
  {
    operationId: 'createPaymentPlan',
    lane: PLAN_LANE,
    id: '/paymentPlanId',
    make: async (tools) => plan(tools),
    undo: (tools, answer) => remove(tools, 'deletePaymentPlan', planPath(tools, answer)),
  },
  {
    operationId: 'updatePaymentPlan',
    lane: PLAN_LANE,
    make: async (tools) => ({
      path: planPath(tools, await madePlan(tools)),
      body: replaced('/name', 'Other name'),
    }),
  },
  {
    operationId: 'createSubscription',
    lane: PLAN_LANE,
    id: '/subscriptionId',
    make: subscription,
    undo: (tools, answer) => remove(tools, 'deactivateSubscription', subscriptionPath(tools, answer)),
  },
  {
    operationId: 'updateSubscription',
    lane: PLAN_LANE,
    make: async (tools) => ({
      path: await madeSubscription(tools),
      body: replaced('/name', 'Other name'),
    }),
  },
  {
    operationId: 'paySubscription',
    lane: PLAN_LANE,
    make: async (tools) => {
      const order = { orderId: tools.reference(), amount: 4999, description: 'Collected by hand' }
      return { path: await madeSubscription(tools, { type: 'manual' }), body: { operator: 'Jane', order } }
    },
  },
  {
    operationId: 'createPaymentLink',
    id: '/paymentLinkId',
    make: async (tools) => link(tools),
    undo: (tools, answer) => remove(tools, 'deactivatePaymentLink', linkPath(answer)),
  },
  {
    operationId: 'updatePaymentLink',
    make: async (tools) => ({ path: await madeLink(tools), body: replaced('/expiresOn', '2034-10-25') }),
  },
  {
    operationId: 'sharePaymentLink',
    id: '/sharingEventId',
    make: async (tools) => documented(tools, 'sharePaymentLink', { path: await madeLink(tools) }),
  },
]

function secureToken(tools: PayrocTools): KeyedRequest {
  const body = { secureTokenId: tools.reference(), source: KEYED_CARD }
  return documented(tools, 'createSecureToken', { body })
}

async function madeToken(tools: PayrocTools): Promise<Answer> {
  const made = await prerequisite(tools, 'createSecureToken', secureToken(tools))
  tools.cleanUp('Delete the token', () => remove(tools, 'deleteSecureToken', tokenPath(tools, made)))
  return made
}

function tokenPath({ terminal }: PayrocTools, token: Answer): KeyedRequest['path'] {
  return { processingTerminalId: terminal, secureTokenId: token.text('/secureTokenId') }
}

async function singleUse(tools: PayrocTools): Promise<string> {
  const made = await prerequisite(tools, 'createSingleUseToken', documented(tools, 'createSingleUseToken'))
  return made.text('/token')
}

function plan(tools: PayrocTools, more: JsonObject = {}): KeyedRequest {
  return documented(tools, 'createPaymentPlan', { body: { paymentPlanId: tools.reference(), ...more } })
}

async function madePlan(tools: PayrocTools, more: JsonObject = {}): Promise<Answer> {
  const made = await prerequisite(tools, 'createPaymentPlan', plan(tools, more))
  tools.cleanUp('Delete the plan', () => remove(tools, 'deletePaymentPlan', planPath(tools, made)))
  return made
}

function planPath({ terminal }: PayrocTools, made: Answer): KeyedRequest['path'] {
  return { processingTerminalId: terminal, paymentPlanId: made.text('/paymentPlanId') }
}

/** Far enough ahead to stay in the future. */
const START = { startDate: '2034-07-02', endDate: '2035-07-01' }

async function subscription(tools: PayrocTools, ofPlan: JsonObject = {}): Promise<KeyedRequest> {
  const token = await madeToken(tools)
  const made = await madePlan(tools, ofPlan)
  return documented(tools, 'createSubscription', {
    body: {
      ...START,
      subscriptionId: tools.reference(),
      paymentPlanId: made.text('/paymentPlanId'),
      paymentMethod: { type: 'secureToken', token: token.text('/token') },
    },
  })
}

async function madeSubscription(tools: PayrocTools, ofPlan: JsonObject = {}): Promise<KeyedRequest['path']> {
  const made = await prerequisite(tools, 'createSubscription', await subscription(tools, ofPlan))
  tools.cleanUp('Deactivate the subscription', () =>
    remove(tools, 'deactivateSubscription', subscriptionPath(tools, made)),
  )
  return subscriptionPath(tools, made)
}

function subscriptionPath({ terminal }: PayrocTools, made: Answer): KeyedRequest['path'] {
  return { processingTerminalId: terminal, subscriptionId: made.text('/subscriptionId') }
}

function link(tools: PayrocTools): KeyedRequest {
  return documented(tools, 'createPaymentLink', { body: { merchantReference: tools.reference() } })
}

function linkPath(made: Answer): KeyedRequest['path'] {
  return { paymentLinkId: made.text('/paymentLinkId') }
}

async function madeLink(tools: PayrocTools): Promise<KeyedRequest['path']> {
  const made = await prerequisite(tools, 'createPaymentLink', link(tools))
  tools.cleanUp('Deactivate the link', () => remove(tools, 'deactivatePaymentLink', linkPath(made)))
  return linkPath(made)
}
