import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { ACH_ACCOUNT, at, complaints, KEYED_CARD, saleOf, TERMINAL } from '../../../support/sandbox-money.ts'

const TOKENS = `${TERMINAL}/secure-tokens`

describe('secure tokens', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const create = (body: object = {}) => client.ask('POST', TOKENS, { body: { source: KEYED_CARD, ...body } })

  it('stand for a masked card, under an id of the gateway', async () => {
    const made = await create({ mitAgreement: 'recurring' })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toEqual({
      secureTokenId: expect.stringMatching(/^MREF_[0-9a-f-]{36}$/),
      processingTerminalId: '1234001',
      mitAgreement: 'recurring',
      source: {
        type: 'card',
        cardholderName: 'Sarah Hopper',
        cardNumber: '453985******7062',
        expiryDate: '1230',
        cardType: 'Visa Credit',
        debit: false,
      },
      token: expect.stringMatching(/^296753\d{6}$/),
      status: 'notValidated',
    })
  })

  it('have numbers that pass the Luhn check', async () => {
    const { json } = await create()

    const sum = [...String(json.token)].toReversed().reduce((total, digit, i) => {
      const value = Number(digit) * (i % 2 === 1 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
    expect(sum % 10).toBe(0)
  })

  it('show no more of a bank account than its last four digits', async () => {
    const { json } = await create({ secureTokenId: 'bank', source: { ...ACH_ACCOUNT, accountType: 'savings' } })
    const read = await client.ask('GET', `${TOKENS}/bank`)

    expect(json.source).toEqual({
      type: 'ach',
      nameOnAccount: 'Sarah Hopper',
      accountNumber: '0000007890',
      routingNumber: '053200983',
    })
    expect(at(read, 'source', 'accountType')).toBe('savings')
  })

  it('have one id each, even after they are deleted', async () => {
    const statuses = [
      (await create({ secureTokenId: 'once' })).status,
      (await create({ secureTokenId: 'once' })).status,
    ]
    await client.ask('DELETE', `${TOKENS}/once`)

    statuses.push((await create({ secureTokenId: 'once' })).status)

    expect(statuses).toEqual([201, 409, 409])
  })

  it('are gone when they are deleted: not read, not listed, not paid with', async () => {
    const { json } = await create({ secureTokenId: 'gone' })

    const deleted = await client.ask('DELETE', `${TOKENS}/gone`)

    const paymentMethod = { type: 'secureToken', token: String(json.token) }
    const answers = await Promise.all([
      client.ask('GET', `${TOKENS}/gone`),
      client.ask('DELETE', `${TOKENS}/gone`),
      client.ask('PATCH', `${TOKENS}/gone`, { body: [] }),
      client.ask('POST', '/payments', { body: saleOf(1000, { paymentMethod }) }),
    ])
    const list = await client.ask('GET', `${TOKENS}?secureTokenId=gone`)
    expect([deleted.status, deleted.body]).toEqual([204, undefined])
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 400])
    expect(list.json.data).toEqual([])
  })

  it('keep a patch', async () => {
    await create({ secureTokenId: 'patched', customer: { firstName: 'Sarah', lastName: 'Hopper' } })
    const body = [
      { op: 'replace', path: '/customer/lastName', value: 'Reed' },
      { op: 'replace', path: '/source/cardholderName', value: 'Sarah Reed' },
      { op: 'add', path: '/customer/dateOfBirth', value: '1990-07-15' },
    ]

    const answer = await client.ask('PATCH', `${TOKENS}/patched`, { body })
    const read = await client.ask('GET', `${TOKENS}/patched`)

    expect(answer.status).toBe(200)
    expect(read.json).toMatchObject({
      customer: { firstName: 'Sarah', lastName: 'Reed', dateOfBirth: '1990-07-15' },
      source: { cardholderName: 'Sarah Reed', cardNumber: '453985******7062' },
    })
  })

  it.each([
    [{ op: 'replace', path: '/token', value: '296753000000' }, 'token'],
    [{ op: 'replace', path: '/status', value: 'cvvValidated' }, 'status'],
    [{ op: 'remove', path: '/processingTerminalId' }, 'processingTerminalId'],
    [{ op: 'replace', path: '/source/cardNumber', value: '411111******1111' }, 'source.cardNumber'],
    [
      { op: 'replace', path: '/source', value: { type: 'card', cardholderName: 'A', cardNumber: '411111******1111' } },
      'source.cardNumber',
    ],
    [{ op: 'add', path: '/customer/shoeSize', value: 42 }, 'customer.shoeSize'],
    [{ op: 'replace', path: '/customer/lastName', value: 7 }, 'customer.lastName'],
    [{ op: 'add', path: '/customer/dateOfBirth', value: 'yesterday' }, 'customer.dateOfBirth'],
    [{ op: 'test', path: '/customer/lastName', value: 'Someone' }, 'customer.lastName'],
    [{ op: 'replace', path: '/a/b/c', value: 1 }, 'a.b.c'],
  ])('refuse the patch %j, all of it', async (operation, parameter) => {
    const secureTokenId = `fixed-${parameter}-${operation.op}-${operation.path.length}`
    await create({ secureTokenId, customer: { lastName: 'Hopper' } })
    const before = await client.ask('GET', `${TOKENS}/${secureTokenId}`)

    const body = [{ op: 'replace', path: '/customer/lastName', value: 'Reed' }, operation]
    const answer = await client.ask('PATCH', `${TOKENS}/${secureTokenId}`, { body })

    expect([answer.status, complaints(answer)]).toEqual([400, [parameter]])
    expect((await client.ask('GET', `${TOKENS}/${secureTokenId}`)).body).toEqual(before.body)
  })

  it.each([
    ['customerName=Sarah%20Hopper', true],
    ['customerName=Joe', false],
    ['phone=8445558735', true],
    ['phone=1', false],
    ['email=sarah@example.com', true],
    ['email=joe@example.com', false],
    ['first6=453985&last4=7062', true],
    ['first6=000000', false],
  ])('are listed by %s: %s', async (query, isListed) => {
    const contactMethods = [
      { type: 'mobile', value: '8445558735' },
      { type: 'email', value: 'sarah@example.com' },
    ]
    const { json } = await create({ customer: { contactMethods } })

    const list = await client.ask('GET', `${TOKENS}?limit=100&${query}`)

    const ids = (list.json.data as readonly { secureTokenId: string }[]).map(({ secureTokenId }) => secureTokenId)
    expect(ids.includes(String(json.secureTokenId))).toBe(isListed)
  })

  it('get a new card by a single-use token', async () => {
    await create({ secureTokenId: 'renewed' })
    const cardDetails = {
      ...KEYED_CARD.cardDetails,
      keyedData: { dataFormat: 'plainText', cardNumber: '5001650000000000' },
    }
    const singleUse = await client.ask('POST', `${TERMINAL}/single-use-tokens`, {
      body: { channel: 'web', source: { type: 'card', cardDetails } },
    })
    const body = { type: 'singleUseToken', token: String(singleUse.json.token) }

    const first = await client.ask('POST', `${TOKENS}/renewed/update-account`, { body })
    const again = await client.ask('POST', `${TOKENS}/renewed/update-account`, { body })

    expect([first.status, again.status]).toEqual([200, 400])
    expect(at(await client.ask('GET', `${TOKENS}/renewed`), 'source', 'cardNumber')).toBe('500165******0000')
  })
})

describe('single-use tokens', () => {
  const create = (client: SandboxClient) =>
    client.ask('POST', `${TERMINAL}/single-use-tokens`, { body: { channel: 'web', source: KEYED_CARD } })
  const pay = (client: SandboxClient, token: unknown) =>
    client.ask('POST', '/payments', {
      body: saleOf(1000, { paymentMethod: { type: 'singleUseToken', token: String(token) } }),
    })

  it('live for thirty minutes and show a masked card', async () => {
    const client = await openSandbox()
    const before = (await client.admin('GET', '/clock')).json.now

    const { status, json } = await create(client)

    await client.close()
    const life = Date.parse(String(json.expiresAt)) - Date.parse(String(before))
    expect(status).toBe(201)
    expect(String(json.token)).toMatch(/^[0-9a-f]{128}$/)
    expect(json.source).toMatchObject({ cardNumber: '453985******7062' })
    expect(Math.round(life / 60_000)).toBe(30)
  })

  it('pay once', async () => {
    const client = await openSandbox()
    const { token } = (await create(client)).json

    const [first, second] = [await pay(client, token), await pay(client, token)]

    await client.close()
    expect([first.status, second.status, complaints(second)]).toEqual([201, 400, ['paymentMethod.token']])
  })

  it('are not used up by a payment that is refused', async () => {
    const client = await openSandbox()
    const { token } = (await create(client)).json
    const paymentMethod = { type: 'singleUseToken', token: String(token) }
    const credentialOnFile = { tokenize: true, secureTokenId: 'MREF_abc1de23-f4a5-6789-bcd0-12e345678901fa' }
    const refused = await client.ask('POST', '/payments', { body: saleOf(1000, { paymentMethod, credentialOnFile }) })

    const paid = await pay(client, token)

    await client.close()
    expect([refused.status, paid.status]).toEqual([409, 201])
  })

  it('are worth nothing after thirty minutes', async () => {
    const client = await openSandbox()
    const { token } = (await create(client)).json
    await client.admin('POST', '/clock', { minutes: 31 })

    const answer = await pay(client, token)

    await client.close()
    expect([answer.status, at(answer, 'errors', 0, 'message')]).toEqual([400, 'The single-use token has expired'])
  })
})

describe('sessions of hosted pages', () => {
  it('last ten minutes for Hosted Fields', async () => {
    const client = await openSandbox()
    const before = (await client.admin('GET', '/clock')).json.now

    const { status, json } = await client.ask('POST', `${TERMINAL}/hosted-fields-sessions`, {
      body: { libVersion: '1.1.0.123456', scenario: 'payment' },
    })

    await client.close()
    expect(status).toBe(201)
    expect(Math.round((Date.parse(String(json.expiresAt)) - Date.parse(String(before))) / 60_000)).toBe(10)
  })

  it('are passed on from Apple as text', async () => {
    const client = await openSandbox()

    const { status, json } = await client.ask('POST', `${TERMINAL}/apple-pay-sessions`, {
      body: { appleDomainId: 'DUHDZJHGYY', appleValidationUrl: 'https://apple-pay-gateway.apple.com/start' },
    })

    await client.close()
    expect(status).toBe(200)
    expect(JSON.parse(String(json.startSessionResponse))).toHaveProperty('merchantSessionIdentifier')
  })
})
