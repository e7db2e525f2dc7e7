import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../../../core/json.ts'
import { accountOf, PRICING_INTENT } from '../../../support/sandbox-boarding.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints } from '../../../support/sandbox-money.ts'

describe('pricing intents', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 1_000_000 })
  })

  afterAll(() => client.close())

  const created = async (rest: object = {}): Promise<string> => {
    const { headers } = await client.ask('POST', '/pricing-intents', { body: { ...PRICING_INTENT, ...rest } })
    return String(headers.get('location'))
  }
  const patch = (path: string, ...body: Json[]) => client.ask('PATCH', path, { body })

  it('await review, with the fees that the contract gives a default', async () => {
    const made = await client.ask('POST', '/pricing-intents', { body: PRICING_INTENT })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(made.json).toMatchObject({
      key: 'hopper',
      status: 'pendingReview',
      base: { chargeback: 2500, platinumSecurity: { billingFrequency: 'annual', amount: 15_540 } },
    })
  })

  it('are active after a day, or when they are told to be', async () => {
    const reviewed = await created()
    await client.admin('POST', '/clock', { days: 1 })
    const rejected = await created()
    await client.admin('PUT', new URL(rejected).pathname.replace('/v1', ''), { status: 'rejected' })

    const statuses = await Promise.all([reviewed, rejected].map(async (path) => (await client.ask('GET', path)).json))

    expect(statuses.map(({ status }) => status)).toEqual(['active', 'rejected'])
  })

  it('cannot be boarded with when they were rejected', async () => {
    const intent = await created()
    const id = intent.split('/').at(-1) as string
    await client.admin('PUT', `/pricing-intents/${id}`, { status: 'rejected' })

    const answer = await client.ask('POST', '/merchant-platforms/12345/processing-accounts', {
      body: accountOf({ pricing: { type: 'intent', pricingIntentId: id } }),
    })

    expect([answer.status, complaints(answer)]).toEqual([400, ['pricing.pricingIntentId']])
  })

  it('are replaced whole, but for what only Payroc sets', async () => {
    const intent = await created({ metadata: { a: 'b' } })
    const before = (await client.ask('GET', intent)).json

    const answer = await client.ask('PUT', intent, { body: { ...PRICING_INTENT, key: 'other', id: 'mine' } })

    const { json } = await client.ask('GET', intent)
    expect(answer.status).toBe(204)
    expect([json.key, json.id, json.createdDate]).toEqual(['other', before.id, before.createdDate])
    expect(json).not.toHaveProperty('metadata')
  })

  it('are patched in all that the client set', async () => {
    const intent = await created()

    const answer = await patch(
      intent,
      { op: 'replace', path: '/base/maintenance', value: 700 },
      { op: 'replace', path: '/base/platinumSecurity', value: { billingFrequency: 'monthly' } },
    )

    expect(answer.status).toBe(200)
    expect((await client.ask('GET', intent)).body).toEqual(answer.body)
    expect(at(answer, 'base', 'platinumSecurity')).toEqual({ billingFrequency: 'monthly', amount: 1295 })
    expect(at(answer, 'base', 'maintenance')).toBe(700)
  })

  it.each([
    ['a status', { op: 'replace', path: '/status', value: 'active' }],
    ['a fee below its minimum', { op: 'replace', path: '/base/maintenance', value: 1 }],
    ['a missing key', { op: 'remove', path: '/key' }],
  ])('refuse a patch that makes %s', async (_what, operation) => {
    const intent = await created()
    const before = await client.ask('GET', intent)

    const answer = await patch(intent, operation)

    expect(answer.status).toBe(400)
    expect((await client.ask('GET', intent)).body).toEqual(before.body)
  })

  it('are gone when they are deleted', async () => {
    const intent = await created()

    const deleted = await client.ask('DELETE', intent)
    const read = await client.ask('GET', intent)
    const put = await client.ask('PUT', intent, { body: PRICING_INTENT })

    expect([deleted.status, read.status, put.status]).toEqual([204, 404, 404])
  })
})
