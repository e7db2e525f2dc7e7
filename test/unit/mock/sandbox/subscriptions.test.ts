import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { dueDate, nextDueDate, periodOf } from '../../../../mock/sandbox/schedule.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { ACH_ACCOUNT, at, complaints, TERMINAL } from '../../../support/sandbox-money.ts'

const PATH = `${TERMINAL}/subscriptions`

/** Of the contract's examples. */
const TOKEN = '296753123456'

describe('subscriptions', () => {
  let client: SandboxClient
  let today: string

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 365 * 24 * 3600 })
    today = String((await client.admin('GET', '/clock')).json.now).slice(0, 10)
    await Promise.all(
      ['manual', 'automatic'].map((type) =>
        client.ask('POST', `${TERMINAL}/payment-plans`, {
          body: {
            paymentPlanId: type,
            name: `Club (${type})`,
            currency: 'CAD',
            type,
            frequency: 'monthly',
            onUpdate: 'continue',
            onDelete: 'complete',
            recurringOrder: { amount: 2500 },
          },
        }),
      ),
    )
  })

  afterAll(() => client.close())

  const requestOf = (subscriptionId: string, rest: JsonObject = {}) => ({
    subscriptionId,
    paymentPlanId: 'manual',
    paymentMethod: { type: 'secureToken', token: TOKEN },
    startDate: today,
    length: 12,
    ...rest,
  })
  const create = (subscriptionId: string, rest: JsonObject = {}) =>
    client.ask('POST', PATH, { body: requestOf(subscriptionId, rest) })
  const pay = (subscriptionId: string, order: JsonObject = {}) =>
    client.ask('POST', `${PATH}/${subscriptionId}/pay`, { body: { operator: 'Jane', order } })

  it('are active, with what the plan says where the request says nothing', async () => {
    const made = await create('sub-1')
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toMatchObject({
      subscriptionId: 'sub-1',
      paymentPlan: { paymentPlanId: 'manual', name: 'Club (manual)' },
      secureToken: { token: TOKEN, customerName: 'Sarah Hazel Hopper' },
      name: 'Club (manual)',
      currency: 'CAD',
      recurringOrder: { amount: 2500 },
      type: 'manual',
      frequency: 'monthly',
      currentState: {
        status: 'active',
        nextDueDate: nextDueDate(today, 'monthly', today),
        paidInvoices: 0,
        outstandingInvoices: 12,
      },
    })
  })

  it('lead to their plan and their token', async () => {
    const { json } = await create('sub-links')

    const answers = await Promise.all(
      [json.paymentPlan, json.secureToken].map((part) => client.ask('GET', String(at({ body: part }, 'link', 'href')))),
    )

    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  it.each([
    ['an id that is taken', { subscriptionId: 'taken' }, 409, []],
    ['a plan that is not there', { paymentPlanId: 'nowhere' }, 400, ['paymentPlanId']],
    [
      'a token that is not there',
      { paymentMethod: { type: 'secureToken', token: '296753000000' } },
      400,
      ['paymentMethod.token'],
    ],
  ])('are refused with %s', async (_what, change, status, parameters) => {
    await create('taken')

    const answer = await create('refused', change)

    expect([answer.status, complaints(answer)]).toEqual([status, parameters])
  })

  it('are cancelled and come back', async () => {
    await create('sub-2')
    const post = (action: string) => client.ask('POST', `${PATH}/sub-2/${action}`, { key: null })

    const answers = [
      await post('reactivate'),
      await post('deactivate'),
      await post('deactivate'),
      await post('reactivate'),
      await post('reactivate'),
    ]

    expect(answers.map((answer) => [answer.status, at(answer, 'currentState', 'status')])).toEqual([
      [409, undefined],
      [200, 'cancelled'],
      [409, undefined],
      [200, 'active'],
      [409, undefined],
    ])
  })

  it('are paid by hand once in a period', async () => {
    await create('sub-3')

    const first = await pay('sub-3', { amount: 3000, orderId: 'Sub-3-1' })
    const second = await pay('sub-3')
    const payment = await client.ask('GET', String(at(first, 'payment', 'link', 'href')))

    expect([first.status, second.status]).toEqual([201, 409])
    expect(at(first, 'currentState')).toMatchObject({ paidInvoices: 1, outstandingInvoices: 11 })
    expect(payment.json).toMatchObject({
      operator: 'Jane',
      order: { orderId: 'Sub-3-1', amount: 3000, currency: 'CAD' },
      card: { secureToken: { token: TOKEN } },
    })
  })

  it('are paid what they recur with where no amount is sent', async () => {
    await create('sub-4')

    const answer = await pay('sub-4')

    expect(at(answer, 'payment')).toMatchObject({ amount: 2500, currency: 'CAD', status: 'ready' })
  })

  it('are paid by bank transfer where the token is of a bank account', async () => {
    const token = await client.ask('POST', `${TERMINAL}/secure-tokens`, { body: { source: ACH_ACCOUNT } })
    await create('sub-5', { paymentMethod: { type: 'secureToken', token: String(token.json.token) } })

    const answer = await pay('sub-5')
    const payment = await client.ask('GET', String(at(answer, 'payment', 'link', 'href')))

    expect(at(answer, 'payment')).toMatchObject({ amount: 2500, status: 'pending', responseCode: 'E' })
    expect(payment.json).toMatchObject({ bankAccount: { type: 'ach', accountNumber: '******7890' } })
  })

  it('are not paid by hand when they collect by themselves, nor when they are cancelled', async () => {
    await create('sub-6', { paymentPlanId: 'automatic' })
    await create('sub-7')
    await client.ask('POST', `${PATH}/sub-7/deactivate`, { key: null })

    const answers = [await pay('sub-6'), await pay('sub-7')]

    expect(answers.map(({ status }) => status)).toEqual([409, 409])
  })

  it.each([
    [[{ op: 'replace', path: '/name', value: 'Silver Club' }], 200],
    [[{ op: 'replace', path: '/recurringOrder/amount', value: 100 }], 200],
    [[{ op: 'remove', path: '/name' }], 400],
    [[{ op: 'remove', path: '/recurringOrder' }], 400],
    [[{ op: 'replace', path: '/currentState/status', value: 'completed' }], 400],
    [[{ op: 'replace', path: '/type', value: 'automatic' }], 400],
    [[{ op: 'replace', path: '/frequency', value: 'yearly' }], 400],
    [[{ op: 'replace', path: '/paymentPlan/name', value: 'Other' }], 400],
    [[{ op: 'replace', path: '/startDate', value: 'soon' }], 400],
  ])('answer the patch %j with %d', async (body, status) => {
    await create('patched')

    const answer = await client.ask('PATCH', `${PATH}/patched`, { body })

    expect(answer.status).toBe(status)
  })

  it('keep a patch', async () => {
    await create('kept')
    const body = [{ op: 'replace', path: '/name', value: 'Silver Club' }]

    await client.ask('PATCH', `${PATH}/kept`, { body })

    expect(at(await client.ask('GET', `${PATH}/kept`), 'name')).toBe('Silver Club')
  })

  it.each([
    ['status=active', true],
    ['status=cancelled', false],
    ['frequency=monthly', true],
    ['frequency=yearly', false],
    ['paymentPlan=Club%20(manual)', true],
    ['paymentPlan=Other', false],
    ['customerName=Sarah%20Hazel%20Hopper', true],
    ['last4=7062', true],
    ['last4=0000', false],
    ['endDate=2020-01-01', false],
  ])('are listed by %s: %s', async (query, isListed) => {
    await create('listed')

    const list = await client.ask('GET', `${PATH}?limit=100&${query}`)

    const ids = (list.json.data as readonly { subscriptionId: string }[]).map(({ subscriptionId }) => subscriptionId)
    expect(ids.includes('listed')).toBe(isListed)
  })

  it('are completed after their last day, and can be paid in the next period until then', async () => {
    const days = (n: number) => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10)
    await create('ending', { endDate: days(40) })
    const first = await pay('ending')

    await client.admin('POST', '/clock', { days: 32 })
    const second = await pay('ending')
    await client.admin('POST', '/clock', { days: 10 })
    const late = await pay('ending')
    const read = await client.ask('GET', `${PATH}/ending`)

    expect([first.status, second.status, late.status]).toEqual([201, 201, 409])
    expect(at(read, 'currentState')).toEqual({ status: 'completed', paidInvoices: 2, outstandingInvoices: 10 })
  })

  it('start in the past only where that is allowed', async () => {
    const strict = await openSandbox({ pastStartDates: false })
    const body = { ...requestOf('late', { paymentPlanId: 'PlanRef8765' }), startDate: '2024-07-02' }

    const answer = await strict.ask('POST', PATH, { body })
    const lenient = await client.ask('POST', PATH, { body })

    await strict.close()
    expect([answer.status, complaints(answer), lenient.status]).toEqual([400, ['startDate'], 201])
  })
})

describe('the schedule of a subscription', () => {
  it.each([
    ['2024-01-31', 'monthly', 1, '2024-02-29'],
    ['2024-01-31', 'monthly', 2, '2024-03-31'],
    ['2024-02-29', 'yearly', 1, '2025-02-28'],
    ['2024-11-30', 'quarterly', 1, '2025-02-28'],
    ['2024-12-28', 'weekly', 1, '2025-01-04'],
    ['2024-12-28', 'fortnightly', 2, '2025-01-25'],
  ] as const)('from %s, %s, period %d begins on %s', (start, frequency, period, due) => {
    expect(dueDate(start, frequency, period)).toBe(due)
  })

  it.each([
    ['2024-01-31', 'monthly', '2024-02-28', 0],
    ['2024-01-31', 'monthly', '2024-02-29', 1],
    ['2024-01-31', 'monthly', '2023-12-31', 0],
    ['2024-01-01', 'weekly', '2024-01-07', 0],
    ['2024-01-01', 'weekly', '2024-01-08', 1],
    ['2024-02-29', 'yearly', '2025-02-27', 0],
    ['2024-02-29', 'yearly', '2025-02-28', 1],
  ] as const)('from %s, %s, %s is in period %d', (start, frequency, today, period) => {
    expect(periodOf(start, frequency, today)).toBe(period)
  })

  it.each([
    ['2030-01-01', '2024-07-01', '2030-01-01'],
    ['2024-07-02', '2024-07-02', '2024-08-02'],
    ['2024-07-02', '2024-08-01', '2024-08-02'],
  ])('from %s, on %s, the next payment is due on %s', (start, today, due) => {
    expect(nextDueDate(start, 'monthly', today)).toBe(due)
  })
})
