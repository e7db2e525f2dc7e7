import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { FAULTS } from '../../../../mock/sandbox/faults/all.ts'
import { BOARDING_FAULTS } from '../../../../mock/sandbox/faults/boarding.ts'
import { PAGE_FAULTS } from '../../../../mock/sandbox/faults/page.ts'
import {
  accountOf,
  addedAccount,
  CONTACT,
  merchantOf,
  ownerOf,
  PRICING_INTENT,
  TERMINAL_ORDER,
} from '../../../support/sandbox-boarding.ts'
import { at } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

/** What a test asks, and what of the answers it compares. `id` is another one in every probe. */
type Probe = (client: SandboxClient, id: string) => Promise<Json | undefined>

const intent = async (client: SandboxClient, rest: JsonObject = {}): Promise<string> => {
  const { headers } = await client.ask('POST', '/pricing-intents', { body: { ...PRICING_INTENT, ...rest } })
  return String(headers.get('location'))
}

const contact = async (client: SandboxClient): Promise<string> => {
  const answer = await client.ask('GET', await addedAccount(client))
  return String(at(answer, 'contacts', 0, 'link', 'href'))
}

const statusAfterDelete =
  (make: (client: SandboxClient) => Promise<string>): Probe =>
  async (client) => {
    const url = await make(client)
    return [(await client.ask('DELETE', url)).status, (await client.ask('GET', url)).status]
  }

const board = (client: SandboxClient, taxId: string, rest: JsonObject = {}) =>
  client.ask('POST', '/merchant-platforms', { body: merchantOf(taxId, accountOf(rest)) })

const platforms = async (client: SandboxClient): Promise<number> =>
  ((await client.admin('GET', '/state/merchant-platforms')).body as readonly Json[]).length

const TWO_PRONGS = { owners: [ownerOf('1'), ownerOf('2')] }

const approved = async (client: SandboxClient): Promise<string> => {
  const account = await addedAccount(client)
  await client.admin('PUT', account, { status: 'approved' })
  return account
}

const order = (client: SandboxClient, account: string) =>
  client.ask('POST', `${account}/terminal-orders`, { body: TERMINAL_ORDER })

/** Keys of the intents on the pages of a list, page by page; no more than five pages. */
const pagesOfIntents: Probe = async (client) => {
  await client.admin('POST', '/reset')
  for (const key of ['c', 'd', 'e']) await intent(client, { key })
  const pages: Json[] = []
  let url: string | undefined = '/pricing-intents?limit=2'
  while (url !== undefined && pages.length < 5) {
    const { json } = await client.ask('GET', url)
    pages.push(
      (json.data as readonly JsonObject[]).map((item) =>
        item.id === '5' ? 'a' : item.id === '6123' ? 'b' : (item.key ?? ''),
      ),
    )
    url = (json.links as readonly JsonObject[]).find(({ rel }) => rel === 'next')?.href as string | undefined
  }
  return pages
}

const PAGES: Json = [['a', 'b'], ['c', 'd'], ['e']]

/** Each fault with what shows it, and what that is without and with it. */
const ROWS: readonly (readonly [fault: string, probe: Probe, without: Json, withIt: Json])[] = [
  ['deleted-contact-still-readable', statusAfterDelete(contact), [204, 404], [204, 200]],
  ['deleted-pricing-intent-still-readable', statusAfterDelete(intent), [204, 404], [204, 200]],
  [
    'contact-put-lost',
    async (client) => {
      const url = await contact(client)
      await client.ask('PUT', url, { body: { ...CONTACT, lastName: 'Lovelace' } })
      return (await client.ask('GET', url)).json.lastName
    },
    'Lovelace',
    'Hopper',
  ],
  [
    'pricing-intent-put-lost',
    async (client) => {
      const url = await intent(client)
      await client.ask('PUT', url, { body: { ...PRICING_INTENT, key: 'other' } })
      return (await client.ask('GET', url)).json.key
    },
    'other',
    'hopper',
  ],
  [
    'pricing-intent-patch-lost',
    async (client) => {
      const url = await intent(client)
      const { json } = await client.ask('PATCH', url, { body: [{ op: 'replace', path: '/key', value: 'other' }] })
      return [json.key ?? '', (await client.ask('GET', url)).json.key ?? '']
    },
    ['other', 'other'],
    ['other', 'hopper'],
  ],
  [
    'created-processing-account-lost',
    async (client) => (await client.ask('GET', await addedAccount(client))).status,
    200,
    404,
  ],
  ['created-pricing-intent-lost', async (client) => (await client.ask('GET', await intent(client))).status, 200, 404],
  [
    'refused-merchant-is-kept',
    async (client, id) => {
      const before = await platforms(client)
      const { status } = await board(client, id, TWO_PRONGS)
      return [status, (await platforms(client)) - before]
    },
    [400, 0],
    [400, 1],
  ],
  [
    'duplicate-merchant-accepted',
    async (client, id) => [(await board(client, id)).status, (await board(client, id)).status],
    [201, 409],
    [201, 201],
  ],
  ['control-prongs-unchecked', async (client, id) => (await board(client, id, TWO_PRONGS)).status, 400, 201],
  [
    'terminal-order-before-approval',
    async (client) => (await order(client, await addedAccount(client))).status,
    409,
    201,
  ],
  [
    'signed-contract-reminded',
    async (client) => {
      const account = await approved(client)
      return (await client.ask('POST', `${account}/reminders`, { body: { type: 'pricingAgreement' } })).status
    },
    400,
    201,
  ],
  [
    'link-signer-reminded',
    async (client) => {
      const body = { type: 'pricingAgreement' }
      return (await client.ask('POST', '/processing-accounts/38766/reminders', { body })).status
    },
    400,
    201,
  ],
  [
    'terminal-order-address-replaced',
    async (client) => {
      const address = {
        recipientName: 'Jane Doe',
        addressLine1: '2 Other Street',
        city: 'Springfield',
        state: 'Illinois',
        postalCode: '62701',
        email: 'jane.doe@example.com',
      }
      const body = { ...TERMINAL_ORDER, shipping: { address } }
      const made = await client.ask('POST', '/processing-accounts/38765/terminal-orders', { body })
      const read = await client.ask('GET', `/terminal-orders/${String(made.json.terminalOrderId)}`)
      return [made, read].map((answer) => at(answer, 'shipping', 'address', 'city') ?? null)
    },
    ['Springfield', 'Springfield'],
    ['Springfield', 'Chicago'],
  ],
  [
    'sent-terminal-unreadable',
    async (client) => {
      const path = `/terminal-orders/${String((await order(client, await approved(client))).json.terminalOrderId)}`
      await client.admin('PUT', path, { status: 'dispatched' })
      const id = at(await client.ask('GET', path), 'orderItems', 0, 'links', 0, 'processingTerminalId')
      return (await client.ask('GET', `/processing-terminals/${String(id)}`)).status
    },
    200,
    404,
  ],
  [
    'pricing-intent-fee-from-client',
    async (client) => {
      const base = { ...PRICING_INTENT.base, platinumSecurity: { billingFrequency: 'annual', amount: 1 } }
      return at(await client.ask('GET', await intent(client, { base })), 'base', 'platinumSecurity', 'amount')
    },
    15_540,
    1,
  ],
  [
    'pricing-intent-list-omits-pending',
    async (client, id) => {
      await intent(client, { key: id })
      const { json } = await client.ask('GET', '/pricing-intents?limit=100')
      return (json.data as readonly JsonObject[]).some(({ key }) => key === id)
    },
    true,
    false,
  ],
  [
    'contact-list-omits-newest',
    async (client) => (await client.ask('GET', `${await addedAccount(client)}/contacts`)).json.count,
    1,
    0,
  ],
  [
    'terminal-order-list-omits-open',
    async (client) => {
      const account = await approved(client)
      await order(client, account)
      return ((await client.ask('GET', `${account}/terminal-orders`)).body as readonly Json[]).length
    },
    1,
    0,
  ],
  [
    'terminal-order-filter-ignored',
    async (client) => {
      const account = await approved(client)
      await order(client, account)
      return ((await client.ask('GET', `${account}/terminal-orders?status=held`)).body as readonly Json[]).length
    },
    0,
    1,
  ],
  [
    'closed-accounts-listed',
    async (client) => {
      const { json } = await client.ask('GET', '/merchant-platforms/12345/processing-accounts?limit=100')
      return (json.data as readonly JsonObject[]).some(({ status }) => status === 'terminated')
    },
    false,
    true,
  ],
  [
    'merchant-tax-id-shown',
    async (client, id) =>
      at(await board(client, id.startsWith('f') ? '98-1765432' : '98-2765432'), 'business', 'taxId'),
    'xxxxx5432',
    '98-2765432',
  ],
  [
    'contact-national-id-shown',
    async (client) => {
      const url = await contact(client)
      await client.ask('PUT', url, { body: CONTACT })
      return at(await client.ask('GET', url), 'identifiers', 0, 'value')
    },
    'xxxxx1120',
    '078-05-1120',
  ],
  [
    'funding-account-number-shown',
    async (client) => {
      const answer = await client.ask('GET', '/processing-accounts/38765/funding-accounts')
      return at(answer, 0, 'paymentMethods', 0, 'value', 'accountNumber')
    },
    '******7890',
    '1234567890',
  ],
  ['merchant-metadata-null', async (client, id) => (await board(client, id)).json.metadata === null, false, true],
  [
    'category-code-as-text',
    async (client) => (await client.ask('GET', '/processing-accounts/38765')).json.categoryCode,
    5999,
    '5999',
  ],
  [
    'account-link-elsewhere',
    async (client) => {
      const answer = await client.ask('GET', '/merchant-platforms/12346')
      return new URL(String(at(answer, 'processingAccounts', 0, 'link', 'href'))).pathname
    },
    '/v1/processing-accounts/38766',
    '/v1/contacts/38766',
  ],
  ['limit-ignored', pagesOfIntents, PAGES, [['a', 'b', 'c', 'd', 'e']]],
  [
    'pages-overlap',
    pagesOfIntents,
    PAGES,
    [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
      ['d', 'e'],
    ],
  ],
  [
    'page-gap',
    pagesOfIntents,
    PAGES,
    [
      ['a', 'b'],
      ['d', 'e'],
    ],
  ],
  [
    'cursor-loops',
    pagesOfIntents,
    PAGES,
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
      ['c', 'd'],
      ['c', 'd'],
    ],
  ],
]

describe('faults of boarding and of the pages of lists', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({}, { isHeld: false })
  })

  afterEach(() => client.admin('DELETE', '/faults'))

  afterAll(() => client.close())

  it.each(ROWS)('shows %s only when it is on', async (fault, probe, without, withIt) => {
    const off = await probe(client, `f-${fault}`.slice(0, 20))
    await client.admin('PUT', `/faults/${fault}`)

    const on = await probe(client, `n-${fault}`.slice(0, 20))

    expect({ off, on }).toEqual({ off: without, on: withIt })
  })

  it('has a test here for each of them', () => {
    const tested = ROWS.map(([fault]) => fault)
    const faults = [...BOARDING_FAULTS, ...PAGE_FAULTS]

    expect(tested.toSorted()).toEqual(faults.map(({ name }) => name).toSorted())
    expect(faults.every((fault) => FAULTS.includes(fault))).toBe(true)
  })
})
