import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { FAULTS } from '../../../../mock/sandbox/faults/all.ts'
import { MONEY_LIST_FAULTS } from '../../../../mock/sandbox/faults/money-list.ts'
import { PAYMENT_FAULTS } from '../../../../mock/sandbox/faults/payment.ts'
import { PAYMENT_LINK_FAULTS } from '../../../../mock/sandbox/faults/payment-link.ts'
import { REPEAT_PAYMENT_FAULTS } from '../../../../mock/sandbox/faults/repeat-payment.ts'
import { TOKEN_FAULTS } from '../../../../mock/sandbox/faults/token.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import {
  ACH_ACCOUNT,
  at,
  KEYED_CARD,
  paid,
  saleOf,
  settled,
  TERMINAL,
  transferOf,
} from '../../../support/sandbox-money.ts'

/** What a test asks, and what of the answers it compares. `id` is another one in every probe. */
type Probe = (client: SandboxClient, id: string) => Promise<Json | undefined>

const statusOfPost = async (client: SandboxClient, path: string, body: Json = {}): Promise<number> =>
  (await client.ask('POST', path, { body })).status

const statusesOfTwo = async (client: SandboxClient, path: string, body?: Json): Promise<Json> => [
  (await client.ask('POST', path, body === undefined ? {} : { body })).status,
  (await client.ask('POST', path, body === undefined ? {} : { body })).status,
]

const token = async (client: SandboxClient, secureTokenId: string): Promise<string> => {
  const customer = { firstName: 'Sarah', lastName: 'Hopper' }
  await client.ask('POST', `${TERMINAL}/secure-tokens`, { body: { secureTokenId, customer, source: KEYED_CARD } })
  return `${TERMINAL}/secure-tokens/${secureTokenId}`
}

const PLAN = { name: 'Premium Club', currency: 'USD', frequency: 'monthly', onUpdate: 'continue', onDelete: 'complete' }

const postPlan = (client: SandboxClient, paymentPlanId: string, rest: JsonObject = {}) =>
  client.ask('POST', `${TERMINAL}/payment-plans`, { body: { paymentPlanId, ...PLAN, type: 'manual', ...rest } })

const plan = async (client: SandboxClient, id: string): Promise<string> => {
  await postPlan(client, id)
  return `${TERMINAL}/payment-plans/${id}`
}

const subscription = async (client: SandboxClient, subscriptionId: string): Promise<string> => {
  await plan(client, `plan-${subscriptionId}`)
  await client.ask('POST', `${TERMINAL}/subscriptions`, {
    body: {
      subscriptionId,
      paymentPlanId: `plan-${subscriptionId}`,
      paymentMethod: { type: 'secureToken', token: '296753123456' },
      startDate: '2030-01-01',
    },
  })
  return `${TERMINAL}/subscriptions/${subscriptionId}`
}

const link = async (client: SandboxClient): Promise<string> => {
  const order = { charge: { type: 'prompt', currency: 'USD' } }
  const rest = { merchantReference: 'Link', order, authType: 'sale', paymentMethods: ['card'] }
  const { headers } = await client.ask('POST', `${TERMINAL}/payment-links`, { body: { type: 'multiUse', ...rest } })
  return String(headers.get('location'))
}

const patchedMember =
  (make: (client: SandboxClient, id: string) => Promise<string>, path: string, value: Json): Probe =>
  async (client, id) => {
    const url = await make(client, id)
    const op = path === '/expiresOn' ? 'add' : 'replace'
    const answer = await client.ask('PATCH', url, { body: [{ op, path, value }] })
    const names = path.slice(1).split('/')
    return [at(answer, ...names) ?? null, at(await client.ask('GET', url), ...names) ?? null]
  }

const statusAfterDelete =
  (make: (client: SandboxClient, id: string) => Promise<string>): Probe =>
  async (client, id) => {
    const url = await make(client, id)
    return [(await client.ask('DELETE', url)).status, (await client.ask('GET', url)).status]
  }

const listedIds = async (client: SandboxClient, path: string, name: string): Promise<readonly Json[]> => {
  const { json } = await client.ask('GET', path)
  return (json.data as readonly JsonObject[]).map((item) => item[name] ?? '')
}

const madePayment =
  (...names: readonly string[]): Probe =>
  async (client) =>
    at(await client.ask('POST', '/payments', { body: saleOf(1000) }), ...names) ?? 'absent'

const representments: Probe = async (client) => {
  const path = '/bank-transfer-payments'
  const statuses: number[] = []
  let id = String((await client.ask('POST', path, { body: transferOf(1000, ACH_ACCOUNT) })).json.paymentId)
  for (const _ of [1, 2, 3]) {
    await client.admin('POST', '/batch')
    const { paymentId } = (await client.admin('POST', `/returns/${id}`)).json
    const answer = await client.ask('POST', `${path}/${String(paymentId)}/represent`, { body: {} })
    statuses.push(answer.status)
    id = String(at(answer, 'representment', 'paymentId'))
  }
  return statuses
}

const WHY = { description: 'Cold pizza' }

/** Each fault with what shows it, and what that is without and with it. */
const ROWS: readonly (readonly [fault: string, probe: Probe, without: Json, withIt: Json])[] = [
  [
    'capture-accepted-twice',
    async (client) => statusesOfTwo(client, `${await paid(client, saleOf(1000, { autoCapture: false }))}/capture`, {}),
    [200, 409],
    [200, 200],
  ],
  [
    'refund-above-captured',
    async (client) => statusOfPost(client, `${await settled(client, saleOf(1000))}/refund`, { amount: 1500, ...WHY }),
    400,
    200,
  ],
  [
    'reverse-after-settlement-accepted',
    async (client) => statusOfPost(client, `${await settled(client, saleOf(1000))}/reverse`),
    409,
    200,
  ],
  [
    'reverse-accepted-twice',
    async (client) => statusesOfTwo(client, `${await paid(client, saleOf(1000))}/reverse`, {}),
    [200, 409],
    [200, 200],
  ],
  [
    'settled-refund-reversed',
    async (client) => {
      const { json } = await client.ask('POST', `${await settled(client, saleOf(1000))}/refund`, {
        body: { amount: 1000, ...WHY },
      })
      await client.admin('POST', '/batch')
      const refundId = String(at({ body: json }, 'refunds', 0, 'refundId'))
      return (await client.ask('POST', `/refunds/${refundId}/reverse`)).status
    },
    400,
    200,
  ],
  [
    'adjustment-lost',
    async (client) => {
      const path = await paid(client, saleOf(1000))
      const body = { adjustments: [{ type: 'order', amount: 900 }] }
      const answer = await client.ask('POST', `${path}/adjust`, { body })
      return [at(answer, 'order', 'amount') ?? 0, at(await client.ask('GET', path), 'order', 'amount') ?? 0]
    },
    [900, 900],
    [900, 1000],
  ],
  ['represented-without-end', representments, [200, 200, 409], [200, 200, 200]],
  [
    'amounts-drift',
    async (client) => at(await client.ask('GET', await paid(client, saleOf(1000))), 'order', 'amount'),
    1000,
    1001,
  ],
  [
    'supported-operations-wrong',
    async (client) => {
      const { json } = await client.ask('POST', '/payments', { body: saleOf(1000) })
      return (json.supportedOperations as readonly string[])[1] ?? ''
    },
    'fullyReverse',
    'void',
  ],
  ['card-number-unmasked', madePayment('card', 'cardNumber'), '453985******7062', '4539858876047062'],
  ['security-code-echoed', madePayment('card', 'cvv'), 'absent', '234'],
  ['amount-as-text', madePayment('order', 'amount'), 1000, '1000'],
  [
    'null-for-absent-operator',
    async (client) => {
      const { json } = await client.ask('POST', '/payments', { body: saleOf(1000) })
      return 'operator' in json ? (json.operator ?? 'null') : 'absent'
    },
    'absent',
    'null',
  ],
  ['status-outside-enum', madePayment('transactionResult', 'status'), 'ready', 'approved'],
  [
    'single-use-token-used-twice',
    async (client) => {
      const body = { channel: 'web', source: KEYED_CARD }
      const { json } = await client.ask('POST', `${TERMINAL}/single-use-tokens`, { body })
      const paymentMethod = { type: 'singleUseToken', token: String(json.token) }
      return statusesOfTwo(client, '/payments', saleOf(1000, { paymentMethod }))
    },
    [201, 400],
    [201, 201],
  ],
  ['deleted-token-still-readable', statusAfterDelete(token), [204, 404], [204, 200]],
  ['secure-token-patch-lost', patchedMember(token, '/customer/lastName', 'Reed'), ['Reed', 'Reed'], ['Reed', 'Hopper']],
  [
    'token-list-omits-newest',
    async (client, id) => {
      await token(client, id)
      return (await listedIds(client, `${TERMINAL}/secure-tokens?limit=100`, 'secureTokenId')).includes(id)
    },
    true,
    false,
  ],
  ['deleted-plan-still-readable', statusAfterDelete(plan), [204, 404], [204, 200]],
  [
    'plan-patch-lost',
    patchedMember(plan, '/name', 'Silver Club'),
    ['Silver Club', 'Silver Club'],
    ['Silver Club', 'Premium Club'],
  ],
  [
    'refused-plan-is-kept',
    async (client, id) => {
      const { status } = await postPlan(client, id, { type: 'automatic' })
      return [status, (await client.ask('GET', `${TERMINAL}/payment-plans/${id}`)).status]
    },
    [400, 404],
    [400, 200],
  ],
  [
    'duplicate-plan-accepted',
    async (client, id) => [(await postPlan(client, id)).status, (await postPlan(client, id)).status],
    [201, 409],
    [201, 201],
  ],
  [
    'plan-list-omits-newest',
    async (client, id) => {
      await plan(client, id)
      return (await listedIds(client, `${TERMINAL}/payment-plans?limit=100`, 'paymentPlanId')).includes(id)
    },
    true,
    false,
  ],
  [
    'subscription-deactivated-twice',
    async (client, id) => statusesOfTwo(client, `${await subscription(client, id)}/deactivate`),
    [200, 409],
    [200, 200],
  ],
  [
    'subscription-paid-twice-in-a-period',
    async (client, id) => statusesOfTwo(client, `${await subscription(client, id)}/pay`, { order: { amount: 1000 } }),
    [201, 409],
    [201, 201],
  ],
  [
    'created-subscription-lost',
    async (client, id) => (await client.ask('GET', await subscription(client, id))).status,
    200,
    404,
  ],
  [
    'subscription-filter-ignored',
    async (client, id) => {
      await subscription(client, id)
      const path = `${TERMINAL}/subscriptions?limit=100&status=suspended`
      return (await listedIds(client, path, 'subscriptionId')).includes(id)
    },
    false,
    true,
  ],
  [
    'payment-link-deactivated-twice',
    async (client) => statusesOfTwo(client, `${await link(client)}/deactivate`),
    [200, 409],
    [200, 200],
  ],
  [
    'deactivated-link-shared',
    async (client) => {
      const url = await link(client)
      await client.ask('POST', `${url}/deactivate`)
      const recipients = [{ name: 'Sarah', email: 'sarah@example.com' }]
      return statusOfPost(client, `${url}/sharing-events`, { sharingMethod: 'email', recipients })
    },
    409,
    201,
  ],
  [
    'payment-link-patch-lost',
    patchedMember(link, '/expiresOn', '2090-01-31'),
    ['2090-01-31', '2090-01-31'],
    ['2090-01-31', null],
  ],
  [
    'payment-filter-ignored',
    async (client) => (await client.ask('GET', '/payments?orderId=nobody-ordered')).json.count === 0,
    true,
    false,
  ],
  [
    'payment-has-more-wrong',
    async (client) => (await client.ask('GET', '/payments?orderId=nobody-ordered')).json.hasMore ?? null,
    false,
    true,
  ],
  [
    'payments-omit-pre-authorizations',
    async (client, id) => {
      const order = { orderId: id, amount: 1000, currency: 'USD' }
      await paid(client, saleOf(1000, { order, autoCapture: false }))
      return (await client.ask('GET', `/payments?orderId=${id}`)).json.count ?? null
    },
    1,
    0,
  ],
]

describe('faults of payments, tokens, plans, subscriptions and links', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({}, { isHeld: false })
  })

  afterEach(() => client.admin('DELETE', '/faults'))

  afterAll(() => client.close())

  it.each(ROWS)('shows %s only when it is on', async (fault, probe, without, withIt) => {
    const off = await probe(client, `off-${fault}`.slice(0, 24))
    await client.admin('PUT', `/faults/${fault}`)

    const on = await probe(client, `on-${fault}`.slice(0, 24))

    expect({ off, on }).toEqual({ off: without, on: withIt })
  })

  it('has a test here for each of them', () => {
    const tested = ROWS.map(([fault]) => fault)
    const faults = [
      ...PAYMENT_FAULTS,
      ...TOKEN_FAULTS,
      ...REPEAT_PAYMENT_FAULTS,
      ...PAYMENT_LINK_FAULTS,
      ...MONEY_LIST_FAULTS,
    ]

    expect(tested.toSorted()).toEqual(faults.map(({ name }) => name).toSorted())
    expect(faults.every((fault) => FAULTS.includes(fault))).toBe(true)
  })
})
