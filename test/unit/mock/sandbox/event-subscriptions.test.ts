import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints } from '../../../support/sandbox-money.ts'

const SECRET = 'aBcD1234eFgH5678iJkL9012mNoP3456'

function subscriptionTo(uri: string, rest: JsonObject = {}): JsonObject {
  return {
    enabled: true,
    eventTypes: ['terminalOrder.status.changed'],
    notifications: [{ type: 'webhook', uri, secret: SECRET, supportEmailAddress: 'jane.doe@example.com' }],
    ...rest,
  }
}

describe('event subscriptions', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const create = async (rest: JsonObject = {}) =>
    client.ask('POST', '/event-subscriptions', { body: subscriptionTo('https://my-server/endpoint', rest) })

  it('are registered, and show the last six characters of the secret', async () => {
    const made = await create({ metadata: { yourCustomField: 'abc123' } })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toEqual({
      ...subscriptionTo('https://my-server/endpoint'),
      id: made.json.id,
      status: 'registered',
      notifications: [
        {
          type: 'webhook',
          uri: 'https://my-server/endpoint',
          secret: '**********oP3456',
          supportEmailAddress: 'jane.doe@example.com',
        },
      ],
      metadata: { yourCustomField: 'abc123' },
    })
  })

  it('are replaced by a PUT, and gone after a DELETE', async () => {
    const url = String((await create({ metadata: { a: 'b' } })).headers.get('location'))

    const put = await client.ask('PUT', url, { body: subscriptionTo('https://other/', { enabled: false }) })
    const read = await client.ask('GET', url)
    const deleted = await client.ask('DELETE', url)
    const gone = await client.ask('GET', url)

    expect([put.status, deleted.status, gone.status]).toEqual([204, 204, 404])
    expect([read.json.enabled, read.json.metadata, at(read, 'notifications', 0, 'uri')]).toEqual([
      false,
      undefined,
      'https://other/',
    ])
  })

  it('are patched as a whole, and only where the client has a say', async () => {
    const url = String((await create()).headers.get('location'))
    const patch = (path: string, value: JsonObject[string]) =>
      client.ask('PATCH', url, { body: [{ op: 'replace', path, value }] })

    const patched = await patch('/enabled', false)
    const fixed = await patch('/status', 'failed')
    const short = await patch('/notifications/0/secret', 'short')

    expect([patched.status, fixed.status, short.status]).toEqual([200, 400, 400])
    expect([complaints(fixed), complaints(short)]).toEqual([['status'], ['notifications.0.secret']])
    expect(at(await client.ask('GET', url), 'enabled')).toBe(false)
  })

  it('are listed by event and status', async () => {
    const { json } = await create({ eventTypes: ['processingAccount.signature.signed'] })

    const byEvent = await client.ask('GET', '/event-subscriptions?event=processingAccount.signature.signed')
    const byStatus = await client.ask('GET', '/event-subscriptions?status=suspended')

    expect((byEvent.json.data as readonly JsonObject[]).map(({ id }) => id)).toEqual([json.id])
    expect(byStatus.json.data).toEqual([])
  })
})

describe('a sandbox that takes one subscription to the same events and receivers', () => {
  it('refuses the second', async () => {
    const client = await openSandbox({ uniqueEventSubscriptions: true })
    const body = subscriptionTo('https://my-server/endpoint')

    const first = await client.ask('POST', '/event-subscriptions', { body })
    const second = await client.ask('POST', '/event-subscriptions', { body })
    await client.close()

    expect([first.status, second.status]).toEqual([201, 409])
    expect(second.json.instance).toBe(first.headers.get('location'))
  })
})

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: JsonObject
}

describe('events', () => {
  let client: SandboxClient
  let receiver: Server
  let uri: string
  let answers: number[]
  let received: Received[]

  beforeAll(async () => {
    client = await openSandbox({ webhookRetryDelay: 300_000 })
    receiver = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        received.push({ headers: request.headers, body: JSON.parse(text) as JsonObject })
        response.writeHead(answers.shift() ?? 200).end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    uri = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  })

  beforeEach(() => {
    answers = []
    received = []
  })

  afterEach(() => client.admin('POST', '/reset'))

  afterAll(async () => {
    receiver.closeAllConnections()
    receiver.close()
    await client.close()
  })

  const subscribe = async (to = uri): Promise<string> =>
    String((await client.ask('POST', '/event-subscriptions', { body: subscriptionTo(to) })).headers.get('location'))

  const happen = (rest: JsonObject = {}) =>
    client.admin('POST', '/events', { type: 'terminalOrder.status.changed', ...rest })

  /** The deliveries, once none of them is under way. */
  const deliveries = async (attempts: number): Promise<readonly JsonObject[]> => {
    for (;;) {
      const found = (await client.admin('GET', '/events')).body as readonly JsonObject[]
      if (found.every((delivery) => (delivery.attempts as readonly string[]).length >= attempts)) return found
    }
  }

  it('reach the receiver as CloudEvents with the whole secret', async () => {
    await subscribe()

    const made = await happen({ data: { terminalOrderId: '12345', status: 'fulfilled' } })
    const [delivery] = await deliveries(1)

    expect(made.json).toMatchObject({ receivers: 1 })
    expect(received).toHaveLength(1)
    expect(received[0]?.headers['payroc-secret']).toBe(SECRET)
    expect(received[0]?.body).toEqual({
      specversion: '1.0',
      id: made.json.id,
      source: 'payroc.com',
      type: 'terminalOrder.status.changed',
      time: received[0]?.body.time,
      datacontenttype: 'application/json',
      version: '1.0',
      data: { terminalOrderId: '12345', status: 'fulfilled' },
    })
    expect(delivery).toMatchObject({ state: 'delivered', attempts: ['200'] })
  })

  it('are sent again after a failure, with the same id', async () => {
    await subscribe()
    answers = [500, 200]

    await happen()
    await deliveries(1)
    await client.admin('POST', '/clock', { minutes: 5 })
    const [delivery] = await deliveries(2)

    expect(delivery).toMatchObject({ state: 'delivered', attempts: ['500', '200'] })
    expect(new Set(received.map(({ body }) => body.id)).size).toBe(1)
  })

  it('fail their subscription after five retries, until it is updated', async () => {
    const url = await subscribe()
    answers = [500, 500, 500, 500, 500, 500]

    await happen()
    for (let attempts = 1; attempts <= 6; attempts++) {
      await deliveries(attempts)
      await client.admin('POST', '/clock', { minutes: 5 })
    }
    const failed = await client.ask('GET', url)
    expect(received).toHaveLength(6)
    const silent = await happen()
    await client.ask('PUT', url, { body: subscriptionTo(uri) })
    const again = await happen()

    expect(failed.json.status).toBe('failed')
    expect([silent.json.receivers, again.json.receivers]).toEqual([0, 1])
  })

  it('are for those who subscribed to them and are enabled', async () => {
    const url = await subscribe()

    const other = await happen({ type: 'processingAccount.signature.signed' })
    await client.ask('PATCH', url, { body: [{ op: 'replace', path: '/enabled', value: false }] })
    const disabled = await happen()

    expect([other.json.receivers, disabled.json.receivers]).toEqual([0, 0])
    expect(received).toEqual([])
  })

  it('never leave this machine', async () => {
    await subscribe('http://192.0.2.1/hook')

    await happen()
    const [delivery] = await deliveries(1)

    expect(delivery).toMatchObject({ state: 'not-sent', attempts: ['the receiver is not on this machine'] })
  })

  it('are those that Payroc documents', async () => {
    const answer = await happen({ type: 'payment.created' })

    expect([answer.status, answer.json]).toEqual([
      400,
      {
        error:
          'expected a type: one of processingAccount.status.changed, processingAccount.riskStatus.changed, processingAccount.signature.signed, terminalOrder.status.changed',
      },
    ])
  })
})
