import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { FAULTS } from '../../../../mock/sandbox/faults/all.ts'
import { EVENT_SUBSCRIPTION_FAULTS } from '../../../../mock/sandbox/faults/event-subscription.ts'
import { FUNDING_ACCOUNT_FAULTS } from '../../../../mock/sandbox/faults/funding-account.ts'
import { FUNDING_ACTIVITY_FAULTS } from '../../../../mock/sandbox/faults/funding-activity.ts'
import { FUNDING_INSTRUCTION_FAULTS } from '../../../../mock/sandbox/faults/funding-instruction.ts'
import { FUNDING_RECIPIENT_FAULTS } from '../../../../mock/sandbox/faults/funding-recipient.ts'
import { OWNER_FAULTS } from '../../../../mock/sandbox/faults/owner.ts'
import { refusedCreateKept } from '../../../../mock/sandbox/faults/refused-create.ts'
import { fundingAccountOf, instructionOf, ownerOf, recipientOf } from '../../../support/sandbox-funding.ts'
import { at } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

/** What a test asks, and what of the answers it compares. */
type Probe = (client: SandboxClient) => Promise<Json | undefined>

const made = async (client: SandboxClient, path: string, body: JsonObject): Promise<string> =>
  String((await client.ask('POST', path, { body })).headers.get('location'))

const recipient = (client: SandboxClient, rest: JsonObject = {}) =>
  made(client, '/funding-recipients', recipientOf(rest))
const account = (client: SandboxClient) => made(client, '/funding-recipients/235/funding-accounts', fundingAccountOf())
const owner = (client: SandboxClient) =>
  made(client, '/funding-recipients/235/owners', ownerOf({ isControlProng: false }))
const instruction = (client: SandboxClient) => made(client, '/funding-instructions', instructionOf(1000))

const SUBSCRIPTION: JsonObject = {
  enabled: true,
  eventTypes: ['terminalOrder.status.changed'],
  notifications: [
    {
      type: 'webhook',
      uri: 'https://my-server/endpoint',
      secret: 'aBcD1234eFgH5678',
      supportEmailAddress: 'jane.doe@example.com',
    },
  ],
}

const subscription = (client: SandboxClient) => made(client, '/event-subscriptions', SUBSCRIPTION)

/** The status of what was created. */
const statusOfCreated =
  (make: (client: SandboxClient) => Promise<string>): Probe =>
  async (client) =>
    (await client.ask('GET', await make(client))).status

const statusAfterDelete =
  (make: (client: SandboxClient) => Promise<string>): Probe =>
  async (client) => {
    const url = await make(client)
    return [(await client.ask('DELETE', url)).status, (await client.ask('GET', url)).status]
  }

/** What a member is after an update. */
const memberAfterPut =
  (make: (client: SandboxClient) => Promise<string>, body: JsonObject, ...names: readonly (string | number)[]): Probe =>
  async (client) => {
    const url = await make(client)
    const { status } = await client.ask('PUT', url, { body })
    return [status, at(await client.ask('GET', url), ...names) ?? null]
  }

const itemsOf = async (client: SandboxClient, path: string): Promise<readonly JsonObject[]> => {
  const { body } = await client.ask('GET', path)
  return (Array.isArray(body) ? body : at({ body }, 'data')) as readonly JsonObject[]
}

/** Whether a list shows what was created just before. */
const isListed =
  (make: (client: SandboxClient) => Promise<string>, path: string, id: string): Probe =>
  async (client) => {
    const url = await make(client)
    return (await itemsOf(client, path)).some((item) => url.endsWith(`/${String(item[id])}`))
  }

const statusesWhenPending = (method: string): Probe => {
  return async (client) => {
    const url = await instruction(client)
    // A token lives no longer than an hour, so a step is shorter here.
    await client.admin('POST', '/clock', { minutes: 1 })
    const body = method === 'PUT' ? { body: instructionOf(2000) } : {}
    return (await client.ask(method, url, body)).status
  }
}

/** Each fault with what shows it, and what that is without and with it. */
const ROWS: readonly (readonly [fault: string, probe: Probe, without: Json, withIt: Json])[] = [
  ['created-recipient-lost', statusOfCreated(recipient), 200, 404],
  [
    'refused-create-is-kept',
    async (client) => {
      const before = (await itemsOf(client, '/funding-recipients?limit=100')).length
      const { status } = await client.ask('POST', '/funding-recipients', { body: recipientOf({ taxId: 1 }) })
      return [status, (await itemsOf(client, '/funding-recipients?limit=100')).length - before]
    },
    [400, 0],
    [400, 1],
  ],
  ['deleted-recipient-still-readable', statusAfterDelete(recipient), [204, 404], [204, 200]],
  [
    'recipient-put-lost',
    memberAfterPut(recipient, recipientOf({ doingBusinessAs: 'Pizza Doe' }), 'doingBusinessAs'),
    [204, 'Pizza Doe'],
    [204, 'Doe Food Bank'],
  ],
  ['recipient-list-omits-newest', isListed(recipient, '/funding-recipients?limit=100', 'recipientId'), true, false],
  [
    'recipient-status-set-by-client',
    async (client) => (await client.ask('GET', await recipient(client, { status: 'approved' }))).json.status,
    'pending',
    'approved',
  ],
  [
    'recipient-has-more-wrong',
    async (client) => (await client.ask('GET', '/funding-recipients?limit=100')).json.hasMore,
    false,
    true,
  ],
  [
    'recipient-account-number-shown',
    async (client) => at(await client.ask('GET', await account(client)), 'paymentMethods', 0, 'value', 'accountNumber'),
    '******7890',
    '1234567890',
  ],
  [
    'recipient-account-list-omits-newest',
    isListed(account, '/funding-recipients/235/funding-accounts', 'fundingAccountId'),
    true,
    false,
  ],
  [
    'funding-account-put-lost',
    memberAfterPut(account, fundingAccountOf({ nameOnAccount: 'Fred Nerk' }), 'nameOnAccount'),
    [204, 'Fred Nerk'],
    [204, 'Jane Doe'],
  ],
  ['deleted-funding-account-still-readable', statusAfterDelete(account), [204, 404], [204, 200]],
  [
    'owner-put-lost',
    memberAfterPut(owner, { ...ownerOf({ isControlProng: false }), lastName: 'Nerk' }, 'lastName'),
    [204, 'Nerk'],
    [204, 'Doe'],
  ],
  ['deleted-owner-still-readable', statusAfterDelete(owner), [204, 404], [204, 200]],
  [
    'accounts-outlive-recipient',
    async (client) => {
      const url = await recipient(client)
      const id = at(await client.ask('GET', url), 'fundingAccounts', 0, 'fundingAccountId')
      const { status } = await client.ask('DELETE', url)
      return [status, (await client.ask('GET', `/funding-accounts/${String(id)}`)).status]
    },
    [204, 404],
    [204, 200],
  ],
  [
    'second-control-prong-accepted',
    async (client) => (await client.ask('POST', '/funding-recipients/235/owners', { body: ownerOf() })).status,
    400,
    201,
  ],
  [
    'only-owner-deleted',
    async (client) => {
      const id = at(await client.ask('GET', await recipient(client)), 'owners', 0, 'ownerId')
      return (await client.ask('DELETE', `/owners/${String(id)}`)).status
    },
    400,
    204,
  ],
  [
    'account-owner-changed',
    async (client) => (await client.ask('PUT', '/owners/12346', { body: ownerOf() })).status,
    403,
    204,
  ],
  [
    'owner-national-id-shown',
    async (client) => at(await client.ask('GET', await owner(client)), 'identifiers', 0, 'value'),
    'xxxxx4320',
    '000-00-4320',
  ],
  ['recipient-owner-list-omits-newest', isListed(owner, '/funding-recipients/235/owners', 'ownerId'), true, false],
  ['funding-instruction-updated-late', statusesWhenPending('PUT'), 400, 204],
  ['funding-instruction-deleted-late', statusesWhenPending('DELETE'), 400, 204],
  [
    'funding-instruction-put-lost',
    memberAfterPut(instruction, instructionOf(2000), 'merchants', 0, 'recipients', 0, 'amount', 'value'),
    [204, 2000],
    [204, 1000],
  ],
  [
    'funding-overdraft-accepted',
    async (client) => {
      const body = instructionOf(60_000, { merchantId: '9876543219' })
      return (await client.ask('POST', '/funding-instructions', { body })).status
    },
    400,
    201,
  ],
  [
    'held-account-paid',
    async (client) => {
      const body = instructionOf(1000, { fundingAccountId: 124 })
      return (await client.ask('POST', '/funding-instructions', { body })).status
    },
    400,
    201,
  ],
  [
    'funding-instruction-dates-ignored',
    async (client) => (await itemsOf(client, '/funding-instructions?dateFrom=9999-01-01&dateTo=9999-12-31')).length,
    0,
    2,
  ],
  [
    'balance-filter-ignored',
    async (client) => (await itemsOf(client, '/funding-balance?merchantId=9876543219')).length,
    1,
    2,
  ],
  [
    'balance-has-more-wrong',
    async (client) => (await client.ask('GET', '/funding-balance?limit=1')).json.hasMore,
    true,
    false,
  ],
  [
    'activity-filter-ignored',
    async (client) =>
      (await itemsOf(client, '/funding-activity?dateFrom=2024-07-01&dateTo=2024-07-03&merchantId=9876543219')).length,
    2,
    10,
  ],
  ['created-event-subscription-lost', statusOfCreated(subscription), 200, 404],
  ['deleted-event-subscription-still-readable', statusAfterDelete(subscription), [204, 404], [204, 200]],
  [
    'event-subscription-put-lost',
    memberAfterPut(subscription, { ...SUBSCRIPTION, enabled: false }, 'enabled'),
    [204, false],
    [204, true],
  ],
  [
    'event-subscription-patch-lost',
    async (client) => {
      const url = await subscription(client)
      const body = [{ op: 'replace', path: '/enabled', value: false }]
      return [
        (await client.ask('PATCH', url, { body })).json.enabled ?? null,
        at(await client.ask('GET', url), 'enabled') ?? null,
      ]
    },
    [false, false],
    [false, true],
  ],
  ['event-subscription-list-omits-newest', isListed(subscription, '/event-subscriptions', 'id'), true, false],
  [
    'event-subscription-filter-ignored',
    async (client) => (await itemsOf(client, '/event-subscriptions?status=suspended')).length,
    0,
    1,
  ],
  [
    'webhook-secret-shown',
    async (client) => at(await client.ask('GET', await subscription(client)), 'notifications', 0, 'secret'),
    '**********gH5678',
    'aBcD1234eFgH5678',
  ],
]

describe('faults of funding and of event subscriptions', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ fundingStep: 60_000 }, { isHeld: false })
  })

  afterEach(async () => {
    await client.admin('DELETE', '/faults')
    await client.admin('POST', '/reset')
  })

  afterAll(() => client.close())

  it.each(ROWS)('shows %s only when it is on', async (fault, probe, without, withIt) => {
    const off = await probe(client)
    await client.admin('POST', '/reset')
    await client.admin('PUT', `/faults/${fault}`)

    const on = await probe(client)

    expect({ off, on }).toEqual({ off: without, on: withIt })
  })

  it('has a test here for each of them', () => {
    const tested = ROWS.map(([fault]) => fault)
    const faults = [
      ...FUNDING_RECIPIENT_FAULTS,
      ...FUNDING_ACCOUNT_FAULTS,
      ...OWNER_FAULTS,
      ...FUNDING_INSTRUCTION_FAULTS,
      ...FUNDING_ACTIVITY_FAULTS,
      ...EVENT_SUBSCRIPTION_FAULTS,
      refusedCreateKept,
    ]

    expect(tested.toSorted()).toEqual(faults.map(({ name }) => name).toSorted())
    expect(faults.every((fault) => FAULTS.includes(fault))).toBe(true)
  })
})
