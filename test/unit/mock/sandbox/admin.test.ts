import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const SALE = { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD', amount: 1000 } }

describe('the administration of a sandbox', () => {
  let client: SandboxClient

  beforeEach(async () => {
    client = await openSandbox()
  })

  afterEach(() => client.close())

  const submit = async (device = '1850010868'): Promise<string> => {
    const { json } = await client.ask('POST', `/devices/${device}/payment-instructions`, { body: SALE })
    return `/payment-instructions/${String(json['paymentInstructionId'])}`
  }

  it('moves the clock, and a token lapses', async () => {
    await client.admin('POST', '/clock', { hours: 2 })

    const { status, json } = await client.ask('GET', '/payments/M2MJOG6O2Y')

    expect([status, json['title']]).toEqual([401, 'Not Authorized'])
  })

  it('has a device wait, and ends what it holds when it is told to go on', async () => {
    await client.admin('PUT', '/devices/1850010868', { behaviour: 'wait' })
    const instruction = await submit()
    const poll = client.ask('GET', instruction)

    await client.admin('PUT', '/devices/1850010868', { behaviour: 'complete' })

    expect((await poll).json['status']).toBe('completed')
  })

  it.each([
    ['decline', { status: 'completed' }],
    ['fail', { status: 'failure', errorMessage: 'The device could not complete the instruction' }],
    ['offline', { status: 'failure', errorMessage: 'The device is offline' }],
  ])('has a device %s', async (behaviour, expected) => {
    await client.admin('PUT', '/devices/1850010868', { behaviour })

    const { json } = await client.ask('GET', await submit())

    expect(json).toMatchObject(expected)
  })

  it('has a device decline a payment that is then declined', async () => {
    await client.admin('PUT', '/devices/1850010868', { behaviour: 'decline' })
    const { json } = await client.ask('GET', await submit())

    const payment = await client.ask('GET', String((json['link'] as JsonObject)['href']))

    expect(payment.json['transactionResult']).toMatchObject({ status: 'declined', responseCode: 'D' })
  })

  it('adds a device', async () => {
    await client.admin('PUT', '/devices/MY-POS-1', { behaviour: 'complete' })

    expect((await client.ask('GET', await submit('MY-POS-1'))).json['status']).toBe('completed')
  })

  it('shows how much there is, and resets it', async () => {
    const instruction = await submit()
    const before = await client.admin('GET', '/state')

    await client.admin('POST', '/reset')

    expect(before.json).toMatchObject({ collections: { 'payment-instructions': 2 }, idempotencyKeys: 1, faults: [] })
    expect((await client.ask('GET', instruction)).status).toBe(404)
  })

  it('switches faults on and off, and suggests the name that was meant', async () => {
    const on = await client.admin('PUT', '/faults/poll-returns-at-once')
    const off = await client.admin('DELETE', '/faults')
    const unknown = await client.admin('PUT', '/faults/poll-returns-once')

    expect(on.json).toEqual({ on: ['poll-returns-at-once'] })
    expect(off.json).toEqual({ on: [] })
    expect([unknown.status, unknown.json]).toEqual([
      404,
      { error: 'there is no fault named "poll-returns-once"', hint: 'Did you mean "poll-returns-at-once"?' },
    ])
  })

  it('limits the rate with 429 and Retry-After', async () => {
    await client.admin('PUT', '/traffic', { rateLimit: 1, retryAfter: 7 })
    const url = `${client.sandbox.baseUrl}/payments`

    const statuses = await Promise.all([fetch(url), fetch(url), fetch(url)])

    const refused = statuses.find(({ status }) => status === 429)
    expect(refused?.headers.get('retry-after')).toBe('7')
  })

  it('answers 503 as often as it was told to', async () => {
    await client.admin('PUT', '/traffic', { unavailable: 1 })
    const url = `${client.sandbox.baseUrl}/payments`

    const statuses = [(await fetch(url)).status, (await fetch(url)).status]

    expect(statuses).toEqual([503, 401])
  })

  it('cuts connections', async () => {
    await client.admin('PUT', '/traffic', { dropEvery: 1 })

    await expect(fetch(`${client.sandbox.baseUrl}/payments`)).rejects.toThrow('fetch failed')
  })

  it('gives tokens that are over at once', async () => {
    await client.admin('PUT', '/tokens', { life: 0 })
    const issued = await fetch(client.sandbox.identityUrl, {
      method: 'POST',
      headers: { 'x-api-key': client.sandbox.apiKey },
    })
    await client.admin('PUT', '/tokens', { life: 3600 })
    const { access_token: token } = (await issued.json()) as { access_token: string }

    const answer = await client.ask('GET', '/payments', { headers: { authorization: `Bearer ${token}` } })

    expect(answer.status).toBe(401)
  })

  it('gives tokens another life', async () => {
    await client.admin('PUT', '/tokens', { life: 5 })

    const answer = await fetch(client.sandbox.identityUrl, {
      method: 'POST',
      headers: { 'x-api-key': client.sandbox.apiKey },
    })

    expect(await answer.json()).toMatchObject({ expires_in: 5 })
  })

  it('refuses a request that a web page sent', async () => {
    const answer = await fetch(`${client.sandbox.adminUrl}/state`, { headers: { origin: 'https://example.com' } })

    expect(answer.status).toBe(403)
  })

  it.each([
    ['POST', '/clock', { weeks: 1 }, 400],
    ['POST', '/clock', { days: -1 }, 400],
    ['PUT', '/devices/x', { behaviour: 'explode' }, 400],
    ['PUT', '/traffic', { speed: 1 }, 400],
    ['GET', '/nothing', undefined, 404],
  ])('refuses %s %s', async (method, path, body, status) => {
    expect((await client.admin(method, path, body)).status).toBe(status)
  })
})
