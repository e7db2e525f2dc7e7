import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints, TERMINAL } from '../../../support/sandbox-money.ts'

const PATH = `${TERMINAL}/payment-links`

const SINGLE = {
  type: 'singleUse',
  merchantReference: 'LinkRef7654',
  order: { orderId: 'Link-1', description: 'Pizza', charge: { type: 'preset', amount: 4999, currency: 'USD' } },
  authType: 'sale',
  paymentMethods: ['card'],
  expiresOn: '2090-01-31',
} as const

const MULTI = {
  type: 'multiUse',
  merchantReference: 'LinkRef6543',
  order: { description: 'Donation', charge: { type: 'prompt', currency: 'USD' } },
  authType: 'sale',
  paymentMethods: ['card', 'bankTransfer'],
} as const

describe('payment links', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 30 * 24 * 3600 })
  })

  afterAll(() => client.close())

  const created = async (request: JsonObject): Promise<string> => {
    const { headers } = await client.ask('POST', PATH, { body: request })
    return String(headers.get('location'))
  }
  const idOf = (url: string) => url.split('/').at(-1) as string
  const patch = (url: string, ...body: JsonObject[]) => client.ask('PATCH', url, { body })
  const share = (url: string, email = 'sarah@example.com') =>
    client.ask('POST', `${url}/sharing-events`, {
      body: { sharingMethod: 'email', merchantCopy: true, message: 'Hello', recipients: [{ name: 'Sarah', email }] },
    })
  const deactivate = (url: string) => client.ask('POST', `${url}/deactivate`, { key: null })

  it.each([
    ['single-use', SINGLE],
    ['multi-use', MULTI],
  ])('are active when they are made: %s', async (_kind, request) => {
    const made = await client.ask('POST', PATH, { body: request })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toMatchObject({ ...request, status: 'active' })
    expect(String(at(read, 'assets', 'paymentUrl'))).toMatch(
      new RegExp(`^${new URL(client.sandbox.baseUrl).origin}/merchant/pay-by-link\\?token=[0-9a-f-]{36}$`),
    )
    expect(String(at(read, 'assets', 'paymentButton'))).toContain(String(at(read, 'assets', 'paymentUrl')))
  })

  it.each([
    ['expiresOn', { ...SINGLE, expiresOn: undefined }],
    ['orderId', { ...SINGLE, order: { charge: SINGLE.order.charge } }],
  ])('for one use need %s', async (_what, request) => {
    const answer = await client.ask('POST', PATH, { body: JSON.parse(JSON.stringify(request)) })

    expect(answer.status).toBe(400)
  })

  it('pre-authorize cards alone', async () => {
    const answer = await client.ask('POST', PATH, { body: { ...MULTI, authType: 'preAuthorization' } })

    expect([answer.status, complaints(answer)]).toEqual([400, ['paymentMethods']])
  })

  it('for one use are completed when they are paid', async () => {
    const url = await created(SINGLE)

    const paid = await client.admin('POST', `/payment-links/${idOf(url)}`)
    const again = await client.admin('POST', `/payment-links/${idOf(url)}`)
    const list = await client.ask('GET', `/payments?paymentLinkId=${idOf(url)}`)

    expect([paid.status, again.status]).toEqual([200, 400])
    expect(at(await client.ask('GET', url), 'status')).toBe('completed')
    expect(list.json.data).toMatchObject([{ order: { orderId: 'Link-1', amount: 4999 } }])
  })

  it('for many uses stay active when they are paid', async () => {
    const url = await created(MULTI)

    const paid = await client.admin('POST', `/payment-links/${idOf(url)}`, { amount: 700 })

    expect(at(paid, 'order', 'amount')).toBe(700)
    expect(at(await client.ask('GET', url), 'status')).toBe('active')
  })

  it('that pre-authorize make a payment that can be captured', async () => {
    const url = await created({ ...SINGLE, authType: 'preAuthorization' })
    const paid = await client.admin('POST', `/payment-links/${idOf(url)}`)

    const captured = await client.ask('POST', `/payments/${String(paid.json.paymentId)}/capture`, { body: {} })

    expect(at(paid, 'transactionResult', 'type')).toBe('preAuthorization')
    expect(captured.status).toBe(200)
  })

  it('expire after their last day, and a later one revives them', async () => {
    const now = String((await client.admin('GET', '/clock')).json.now)
    const url = await created({ ...MULTI, expiresOn: now.slice(0, 10) })
    await client.admin('POST', '/clock', { days: 2 })
    const expired = await client.ask('GET', url)

    const revived = await patch(url, { op: 'replace', path: '/expiresOn', value: '2090-01-31' })

    expect([expired, revived].map((answer) => at(answer, 'status'))).toEqual(['expired', 'active'])
  })

  it('are deactivated for good', async () => {
    const url = await created(MULTI)

    const [first, second] = [await deactivate(url), await deactivate(url)]
    const changed = await patch(url, { op: 'add', path: '/expiresOn', value: '2090-01-31' })
    const shared = await share(url)

    expect([first.status, at(first, 'status')]).toEqual([200, 'deactivated'])
    expect([second.status, changed.status, shared.status]).toEqual([409, 409, 409])
  })

  it.each([
    [MULTI, '/expiresOn', '2090-01-31', 200],
    [MULTI, '/customLabels', [{ element: 'paymentButton', label: 'GIVE' }], 200],
    [MULTI, '/credentialOnFile', { tokenize: true }, 200],
    [MULTI, '/authType', 'preAuthorization', 400],
    [MULTI, '/order/description', 'Other', 400],
    [SINGLE, '/expiresOn', '2091-01-31', 200],
    [SINGLE, '/authType', 'preAuthorization', 200],
    [SINGLE, '/order/charge/amount', 100, 200],
    [SINGLE, '/order/charge/currency', 'CAD', 200],
    [SINGLE, '/order/description', 'Other', 200],
    [SINGLE, '/merchantReference', 'Other', 400],
    [SINGLE, '/status', 'completed', 400],
    [SINGLE, '/expiresOn', 'tomorrow', 400],
  ] as const)('%# allow what may be changed of their kind: %j %s', async (request, path, value, status) => {
    const url = await created(request)

    const answer = await patch(url, { op: 'replace', path, value })

    expect(answer.status).toBe(status)
  })

  it('for one use get a new URL with every change', async () => {
    const url = await created(SINGLE)
    const before = await client.ask('GET', url)

    await patch(url, { op: 'replace', path: '/order/charge/amount', value: 100 })

    const after = await client.ask('GET', url)
    expect(at(after, 'order', 'charge', 'amount')).toBe(100)
    expect(at(after, 'assets', 'paymentUrl')).not.toBe(at(before, 'assets', 'paymentUrl'))
  })

  it('are shared, and remember with whom', async () => {
    const url = await created(MULTI)

    const shared = await share(url, 'sarah@example.com')
    await share(url, 'joe@example.com')
    const [all, hers, links] = await Promise.all([
      client.ask('GET', `${url}/sharing-events`),
      client.ask('GET', `${url}/sharing-events?recipientEmail=sarah@example.com`),
      client.ask('GET', `${PATH}?recipientEmail=joe@example.com`),
    ])

    expect([shared.status, shared.json]).toEqual([
      201,
      {
        sharingMethod: 'email',
        sharingEventId: expect.stringMatching(/^[A-Z0-9]{10}$/),
        dateTime: expect.any(String),
        message: 'Hello',
        recipients: [{ name: 'Sarah', email: 'sarah@example.com' }],
      },
    ])
    expect([all.json.count, hers.json.data]).toEqual([2, [shared.body]])
    expect((links.json.data as readonly { paymentLinkId: string }[]).map((link) => link.paymentLinkId)).toEqual([
      idOf(url),
    ])
  })

  it.each([
    ['linkType=singleUse', true],
    ['linkType=multiUse', false],
    ['chargeType=preset', true],
    ['chargeType=prompt', false],
    ['status=active', true],
    ['status=deactivated', false],
    ['merchantReference=LinkRef7654', true],
    ['expiresOn=2090-01-31', true],
    ['createdOn=2020-01-01', false],
  ])('are listed by %s: %s', async (query, isListed) => {
    const url = await created(SINGLE)

    const list = await client.ask('GET', `${PATH}?limit=100&${query}`)

    const ids = (list.json.data as readonly { paymentLinkId: string }[]).map(({ paymentLinkId }) => paymentLinkId)
    expect(ids.includes(idOf(url))).toBe(isListed)
  })

  it('are not shared with nobody', async () => {
    const answer = await client.ask('POST', `${await created(MULTI)}/sharing-events`)

    expect([answer.status, complaints(answer)]).toEqual([400, ['recipients']])
  })

  it('answer 404 where there is none', async () => {
    const answers = await Promise.all([
      client.ask('GET', '/payment-links/NOTTHERE00'),
      deactivate('/payment-links/NOTTHERE00'),
      share('/payment-links/NOTTHERE00'),
    ])

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })
})
