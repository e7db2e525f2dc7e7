import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { failedCreateHasNoEffect } from '../checks/sequences/failed-create-has-no-effect.ts'
import { linksResolve } from '../checks/sequences/links-resolve.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, documented, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { attempted, permitted } from './creation.ts'
import { boardWithIntent } from './merchant.ts'
import { itemsOf, soon, walk } from './pages.ts'
import { refusedByState, shows } from './payment.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const ORDERS = 'Payroc: order a terminal'
const TERMINALS = 'Payroc: processing terminals'

/** Terminals are ordered for an account that was approved, sent, and then read. */
export const equipmentScenarios: readonly Scenario[] = [
  story({ id: 'EQ-01', title: 'A terminal is ordered', tier: 'required' }, async (tools) => {
    const { order } = await ordered(tools)
    await tools.step('The order is open', () => shows(tools, order, '/status', ['open', 'held'], ORDERS))
  }),
  story({ id: 'EQ-02', title: 'A terminal order is read, and listed', tier: 'required' }, readsOrder),
  story({ id: 'EQ-03', title: 'An invalid order is refused, and corrected', tier: 'recommended' }, async (tools) => {
    const path = await approvedAccount(tools)
    const recipientName = tools.reference()
    const body = orderBody({ recipientName })
    const list = () => tools.api('listProcessingAccountsTerminalOrders', { path, expect: accepted(200) })
    const before = await tools.stateful('See what was ordered', list)
    const refusal = await tools.step('Order too many terminals', () =>
      tools.api('createTerminalOrder', {
        path,
        body: { ...body, orderItems: [{ ...ITEM, solutionQuantity: 51 }] },
        expect: refused([400], invalidRequestIsRejected, { rule: ORDERS }),
      }),
    )
    await tools.stateful('Nothing was ordered', async () => {
      const after = await list()
      await tools.promise(failedCreateHasNoEffect, {
        refused: refusal.recorded,
        before: before === undefined ? [] : [before.recorded],
        after: [after.recorded],
        trace: { member: 'recipientName', value: recipientName },
      })
    })
    await tools.step('Order one, with a new key', () => order(tools, path, body))
  }),
  story(
    {
      id: 'EQ-04',
      title: 'A terminal is sent to another address',
      tier: 'conditional',
      feature: 'terminal-orders',
    },
    async (tools) => {
      const path = await approvedAccount(tools)
      const body = orderBody({ recipientName: tools.reference() })
      const { city: _, ...incomplete } = body.shipping.address
      await tools.step('Leave out the city', () =>
        tools.api('createTerminalOrder', {
          path,
          body: { ...body, shipping: { ...body.shipping, address: incomplete } },
          expect: refused([400], invalidRequestIsRejected, { rule: ORDERS }),
        }),
      )
      const made = await tools.step('Give the whole address', () => order(tools, path, body))
      await tools.stateful('The order keeps the address', () => canBeRead(tools, made))
    },
  ),
  story(
    {
      id: 'equipment/before-approval',
      title: 'No terminal is ordered before the account is approved',
      tier: 'conditional',
      feature: 'terminal-orders',
    },
    async (tools) => {
      const path = await unapprovedAccount(tools)
      await tools.stateful('Order a terminal', () =>
        refusedByState(
          tools,
          'createTerminalOrder',
          { path, body: orderBody({ recipientName: tools.reference() }) },
          { state: 'the processing account is not approved' },
        ),
      )
    },
  ),
  story(
    { id: 'EQ-06', title: 'A terminal is read', tier: 'conditional', feature: 'terminal-orders' },
    async (tools) => {
      const path = { processingTerminalId: tools.terminal }
      const answer = await tools.step('Read the terminal', () =>
        permitted(tools, 'getProcessingTerminal', { path, expect: documented(200, 404) }),
      )
      if (answer.status === 404) tools.skip('the terminal of the run cannot be read, as on test systems of Payroc')
      const configuration = await tools.step('Read how it presents itself to the processor', () =>
        tools.api('getProcessingTerminalHostConfiguration', { path, expect: accepted(200) }),
      )
      await tools.stateful('Both are about this terminal', async () => {
        for (const read of [answer, configuration]) {
          if (read.at('/processingTerminalId') === undefined) continue
          await shows(tools, read, '/processingTerminalId', tools.terminal, TERMINALS)
        }
      })
      const processingAccountId = configuration.text('/processingAccountId')
      if (processingAccountId === '') return
      await tools.stateful('Its account lists it', () => isListedByAccount(tools, answer, processingAccountId))
    },
  ),
  story(
    {
      id: 'equipment/dispatched',
      title: 'An order that was sent names its terminals',
      tier: 'conditional',
      feature: 'terminal-orders',
    },
    async (tools) => {
      const { order } = await ordered(tools)
      const terminalOrderId = order.text('/terminalOrderId')
      await tools.step('The terminal is sent', () =>
        tools.arrange({
          title: 'Payroc send a terminal',
          what: `terminal-orders/${terminalOrderId}`,
          method: 'PUT',
          details: { status: 'dispatched' },
        }),
      )
      await tools.stateful('The order leads to a terminal that can be read', async () => {
        const read = await tools.api('getTerminalOrder', { path: { terminalOrderId }, expect: accepted(200) })
        await shows(tools, read, '/status', 'dispatched', ORDERS)
        const processingTerminalId = read.text('/orderItems/0/links/0/processingTerminalId')
        if (processingTerminalId === '') return tools.saw('An order that was sent does not name its terminals.')
        tools.evidence('processingTerminalId', processingTerminalId)
        await tools.api('getProcessingTerminal', {
          path: { processingTerminalId },
          expect: { ...accepted(200), promise: linksResolve, rule: TERMINALS },
        })
      })
    },
  ),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [ORDERS], ...options, suite: 'equipment' }, body)
}

/** Of the documented solutions the one that Payroc's test system has. */
const ITEM = { type: 'solution', solutionTemplateId: 'VAR_Only_TSYS', solutionQuantity: 1 } as const

function orderBody({ recipientName }: { readonly recipientName: string }) {
  return {
    trainingProvider: 'payroc',
    shipping: {
      preferences: { method: 'ground', saturdayDelivery: false },
      address: {
        recipientName,
        addressLine1: '2 Other Street',
        city: 'Springfield',
        state: 'Illinois',
        postalCode: '62701',
        email: 'jane.doe@example.com',
      },
    },
    orderItems: [ITEM],
  } as const
}

interface AccountPath extends Readonly<Record<string, Json>> {
  readonly processingAccountId: string
}

/** An account that terminals can be ordered for: approval takes Payroc days, so it is looked for among those that there are. */
async function approvedAccount(tools: PayrocTools): Promise<AccountPath> {
  const found = await tools.step('Find an account that is approved', () => accountWith(tools, ['approved']))
  return found ?? tools.skip('no merchant has an approved processing account')
}

/** One that is being looked at, or a new one where nobody waits. */
async function unapprovedAccount(tools: PayrocTools): Promise<AccountPath> {
  const found = await tools.step('Find an account that is not approved', () =>
    accountWith(tools, ['entered', 'pending']),
  )
  if (found !== undefined) return found
  const { account } = await boardWithIntent(tools)
  const read = await tools.api('getProcessingAccounts', { path: account, expect: accepted(200) })
  const isWaiting = ['entered', 'pending'].includes(read.text('/status'))
  return isWaiting ? { ...account } : tools.skip('accounts are approved at once')
}

async function accountWith(tools: PayrocTools, statuses: readonly string[]): Promise<AccountPath | undefined> {
  const { pages } = await walk(tools, { operationId: 'listMerchantPlatforms' })
  const accounts = itemsOf(pages).flatMap(({ processingAccounts }) =>
    Array.isArray(processingAccounts) ? processingAccounts.filter(isJsonObject) : [],
  )
  const [first] = accounts
  const found = tools.target.stateful ? accounts.find(({ status }) => statuses.includes(String(status))) : first
  return found === undefined ? undefined : { processingAccountId: String(found.processingAccountId) }
}

async function order(tools: PayrocTools, path: AccountPath, body: JsonObject): Promise<Answer> {
  const made = await attempted(tools, 'createTerminalOrder', 201, {
    request: () => ({ path, body }),
    excuse: ({ status, body: said }) =>
      status === 400 && /template/i.test(JSON.stringify(said ?? ''))
        ? 'the account has no template for the terminal that is ordered'
        : undefined,
  })
  tools.evidence('terminalOrderId', made.text('/terminalOrderId'))
  return made
}

/** Orders a terminal. Nobody can take that back, so nothing is cleaned up. */
async function ordered(tools: PayrocTools): Promise<{ readonly path: AccountPath; readonly order: Answer }> {
  const path = await approvedAccount(tools)
  const body = orderBody({ recipientName: tools.reference() })
  return { path, order: await tools.step('Order a terminal', () => order(tools, path, body)) }
}

async function canBeRead(tools: PayrocTools, made: Answer): Promise<void> {
  const terminalOrderId = made.text('/terminalOrderId')
  const read = await tools.api('getTerminalOrder', { path: { terminalOrderId }, expect: whatever(200) })
  await tools.promise(createdResourceIsReadable, {
    created: made.recorded,
    read: read.recorded,
    identity: { value: terminalOrderId, at: '/terminalOrderId' },
  })
}

/** The contract says in words that the list has pages, and declares it as a plain one. */
const PLAIN_PAGE = 10

const DAY = 86_400_000

async function readsOrder(tools: PayrocTools): Promise<void> {
  const { path, order: made } = await ordered(tools)
  const id = made.text('/terminalOrderId')
  await tools.stateful('It can be read', () => canBeRead(tools, made))
  const list = (query: Readonly<Record<string, Json>>) =>
    tools.api('listProcessingAccountsTerminalOrders', { path, query, expect: accepted(200) })
  const status = made.text('/status')
  if (status === '') return
  const judge = (page: Answer, value: string, isWhole: boolean) =>
    tools.promise(listContainsCreated, {
      created: made.recorded,
      id,
      pages: [page.recorded],
      isWhole,
      shape: { items: '', id: '/terminalOrderId' },
      filter: { parameter: 'status', member: '/status', value },
    })
  await tools.stateful('It is listed by its status, and by no other', async () => {
    const page = await soon(
      tools,
      () => list({ status }),
      (found) => itemsOf([found], '').some(({ terminalOrderId }) => String(terminalOrderId) === id),
    )
    const now = await tools.api('getTerminalOrder', { path: { terminalOrderId: id }, expect: accepted(200) })
    const isWhole = itemsOf([page], '').length < PLAIN_PAGE
    await judge(page, status, isWhole && now.text('/status') === status)
    await judge(await list({ status: 'cancelled' }), 'cancelled', false)
  })
  const createdAt = Date.parse(made.text('/createdDate'))
  if (Number.isNaN(createdAt)) return
  await tools.stateful('It is not among those of the days before', async () => {
    const page = await list({
      fromDateTime: new Date(createdAt - 9 * DAY).toISOString(),
      toDateTime: new Date(createdAt - 2 * DAY).toISOString(),
    })
    await tools.observe({
      answer: page,
      pointer: '',
      holds: !itemsOf([page], '').some(({ terminalOrderId }) => String(terminalOrderId) === id),
      expected: 'orders of the days that were asked for',
      rule: ORDERS,
      promise: listContainsCreated,
    })
  })
}

async function isListedByAccount(tools: PayrocTools, terminal: Answer, processingAccountId: string): Promise<void> {
  const { pages, isWhole } = await walk(tools, {
    operationId: 'listProcessingAccountsProcessingTerminals',
    path: { processingAccountId },
  })
  await tools.promise(listContainsCreated, {
    created: terminal.recorded,
    id: tools.terminal,
    pages: pages.map(({ recorded }) => recorded),
    isWhole,
    shape: { items: '/data', id: '/processingTerminalId' },
  })
}
