import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { deletedResourceIsGone } from '../checks/sequences/deleted-resource-is-gone.ts'
import { failedCreateHasNoEffect } from '../checks/sequences/failed-create-has-no-effect.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { attempted } from './creation.ts'
import { isListed } from './pages.ts'
import { pay, paymentBody, readPayment, refusedByState, shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'
import {
  keptCard,
  makePlan,
  PLAN_LANE,
  planBody,
  type PlanPath,
  RECURRING_AMOUNT,
  subscribe,
  subscriptionBody,
  type SubscriptionPath,
} from './recurring.ts'

const PLANS = 'Payroc: set up a payment plan'
const SUBSCRIPTIONS = 'Payroc: manage subscriptions'
const STANDING = 'Payroc: standing instructions'

/** Payments that come again: by plans and subscriptions, or by the merchant's own schedule. */
export const repeatPaymentScenarios: readonly Scenario[] = [
  story({ id: 'REC-01', title: 'A payment plan is made', tier: 'required', requirements: [PLANS] }, async (tools) => {
    const { made, path } = await makePlan(tools)
    await tools.stateful('It is listed, and its id is taken', async () => {
      await isListed(
        tools,
        { operationId: 'listPaymentPlans', path: { processingTerminalId: tools.terminal } },
        { created: made, id: path.paymentPlanId, idAt: '/paymentPlanId' },
      )
      await refusedByState(
        tools,
        'createPaymentPlan',
        {
          path: { processingTerminalId: tools.terminal },
          body: planBody(path.paymentPlanId, { name: 'Another club' }),
        },
        { cause: made, state: 'its id is taken' },
      )
    })
  }),
  story({ id: 'REC-02', title: 'A customer subscribes', tier: 'required' }, async (tools) => {
    const { path: plan } = await makePlan(tools)
    const { made, path, startDate } = await subscribe(tools, plan)
    await tools.step('It is active, and says when the next payment is due', async () => {
      await shows(tools, made, '/currentState/status', 'active', SUBSCRIPTIONS)
      await tools.observe({
        answer: made,
        pointer: '/currentState/nextDueDate',
        holds: made.text('/currentState/nextDueDate') >= startDate,
        expected: `${startDate} or later`,
        rule: SUBSCRIPTIONS,
      })
    })
    await tools.stateful('It is listed, and its id is taken', async () => {
      await isListed(
        tools,
        { operationId: 'listSubscriptions', path: { processingTerminalId: tools.terminal } },
        { created: made, id: path.subscriptionId, idAt: '/subscriptionId' },
      )
      const body = subscriptionBody(path.subscriptionId, plan, await keptCard(tools), startDate)
      await refusedByState(
        tools,
        'createSubscription',
        { path: { processingTerminalId: tools.terminal }, body },
        { cause: made, state: 'its id is taken' },
      )
    })
  }),
  story(
    { id: 'REC-03', title: 'A subscription is paid by hand', tier: 'conditional', feature: 'repeat-payments' },
    async (tools) => {
      const { path } = await subscribed(tools)
      const paid = await tools.step('Collect the payment of this period', () => collect(tools, path))
      await tools.step('It is approved', () => shows(tools, paid, '/payment/responseCode', 'A', SUBSCRIPTIONS))
      await tools.stateful('It is a payment, and is not collected again in the period', async () => {
        const read = await tools.api('getPayment', {
          path: { paymentId: paid.text('/payment/paymentId') },
          expect: { ...accepted(200), promise: createdResourceIsReadable, rule: SUBSCRIPTIONS },
        })
        await shows(tools, read, '/order/amount', RECURRING_AMOUNT, SUBSCRIPTIONS)
        await refusedByState(
          tools,
          'paySubscription',
          { path, body: payBody(tools) },
          { cause: paid, state: 'the payment of this period was collected' },
        )
      })
    },
  ),
  story({ id: 'REC-04', title: 'A subscription is deactivated and comes back', tier: 'required' }, async (tools) => {
    const { path } = await subscribed(tools)
    const stopped = await tools.step('Deactivate it', () =>
      tools.api('deactivateSubscription', { path, expect: accepted(200) }),
    )
    await tools.stateful('It is cancelled: it is not paid, and not deactivated again', async () => {
      await isInState(tools, path, stopped, 'cancelled')
      await isListedByStatus(tools, path, stopped, 'cancelled')
      const cancelled = { cause: stopped, state: 'the subscription is cancelled' }
      await refusedByState(tools, 'paySubscription', { path, body: payBody(tools) }, cancelled)
      await refusedByState(tools, 'deactivateSubscription', { path }, cancelled)
    })
    const back = await tools.step('Reactivate it', () =>
      tools.api('reactivateSubscription', { path, expect: accepted(200) }),
    )
    await tools.stateful('It is active, and is not reactivated again', async () => {
      await isInState(tools, path, back, 'active')
      await refusedByState(tools, 'reactivateSubscription', { path }, { cause: back, state: 'it is active' })
    })
  }),
  story(
    { id: 'REC-05', title: 'A subscription is changed', tier: 'conditional', feature: 'repeat-payments' },
    async (tools) => {
      const { path } = await subscribed(tools)
      const before = await tools.step('Read it', () => tools.api('getSubscription', { path, expect: accepted(200) }))
      const name = 'Another club'
      const updated = await tools.step('Give it another name', () =>
        tools.api('updateSubscription', { path, body: replacing('/name', name), expect: accepted(200) }),
      )
      await tools.stateful('The change is kept, and its state is nobody’s to set', async () => {
        const read = await tools.api('getSubscription', { path, expect: accepted(200) })
        await tools.promise(updateIsVisible, {
          before: before.recorded,
          updated: updated.recorded,
          read: read.recorded,
          expected: [{ pointer: '/name', value: name }],
        })
        const attempt = await tools.api('updateSubscription', {
          path,
          body: replacing('/currentState/status', 'completed'),
          expect: whatever(400),
        })
        const after = await tools.api('getSubscription', { path, expect: accepted(200) })
        await shows(tools, after, '/currentState/status', 'active', SUBSCRIPTIONS)
        tools.saw(`A patch of what is fixed is answered ${attempt.status} ${attempt.problem ?? ''}.`)
      })
    },
  ),
  story(
    {
      id: 'REC-06',
      title: 'The first and a later payment of a standing instruction',
      tier: 'conditional',
      feature: 'repeat-payments',
      requirements: [STANDING],
    },
    async (tools) => {
      const first = await tools.step('Pay for the first time', () =>
        payAs(tools, { sequence: 'first', processingModel: 'recurring' }),
      )
      const reference = {
        paymentId: first.text('/paymentId'),
        ...(first.text('/transactionResult/cardSchemeReferenceId') !== '' && {
          cardSchemeReferenceId: first.text('/transactionResult/cardSchemeReferenceId'),
        }),
      }
      const later = await tools.step('Pay again, by reference to the first', () =>
        payAs(tools, {
          sequence: 'subsequent',
          processingModel: 'recurring',
          referenceDataOfFirstTxn: reference,
        }),
      )
      await tools.stateful('Both are payments of their own', async () => {
        await readPayment(tools, first)
        await readPayment(tools, later)
      })
    },
  ),
  story(
    {
      id: 'REC-07',
      title: 'A plan is deleted: its subscriptions are completed',
      tier: 'conditional',
      feature: 'repeat-payments',
      requirements: [PLANS],
    },
    (tools) => deletesPlan(tools, 'complete', ['completed', 'cancelled']),
  ),
  story(
    {
      id: 'repeat-payments/plan-continued',
      title: 'A plan is deleted: its subscriptions go on',
      tier: 'conditional',
      feature: 'repeat-payments',
      requirements: [PLANS],
    },
    (tools) => deletesPlan(tools, 'continue', ['active']),
  ),
  story(
    {
      id: 'repeat-payments/plan-change',
      title: 'A plan is changed',
      tier: 'conditional',
      feature: 'repeat-payments',
      requirements: [PLANS],
    },
    async (tools) => {
      const { made, path } = await makePlan(tools)
      const name = 'Another club'
      const updated = await tools.step('Give it another name', () =>
        tools.api('updatePaymentPlan', { path, body: replacing('/name', name), expect: accepted(200) }),
      )
      await tools.stateful('The change is kept', async () => {
        const read = await tools.api('getPaymentPlan', { path, expect: accepted(200) })
        await tools.promise(updateIsVisible, {
          before: made.recorded,
          updated: updated.recorded,
          read: read.recorded,
          expected: [{ pointer: '/name', value: name }],
        })
      })
    },
  ),
  story(
    {
      id: 'repeat-payments/automatic-without-order',
      title: 'A plan that collects by itself and does not say what is refused',
      tier: 'recommended',
      requirements: [PLANS],
    },
    async (tools) => {
      const paymentPlanId = tools.reference()
      const path = { processingTerminalId: tools.terminal, paymentPlanId }
      const { recurringOrder: _, ...body } = planBody(paymentPlanId, { type: 'automatic' })
      const before = await tools.stateful('Nobody has the id', () =>
        tools.api('getPaymentPlan', { path, expect: whatever(404) }),
      )
      const attempt = await tools.step('Make an automatic plan without an order', () =>
        tools.api('createPaymentPlan', {
          path: { processingTerminalId: tools.terminal },
          body,
          expect: whatever(400),
        }),
      )
      tools.saw(`An automatic plan without an order is answered ${attempt.status} ${attempt.problem ?? ''}.`)
      tools.cleanUp('Delete the plan', async () => {
        if (tools.target.stateful) await tools.api('deletePaymentPlan', { path, expect: whatever(204) })
      })
      await tools.stateful('What was refused is not there', async () => {
        const read = await tools.api('getPaymentPlan', { path, expect: whatever(404) })
        await tools.promise(failedCreateHasNoEffect, {
          refused: attempt.recorded,
          before: before === undefined ? [] : [before.recorded],
          after: [read.recorded],
          trace: { member: 'paymentPlanId', value: paymentPlanId },
        })
      })
    },
  ),
]

function story(
  options: Omit<ScenarioOptions, 'suite' | 'requirements'> & Partial<Pick<ScenarioOptions, 'requirements'>>,
  body: (tools: PayrocTools) => Promise<void>,
): Scenario {
  return scenario({ requirements: [SUBSCRIPTIONS], lane: PLAN_LANE, ...options, suite: 'repeat-payments' }, body)
}

async function subscribed(tools: PayrocTools): ReturnType<typeof subscribe> {
  const { path } = await makePlan(tools)
  return subscribe(tools, path)
}

function replacing(path: string, value: Json): readonly JsonObject[] {
  return [{ op: 'replace', path, value }]
}

function payBody(tools: PayrocTools): JsonObject {
  return {
    operator: 'Conformance',
    order: { orderId: tools.reference(), amount: RECURRING_AMOUNT, description: 'Collected by hand' },
  }
}

async function collect(tools: PayrocTools, path: SubscriptionPath): Promise<Answer> {
  const paid = await attempted(tools, 'paySubscription', 201, {
    request: () => ({ path: { ...path }, body: payBody(tools) }),
  })
  const paymentId = paid.text('/payment/paymentId')
  tools.evidence('paymentId', paymentId)
  voidLater(tools, paymentId)
  return paid
}

async function payAs(tools: PayrocTools, standingInstructions: JsonObject): Promise<Answer> {
  const body = paymentBody(
    tools,
    RECURRING_AMOUNT,
    { credentialOnFile: { mitAgreement: 'recurring' } },
    { standingInstructions },
  )
  const paid = await pay(tools, body)
  voidLater(tools, paid.text('/paymentId'))
  await shows(tools, paid, '/transactionResult/responseCode', 'A', STANDING)
  return paid
}

function voidLater(tools: PayrocTools, paymentId: string): void {
  tools.cleanUp('Void the payment', async () => {
    if (tools.target.stateful)
      await tools.api('reversePayment', { path: { paymentId }, body: {}, expect: whatever(200) })
  })
}

async function isInState(
  tools: PayrocTools,
  path: SubscriptionPath,
  changed: Answer,
  status: 'active' | 'cancelled',
): Promise<void> {
  await shows(tools, changed, '/currentState/status', status, SUBSCRIPTIONS)
  const read = await tools.api('getSubscription', { path, expect: accepted(200) })
  await tools.promise(updateIsVisible, {
    updated: changed.recorded,
    read: read.recorded,
    expected: [{ pointer: '/currentState/status', value: status }],
  })
}

/** The list of those in a state shows it, and nothing in another. */
async function isListedByStatus(
  tools: PayrocTools,
  { processingTerminalId, subscriptionId }: SubscriptionPath,
  changed: Answer,
  status: 'active' | 'cancelled',
): Promise<void> {
  await isListed(
    tools,
    { operationId: 'listSubscriptions', path: { processingTerminalId }, query: { status } },
    {
      created: changed,
      id: subscriptionId,
      idAt: '/subscriptionId',
      filter: { parameter: 'status', member: '/currentState/status', value: status },
    },
  )
}

/** Deletes a plan that somebody is subscribed to, and looks what becomes of both. */
async function deletesPlan(
  tools: PayrocTools,
  onDelete: 'complete' | 'continue',
  states: readonly [string, ...string[]],
): Promise<void> {
  const { made, path } = await makePlan(tools, { onDelete })
  const subscription = await subscribe(tools, path)
  const deleted = await tools.step('Delete the plan', () =>
    tools.api('deletePaymentPlan', { path, expect: accepted(204) }),
  )
  await tools.stateful('It is gone, and takes no subscription', () => isGone(tools, path, made, deleted))
  await tools.stateful(`Its subscription is ${states[0]}`, async () => {
    const read = await tools.api('getSubscription', { path: subscription.path, expect: accepted(200) })
    await shows(tools, read, '/currentState/status', states, PLANS)
  })
}

async function isGone(tools: PayrocTools, path: PlanPath, made: Answer, deleted: Answer): Promise<void> {
  const read = await tools.api('getPaymentPlan', { path, expect: whatever(404) })
  const isAway = await tools.promise(deletedResourceIsGone, {
    before: made.recorded,
    deleted: deleted.recorded,
    read: read.recorded,
  })
  if (!isAway) return
  const startDate = new Date(tools.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const body = subscriptionBody(tools.reference(), path, await keptCard(tools), startDate)
  await refusedByState(
    tools,
    'createSubscription',
    { path: { processingTerminalId: tools.terminal }, body },
    { cause: deleted, state: 'the plan was deleted' },
  )
}
