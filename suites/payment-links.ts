import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { updateIsVisible } from '../checks/sequences/update-is-visible.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { attempted, readable } from './creation.ts'
import { isListed, itemsOf, soon, walk } from './pages.ts'
import { refusedByState, shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: payment links'

/** In the lowest denomination; its last digits trigger no outcome. */
const AMOUNT = 4999

/** Links that customers pay by, once or many times. */
export const paymentLinkScenarios: readonly Scenario[] = [
  story({ id: 'PL-01', title: 'A single-use link is made', tier: 'required' }, (tools) => isMade(tools, singleUse)),
  story({ id: 'PL-02', title: 'A multi-use link is made', tier: 'conditional', feature: 'payment-links' }, (tools) =>
    isMade(tools, multiUse),
  ),
  story({ id: 'PL-03', title: 'A customer pays a link', tier: 'required' }, async (tools) => {
    const { made, path } = await makeLink(tools, singleUse)
    await customerPays(tools, path)
    await tools.stateful('The link is completed, and leads to its payment', async () => {
      const read = await tools.api('retrievePaymentLink', { path, expect: accepted(200) })
      await shows(tools, read, '/status', 'completed', RULE)
      const payment = await paymentOf(tools, made, path)
      if (payment === undefined) return
      const paid = await tools.api('getPayment', { path: payment, expect: accepted(200) })
      await shows(tools, paid, '/order/amount', AMOUNT, RULE)
      await shows(tools, paid, '/order/orderId', made.text('/order/orderId'), RULE, 'warning')
    })
    await tools.stateful('It cannot be shared, changed or deactivated any more', () =>
      isOver(tools, path, 'the link was paid'),
    )
  }),
  story(
    {
      id: 'payment-links/paid-again',
      title: 'A multi-use link stays active when it is paid',
      tier: 'conditional',
      feature: 'payment-links',
    },
    async (tools) => {
      const { path } = await makeLink(tools, multiUse)
      await customerPays(tools, path)
      await customerPays(tools, path)
      await tools.stateful('It is active', async () => {
        const read = await tools.api('retrievePaymentLink', { path, expect: accepted(200) })
        await shows(tools, read, '/status', 'active', RULE)
      })
    },
  ),
  story(
    {
      id: 'PL-04',
      title: 'A link pre-authorizes, and the payment is captured',
      tier: 'conditional',
      feature: 'payment-links',
    },
    async (tools) => {
      const { made, path } = await makeLink(tools, (one) => ({ ...singleUse(one), authType: 'preAuthorization' }))
      await customerPays(tools, path)
      await tools.stateful('Its payment can be captured', async () => {
        const payment = await paymentOf(tools, made, path)
        if (payment === undefined) return
        const captured = await tools.api('capturePayment', { path: payment, body: {}, expect: accepted(200) })
        await shows(tools, captured, '/transactionResult/responseCode', 'A', RULE)
      })
    },
  ),
  story({ id: 'PL-05', title: 'A link is shared', tier: 'conditional', feature: 'payment-links' }, async (tools) => {
    const { path } = await makeLink(tools, multiUse)
    const [first, second] = [`${tools.reference()}@example.com`, `${tools.reference()}@example.com`]
    const shared = await tools.step('Share it with a customer', () => share(tools, path, first))
    await tools.step('And with another one', () => share(tools, path, second))
    tools.evidence('sharingEventId', shared.text('/sharingEventId'))
    await tools.stateful('Both are listed, and each by its address', async () => {
      const list = { operationId: 'listPaymentLinkShareEvents', path } as const
      const id = shared.text('/sharingEventId')
      await isListed(tools, list, { created: shared, id, idAt: '/sharingEventId' })
      const { pages, isWhole } = await walk(tools, { ...list, query: { recipientEmail: first } })
      await tools.promise(listContainsCreated, {
        created: shared.recorded,
        id,
        pages: pages.map(({ recorded }) => recorded),
        isWhole,
        shape: { items: '/data', id: '/sharingEventId' },
      })
      await tools.observe({
        answer: pages[0] as Answer,
        pointer: '/data',
        holds: !JSON.stringify(itemsOf(pages)).includes(second),
        expected: 'only what was shared with the address that was asked for',
        rule: RULE,
        promise: listContainsCreated,
      })
    })
  }),
  story(
    { id: 'PL-06', title: 'The last day of a link is changed', tier: 'conditional', feature: 'payment-links' },
    async (tools) => {
      const { made, path } = await makeLink(tools, singleUse)
      const expiresOn = dayAhead(tools, 60)
      const updated = await tools.step('Let it expire later', () =>
        tools.api('updatePaymentLink', {
          path,
          body: [{ op: 'replace', path: '/expiresOn', value: expiresOn }],
          expect: accepted(200),
        }),
      )
      await tools.stateful('The change is kept, and the page where one pays is a new one', async () => {
        const read = await tools.api('retrievePaymentLink', { path, expect: accepted(200) })
        const isKept = await tools.promise(updateIsVisible, {
          before: made.recorded,
          updated: updated.recorded,
          read: read.recorded,
          expected: [{ pointer: '/expiresOn', value: expiresOn }],
        })
        if (!isKept) return
        await tools.observe({
          answer: read,
          pointer: '/assets/paymentUrl',
          holds: read.text('/assets/paymentUrl') !== made.text('/assets/paymentUrl'),
          expected: 'another page than before the change',
          rule: RULE,
          severity: 'warning',
        })
      })
    },
  ),
  story(
    { id: 'PL-07', title: 'A link is deactivated', tier: 'conditional', feature: 'payment-links' },
    async (tools) => {
      const { path } = await makeLink(tools, multiUse)
      const deactivated = await tools.step('Deactivate it', () =>
        tools.api('deactivatePaymentLink', { path, expect: accepted(200) }),
      )
      await tools.stateful('It is deactivated, for good', async () => {
        const read = await tools.api('retrievePaymentLink', { path, expect: accepted(200) })
        await tools.promise(updateIsVisible, {
          updated: deactivated.recorded,
          read: read.recorded,
          expected: [{ pointer: '/status', value: 'deactivated' }],
        })
        await isOver(tools, path, 'the link is deactivated', deactivated)
      })
    },
  ),
  story(
    { id: 'PL-08', title: 'A single-use link without what it needs is refused', tier: 'recommended' },
    async (tools) => {
      const { expiresOn: _, ...endless } = singleUse(tools)
      const whole = singleUse(tools)
      const { orderId: __, ...order } = whole['order'] as JsonObject
      const incomplete = [
        ['expiresOn', endless],
        ['orderId', { ...whole, order }],
      ] as const
      for (const [member, body] of incomplete) {
        await tools.step(`Make one without ${member}`, async () => {
          const answer = await tools.api('createPaymentLink', {
            path: { processingTerminalId: tools.terminal },
            body,
            expect: refused([400], invalidRequestIsRejected, { rule: RULE }),
          })
          await tools.observe({
            answer,
            pointer: '/errors',
            holds: JSON.stringify(answer.body ?? '').includes(member),
            expected: `${member} to be named`,
            rule: RULE,
            severity: 'warning',
          })
        })
      }
    },
  ),
]

function story(
  options: Omit<ScenarioOptions, 'suite' | 'requirements'>,
  body: (tools: PayrocTools) => Promise<void>,
): Scenario {
  return scenario({ requirements: [RULE], ...options, suite: 'payment-links' }, body)
}

interface Made {
  readonly made: Answer
  readonly path: { readonly paymentLinkId: string }
}

function singleUse(tools: Pick<PayrocTools, 'reference' | 'now'>): JsonObject {
  return {
    type: 'singleUse',
    merchantReference: tools.reference(),
    order: {
      orderId: tools.reference(),
      description: 'Conformance',
      charge: { type: 'preset', amount: AMOUNT, currency: 'USD' },
    },
    authType: 'sale',
    paymentMethods: ['card'],
    expiresOn: dayAhead(tools, 30),
  }
}

function multiUse(tools: Pick<PayrocTools, 'reference'>): JsonObject {
  return {
    type: 'multiUse',
    merchantReference: tools.reference(),
    order: { description: 'Conformance', charge: { type: 'prompt', currency: 'USD' } },
    authType: 'sale',
    paymentMethods: ['card'],
  }
}

function dayAhead({ now }: Pick<PayrocTools, 'now'>, days: number): string {
  return new Date(now() + days * 86_400_000).toISOString().slice(0, 10)
}

async function makeLink(tools: PayrocTools, request: (tools: PayrocTools) => JsonObject): Promise<Made> {
  const made = await tools.step('Make a payment link', () =>
    attempted(tools, 'createPaymentLink', 201, {
      request: () => ({ path: { processingTerminalId: tools.terminal }, body: request(tools) }),
    }),
  )
  const path = { paymentLinkId: made.text('/paymentLinkId') }
  tools.evidence('paymentLinkId', path.paymentLinkId)
  tools.cleanUp('Deactivate the link', async () => {
    if (tools.target.stateful) await tools.api('deactivatePaymentLink', { path, expect: whatever(200) })
  })
  await readable(tools, 'retrievePaymentLink', path, made, { value: path.paymentLinkId, at: '/paymentLinkId' })
  return { made, path }
}

async function isMade(tools: PayrocTools, request: (tools: PayrocTools) => JsonObject): Promise<void> {
  const { made, path } = await makeLink(tools, request)
  await tools.step('It is active, and says where one pays', async () => {
    await shows(tools, made, '/status', 'active', RULE)
    await tools.observe({
      answer: made,
      pointer: '/assets/paymentUrl',
      holds: URL.canParse(made.text('/assets/paymentUrl')),
      expected: 'the address of a page',
      rule: RULE,
    })
  })
  tools.evidence('paymentUrl', made.text('/assets/paymentUrl').replace(/([?&][^=]*=)[^&]*/g, '$1…'))
  await tools.stateful('It is listed by its reference', async () => {
    const merchantReference = made.text('/merchantReference')
    await isListed(
      tools,
      {
        operationId: 'listPaymentLinks',
        path: { processingTerminalId: tools.terminal },
        query: { merchantReference },
      },
      {
        created: made,
        id: path.paymentLinkId,
        idAt: '/paymentLinkId',
        filter: { parameter: 'merchantReference', member: '/merchantReference', value: merchantReference },
      },
    )
  })
}

/** Somebody pays on the page of the link: a person, whom only a simulator stands in for. */
async function customerPays(tools: PayrocTools, { paymentLinkId }: Made['path']): Promise<void> {
  await tools.step('A customer pays', () =>
    tools.arrange({ title: 'a customer pay', what: `payment-links/${paymentLinkId}`, details: { amount: AMOUNT } }),
  )
}

/** The payment that a link led to; a list that is a moment late is given that moment. */
async function paymentOf(
  tools: PayrocTools,
  link: Answer,
  { paymentLinkId }: Made['path'],
): Promise<{ readonly paymentId: string } | undefined> {
  const { pages } = await soon(
    tools,
    () => walk(tools, { operationId: 'listPayments', query: { paymentLinkId } }),
    (found) => itemsOf(found.pages).length > 0,
  )
  const [payment] = itemsOf(pages)
  const isThere = await tools.observe({
    answer: pages[0] ?? link,
    pointer: '/data',
    holds: payment !== undefined,
    expected: 'the payment of the link',
    rule: RULE,
    promise: listContainsCreated,
  })
  if (!isThere || payment === undefined) return undefined
  const paymentId = String(payment['paymentId'])
  tools.evidence('paymentId', paymentId)
  tools.cleanUp('Void the payment', () =>
    tools.api('reversePayment', { path: { paymentId }, body: {}, expect: whatever(200) }),
  )
  return { paymentId }
}

async function share(tools: PayrocTools, path: Made['path'], email: string): Promise<Answer> {
  return tools.api('sharePaymentLink', { path, body: shareBody(email), expect: accepted(201) })
}

function shareBody(email: string): JsonObject {
  return {
    sharingMethod: 'email',
    merchantCopy: false,
    message: 'You can pay by the link below.',
    recipients: [{ name: 'Sarah Hopper', email }],
  }
}

/** What is over cannot be shared, changed or deactivated. */
async function isOver(tools: PayrocTools, path: Made['path'], state: string, cause?: Answer): Promise<void> {
  const because = { state, ...(cause !== undefined && { cause }) }
  await refusedByState(tools, 'deactivatePaymentLink', { path }, because)
  await refusedByState(tools, 'sharePaymentLink', { path, body: shareBody('sarah.hopper@example.com') }, because)
  const body = [{ op: 'replace', path: '/expiresOn', value: dayAhead(tools, 90) }]
  await refusedByState(tools, 'updatePaymentLink', { path, body }, because)
}
