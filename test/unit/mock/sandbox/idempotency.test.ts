import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const SALE = { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD', amount: 1000 } }
const SUBMIT = '/devices/1850010868/payment-instructions'
const TYPES = 'https://docs.payroc.com/api/errors#'

describe('idempotency keys', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const submit = (key: string | null, body = SALE, path = SUBMIT) => client.ask('POST', path, { body, key })

  it('are asked for with a problem type of their own', async () => {
    const { status, json } = await submit(null)

    expect([status, json]).toEqual([
      400,
      {
        type: `${TYPES}idempotency-key-missing`,
        title: 'Idempotency-Key header missing',
        status: 400,
        detail: "An 'Idempotency-Key' must be supplied for this request",
      },
    ])
  })

  it.each([
    ['no UUID', 'order-1'],
    ['a UUID of version 1', '5f0a3f9e-7d9c-11ee-b962-0242ac120002'],
    ['a UUID of another variant', '8e03978e-40d5-43e8-cc93-6894a57f9324'],
  ])('are refused when they are %s', async (_what, key) => {
    const { status, json } = await submit(key)

    expect([status, json['errors']]).toEqual([
      400,
      [{ parameter: 'Idempotency-Key', detail: 'invalid format', message: 'Expected a UUID v4' }],
    ])
  })

  it('give the first response again, whatever has happened since', async () => {
    const key = randomUUID()
    const first = await submit(key)
    await client.ask('GET', `/payment-instructions/${String(first.json['paymentInstructionId'])}`)

    const again = await submit(key)

    expect([again.status, again.json]).toEqual([first.status, first.json])
  })

  it('are the same in upper and lower case', async () => {
    const key = randomUUID()
    const first = await submit(key)

    expect((await submit(key.toUpperCase())).json).toEqual(first.json)
  })

  it('conflict with another body', async () => {
    const key = randomUUID()
    await submit(key)

    const { status, json } = await submit(key, { ...SALE, order: { ...SALE.order, amount: 1001 } })

    expect([status, json['type'], json['status']]).toEqual([409, `${TYPES}idempotency-key-in-use`, 409])
  })

  it('conflict with another resource, and with another operation', async () => {
    const key = randomUUID()
    await client.admin('PUT', '/devices/MY-POS-1', { behaviour: 'complete' })
    await submit(key)

    const resource = await submit(key, SALE, '/devices/MY-POS-1/payment-instructions')
    const operation = await submit(key, SALE, '/devices/MY-POS-1/signature-instructions')

    expect([resource.status, operation.status]).toEqual([409, 409])
  })

  it('do the work once when requests come at the same time', async () => {
    const key = randomUUID()

    const answers = await Promise.all(Array.from({ length: 10 }, () => submit(key)))

    expect(new Set(answers.map(({ json }) => json['paymentInstructionId'])).size).toBe(1)
  })

  it('are not used up by a request that was refused', async () => {
    const key = randomUUID()
    await submit(key, { ...SALE, order: { ...SALE.order, currency: 'EURO' } })

    expect((await submit(key)).status).toBe(202)
  })

  it('are free again after seven days by the clock of the sandbox', async () => {
    const key = randomUUID()
    const first = await submit(key)
    await client.admin('PUT', '/tokens', { life: 30 * 86_400 })
    const patient = await patientClient(client)

    await client.admin('POST', '/clock', { days: 6, hours: 23 })
    const before = await patient(key)
    await client.admin('POST', '/clock', { hours: 2 })
    const after = await patient(key)

    expect(before['paymentInstructionId']).toBe(first.json['paymentInstructionId'])
    expect(after['paymentInstructionId']).not.toBe(first.json['paymentInstructionId'])
  })
})

/** Submits with a token that outlives the days that a test skips. */
async function patientClient({ sandbox }: SandboxClient): Promise<(key: string) => Promise<Record<string, unknown>>> {
  const authorized = await fetch(sandbox.identityUrl, { method: 'POST', headers: { 'x-api-key': sandbox.apiKey } })
  const { access_token: token } = (await authorized.json()) as { access_token: string }
  return async (key) => {
    const answer = await fetch(sandbox.baseUrl + SUBMIT, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(SALE),
    })
    return (await answer.json()) as Record<string, unknown>
  }
}
