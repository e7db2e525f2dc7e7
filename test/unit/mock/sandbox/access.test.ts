import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const SALE = { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD', amount: 1000 } }
const SUBMIT = '/devices/1850010868/payment-instructions'
const TYPES = 'https://docs.payroc.com/api/errors#'

describe('what the sandbox lets through', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({
      apiKeys: [{ key: 'all-areas' }, { key: 'payments-only', scopes: ['payments'] }],
    })
  })

  afterAll(() => client.close())

  const authorize = (headers: Record<string, string>, method = 'POST') =>
    fetch(client.sandbox.identityUrl, { method, headers })

  it('exchanges an API key for a bearer token of an hour', async () => {
    const answer = await authorize({ 'x-api-key': 'all-areas' })

    const body = (await answer.json()) as Record<string, string>
    expect(answer.status).toBe(200)
    expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' })
    expect(body['access_token']).toMatch(/^[0-9a-f]{80}$/)
    expect(body['scope']).toContain('payment-instructions')
  })

  it.each<[string, Record<string, string>, string, number]>([
    ['an unknown key', { 'x-api-key': 'nobody' }, 'POST', 401],
    ['no key', {}, 'POST', 401],
    ['another method', { 'x-api-key': 'all-areas' }, 'GET', 405],
  ])('gives no token for %s', async (_what, headers, method, status) => {
    const answer = await authorize(headers, method)

    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  })

  it.each([
    ['no token', undefined],
    ['a token that nobody issued', 'Bearer 00112233'],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['an empty token', 'Bearer '],
  ])('answers 401 not-authorized to %s', async (_what, authorization) => {
    const { status, json } = await client.ask('GET', '/payments/M2MJOG6O2Y', { headers: { authorization } })

    expect([status, json['type'], json['title']]).toEqual([401, `${TYPES}not-authorized`, 'Not Authorized'])
  })

  it('answers 403 forbidden where the key does not cover the area, and names it', async () => {
    const { access_token: token } = (await (await authorize({ 'x-api-key': 'payments-only' })).json()) as {
      access_token: string
    }
    const headers = { authorization: `Bearer ${token}` }

    const allowed = await client.ask('GET', '/payments/M2MJOG6O2Y', { headers })
    const refused = await client.ask('POST', SUBMIT, { headers, body: SALE })

    expect(allowed.status).toBe(200)
    expect([refused.status, refused.json]).toEqual([
      403,
      {
        type: `${TYPES}forbidden`,
        title: 'Forbidden',
        status: 403,
        detail: 'You do not have the required permissions to perform this action',
        instance: `${client.sandbox.baseUrl}${SUBMIT}`,
        resource: 'payment-instructions',
      },
    ])
  })

  it('answers 404 not-found to an unknown id and to an unknown path', async () => {
    const id = await client.ask('GET', '/payments/XXXXXXXXXX')
    const path = await client.ask('GET', '/no/such/path')

    expect([id.status, id.json['type'], id.json['resource']]).toEqual([404, `${TYPES}not-found`, 'payment'])
    expect([path.status, path.json['type']]).toEqual([404, `${TYPES}not-found`])
  })

  it('answers 405 with the methods that a path has', async () => {
    const { status, headers } = await client.ask('PUT', '/payments')

    expect([status, headers.get('allow')]).toEqual([405, 'POST, GET'])
  })

  it.each([['text/html'], ['application/json;q=0'], ['application/xml, text/*']])(
    'answers 406 to a client that accepts %s only',
    async (accept) => {
      const { status, json } = await client.ask('GET', '/payments/M2MJOG6O2Y', { headers: { accept } })

      expect([status, json['type']]).toEqual([406, `${TYPES}not-acceptable`])
    },
  )

  it.each([['*/*'], ['application/*'], ['text/html, application/json;q=0.1']])(
    'serves a client that accepts %s',
    async (accept) => {
      expect((await client.ask('GET', '/payments/M2MJOG6O2Y', { headers: { accept } })).status).toBe(200)
    },
  )

  it('disregards Accept where the contract has no 406', async () => {
    const { status } = await client.ask('GET', '/event-subscriptions', { headers: { accept: 'text/html' } })

    expect(status).toBe(200)
  })

  it.each([['text/plain'], ['application/xml'], ['application/json; charset=utf-16'], ['nonsense']])(
    'answers 415 to a body of type %s',
    async (type) => {
      const { status, json } = await client.ask('POST', SUBMIT, { body: SALE, headers: { 'content-type': type } })

      expect([status, json['type']]).toEqual([415, `${TYPES}unsupported-media-type`])
    },
  )

  it('answers 400 to a body of another type where the contract has no 415', async () => {
    const { status, json } = await client.ask('POST', '/funding-recipients', {
      body: {},
      headers: { 'content-type': 'text/plain' },
    })

    expect([status, json['errors']]).toEqual([
      400,
      [{ parameter: 'Content-Type', detail: 'unsupported media type', message: 'Expected application/json' }],
    ])
  })

  it('answers 400 bad-request that names what is wrong, and where', async () => {
    const { status, json } = await client.ask('POST', SUBMIT, {
      body: { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD' } },
    })

    expect([status, json]).toEqual([
      400,
      {
        type: `${TYPES}bad-request`,
        title: 'Bad request',
        status: 400,
        detail: 'One or more validation errors occurred, see error section for more info',
        errors: [
          {
            parameter: 'order.amount',
            detail: 'missing',
            message: "Request body property order must have required property 'amount'",
          },
        ],
      },
    ])
  })

  it.each([
    ['text that is not JSON', '{"order":'],
    ['null', 'null'],
    ['nothing', ''],
    ['JSON that is nested too deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ])('answers 400 to a body of %s', async (_what, raw) => {
    const { status } = await client.ask('POST', SUBMIT, { raw, headers: { 'content-type': 'application/json' } })

    expect(status).toBe(400)
  })

  it('names query parameters as the contract writes them', async () => {
    const { json } = await client.ask('GET', '/payments?dateFrom=yesterday&limit=many')

    const named = (json['errors'] as readonly { parameter: string }[]).map(({ parameter }) => parameter)
    expect(named.toSorted()).toEqual(['dateFrom', 'limit'])
  })
})

describe('a fault of the keys', () => {
  it.each([
    ['scope-unchecked', 'sandbox-limited-api-key', [200, 403], [200, 200]],
    ['any-api-key-accepted', 'nobody-issued-it', [401, 401], [200, 200]],
  ])('shows %s only when it is on', async (fault, apiKey, without, withIt) => {
    const faulty = await openSandbox({}, { isHeld: false })
    const { identityUrl, baseUrl } = faulty.sandbox
    const statuses = async (): Promise<readonly number[]> => {
      const answer = await fetch(identityUrl, { method: 'POST', headers: { 'x-api-key': apiKey } })
      const { access_token: token = 'none' } = (await answer.json()) as { access_token?: string }
      const batches = await fetch(`${baseUrl}/batches?date=2024-07-02`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return [answer.status, batches.status]
    }

    const off = await statuses()
    await faulty.admin('PUT', `/faults/${fault}`)
    const on = await statuses()

    await faulty.close()
    expect({ off, on }).toEqual({ off: without, on: withIt })
  })
})
