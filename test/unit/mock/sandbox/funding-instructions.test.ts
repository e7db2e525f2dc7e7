import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { instructionOf } from '../../../support/sandbox-funding.ts'
import { at, complaints } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const SMALL_MERCHANT = '9876543219'
const TYPES = 'https://docs.payroc.com/api/errors#'

describe('funding instructions', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ fundingStep: 60_000 })
  })

  // Back to the balances of the start.
  beforeEach(() => client.admin('POST', '/reset'))

  afterAll(() => client.close())

  const create = (body: JsonObject) => client.ask('POST', '/funding-instructions', { body })
  const created = async (body: JsonObject = instructionOf(1000)): Promise<string> =>
    String((await create(body)).headers.get('location'))
  const balanceOf = async (merchantId: string) =>
    at(await client.ask('GET', `/funding-balance?merchantId=${merchantId}`), 'data', 0) as JsonObject
  const step = () => client.admin('POST', '/clock', { minutes: 1 })

  it('are accepted, with a link to every account', async () => {
    const made = await create({ ...instructionOf(1000), metadata: { instructionRef: 'abc123' } })
    const read = await client.ask('GET', String(made.headers.get('location')))

    const { instructionId, createdDate, lastModifiedDate, ...rest } = made.json
    expect(made.status).toBe(201)
    expect([typeof instructionId, createdDate]).toEqual(['number', lastModifiedDate])
    expect(rest).toEqual({
      status: 'accepted',
      merchants: [
        {
          merchantId: '4525644354',
          recipients: [
            {
              fundingAccountId: 123,
              paymentMethod: 'ACH',
              amount: { value: 1000, currency: 'USD' },
              status: 'accepted',
              link: {
                rel: 'fundingAccount',
                method: 'GET',
                href: `${client.sandbox.baseUrl}/funding-accounts/123`,
              },
            },
          ],
        },
      ],
      metadata: { instructionRef: 'abc123' },
    })
    expect(read.body).toEqual(made.body)
  })

  it('go from accepted to pending to completed, and take their sum from the balance', async () => {
    const url = await created(instructionOf(20_000, { merchantId: SMALL_MERCHANT }))
    const states: unknown[] = []
    const balances: JsonObject[] = []

    for (let i = 0; i < 4; i++) {
      const read = await client.ask('GET', url)
      states.push([read.json.status, at(read, 'merchants', 0, 'recipients', 0, 'status')])
      balances.push(await balanceOf(SMALL_MERCHANT))
      await step()
    }

    expect(states).toEqual([
      ['accepted', 'accepted'],
      ['pending', 'pending'],
      ['pending', 'released'],
      ['completed', 'funded'],
    ])
    expect(balances.map(({ funds, pending, available }) => [funds, pending, available])).toEqual([
      [50_000, 20_000, 30_000],
      [50_000, 20_000, 30_000],
      [50_000, 20_000, 30_000],
      [30_000, 0, 30_000],
    ])
  })

  it('show in the activity of the merchant when they are paid', async () => {
    await created(instructionOf(1234, { merchantId: SMALL_MERCHANT }))
    for (let i = 0; i < 3; i++) await step()

    const query = `dateFrom=2024-07-02&dateTo=9999-12-31&merchantId=${SMALL_MERCHANT}`
    const { json } = await client.ask('GET', `/funding-activity?${query}`)

    const { id: _, date: __, ...last } = (json.data as readonly JsonObject[]).at(-1) as JsonObject
    expect(last).toEqual({
      merchant: 'Doe Hot Dogs',
      recipient: 'Jane Doe',
      description: 'payment',
      type: 'debit',
      amount: 1234,
      currency: 'USD',
    })
  })

  it.each([
    ['more than is available', instructionOf(50_001, { merchantId: SMALL_MERCHANT }), 'insufficient-funds'],
    ['an account on hold', instructionOf(1, { fundingAccountId: 124 }), 'funding-accounts-restricted'],
    ['an unknown account', instructionOf(1, { fundingAccountId: 9 }), 'bad-request'],
    ['an unknown merchant', instructionOf(1, { merchantId: 'nobody' }), 'bad-request'],
  ])('are refused for %s', async (_name, body, type) => {
    const url = await created()

    const made = await create(body)
    const put = await client.ask('PUT', url, { body })

    expect([made, put].map(({ status, json }) => [status, json.type])).toEqual([
      [400, TYPES + type],
      [400, TYPES + type],
    ])
  })

  it('are refused for an account that is put on hold, and accepted when it is approved again', async () => {
    const tell = (status: string) => client.admin('PUT', '/funding-accounts/123', { status })
    const held = await tell('hold')
    const refused = await create(instructionOf(1))
    await tell('approved')
    const accepted = await create(instructionOf(1))
    const unknown = await tell('frozen')

    expect([held, refused, accepted, unknown].map(({ status }) => status)).toEqual([200, 400, 201, 400])
  })

  it('hold what they will take: two cannot share one balance', async () => {
    const body = instructionOf(30_000, { merchantId: SMALL_MERCHANT })

    const first = await create(body)
    const second = await create(body)
    await client.ask('DELETE', String(first.headers.get('location')))
    const third = await create(body)

    expect([first.status, second.status, third.status]).toEqual([201, 400, 201])
  })

  it('can be updated and deleted while they are accepted', async () => {
    const url = await created()

    const put = await client.ask('PUT', url, { body: instructionOf(2000) })
    const read = await client.ask('GET', url)
    const deleted = await client.ask('DELETE', url)
    const gone = await client.ask('GET', url)

    expect([put.status, deleted.status, gone.status]).toEqual([204, 204, 404])
    expect(at(read, 'merchants', 0, 'recipients', 0, 'amount', 'value')).toBe(2000)
  })

  it('cannot be updated or deleted afterwards: the problem of a conflict under the documented 400', async () => {
    const url = await created()
    await step()

    const put = await client.ask('PUT', url, { body: instructionOf(2000) })
    const deleted = await client.ask('DELETE', url)

    expect([put, deleted].map(({ status, json }) => [status, json.status, json.type])).toEqual([
      [400, 409, `${TYPES}cannot-be-modified`],
      [400, 409, `${TYPES}cannot-be-modified`],
    ])
    expect((await client.ask('GET', url)).status).toBe(200)
  })

  it('are listed by the day on which they were created', async () => {
    const url = await created()
    const today = String((await client.ask('GET', url)).json.createdDate).slice(0, 10)
    const list = async (from: string, to: string) =>
      (await client.ask('GET', `/funding-instructions?dateFrom=${from}&dateTo=${to}`)).json
        .data as readonly JsonObject[]

    const [now, documented] = [await list(today, today), await list('2024-07-01', '2024-07-03')]

    expect(now.map(({ link }) => (link as JsonObject).href)).toEqual([url])
    expect(documented.map(({ instructionId }) => instructionId)).toEqual([64643131, 64643132])
  })

  it.each(['/funding-instructions', '/funding-activity'])('and their dates must be sent: %s', async (path) => {
    const [none, old] = [
      await client.ask('GET', `${path}?dateFrom=2024-07-01`),
      await client.ask('GET', `${path}?dateFrom=2001-01-01&dateTo=2024-07-01`),
    ]

    expect([none, old].map((answer) => [answer.status, complaints(answer)])).toEqual([
      [400, ['dateTo']],
      [400, ['dateFrom']],
    ])
  })

  it('leave the activity of July 2024 as the contract shows it', async () => {
    const { json } = await client.ask('GET', '/funding-activity?dateFrom=2024-07-02&dateTo=2024-07-02&limit=3')

    expect([json.count, json.hasMore]).toEqual([3, true])
    expect((json.data as readonly JsonObject[]).map(({ id }) => id)).toEqual([11, 12, 13])
  })
})
