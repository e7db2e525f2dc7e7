import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { at, TERMINAL } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const PATH = `${TERMINAL}/subscriptions`

describe('automatic subscriptions', () => {
  let client: SandboxClient
  let today: string

  beforeEach(async () => {
    client = await openSandbox({ tokenLife: 365 * 24 * 3600 })
    today = String((await client.admin('GET', '/clock')).json.now).slice(0, 10)
  })

  afterEach(() => client.close())

  const subscribe = async (amount: number, rest: JsonObject = {}): Promise<string> => {
    await client.ask('POST', `${TERMINAL}/payment-plans`, {
      body: {
        paymentPlanId: 'auto',
        name: 'Premium Club',
        currency: 'USD',
        type: 'automatic',
        frequency: 'weekly',
        onUpdate: 'continue',
        onDelete: 'continue',
        recurringOrder: { amount },
      },
    })
    const { headers } = await client.ask('POST', PATH, {
      body: {
        subscriptionId: 'sub-auto',
        paymentPlanId: 'auto',
        paymentMethod: { type: 'secureToken', token: '296753123456' },
        startDate: today,
        length: 5,
        ...rest,
      },
    })
    return String(headers.get('location'))
  }
  const weeks = (count: number) => client.admin('POST', '/clock', { hours: count * 7 * 24 })
  const stateOf = async (url: string) => at(await client.ask('GET', url), 'currentState') as JsonObject
  const payments = async () =>
    ((await client.ask('GET', '/payments?limit=100')).json.data as readonly JsonObject[]).filter(
      (payment) => at({ body: payment }, 'card', 'secureToken', 'token') === '296753123456',
    )

  it('pay on the day on which they are due, once in a period', async () => {
    const before = (await payments()).length
    const url = await subscribe(2500)
    await weeks(2)

    const states = [await stateOf(url), await stateOf(url)]

    expect(
      states.map(({ status, paidInvoices, outstandingInvoices }) => [status, paidInvoices, outstandingInvoices]),
    ).toEqual([
      ['active', 3, 2],
      ['active', 3, 2],
    ])
    expect((await payments()).slice(before).map((payment) => at({ body: payment }, 'order', 'amount'))).toEqual([
      2500, 2500, 2500,
    ])
  })

  it('pay no more than their length', async () => {
    const url = await subscribe(2500)
    await weeks(9)

    expect((await stateOf(url)).paidInvoices).toBe(5)
  })

  it('do not make up for what was due before they were made', async () => {
    const url = await subscribe(2500, { startDate: '2024-01-01', length: 0 })

    expect([0, 1]).toContain((await stateOf(url)).paidInvoices)
  })

  it('are suspended when their customer misses payments, and cannot be deactivated then', async () => {
    const url = await subscribe(2501)
    await weeks(1)
    const early = await stateOf(url)
    await weeks(1)
    const late = await stateOf(url)

    expect([early.status, late.status, late.paidInvoices]).toEqual(['active', 'suspended', 0])
    expect((await client.ask('POST', `${url}/deactivate`, { key: null })).status).toBe(409)
    expect(at(await client.ask('GET', `${PATH}?status=suspended`), 'data', 0, 'subscriptionId')).toBe('sub-auto')
  })
})
