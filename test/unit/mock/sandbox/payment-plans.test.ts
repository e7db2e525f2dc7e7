import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints, TERMINAL } from '../../../support/sandbox-money.ts'

const PLANS = `${TERMINAL}/payment-plans`
const SUBSCRIPTIONS = `${TERMINAL}/subscriptions`

/** Of the contract's examples. */
const TOKEN = '296753123456'

describe('payment plans', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const planOf = (paymentPlanId: string, rest: object = {}) => ({
    paymentPlanId,
    name: 'Premium Club',
    currency: 'USD',
    type: 'manual',
    frequency: 'monthly',
    onUpdate: 'continue',
    onDelete: 'complete',
    ...rest,
  })
  const create = (paymentPlanId: string, rest: object = {}) =>
    client.ask('POST', PLANS, { body: planOf(paymentPlanId, rest) })
  const subscribe = (subscriptionId: string, paymentPlanId: string) =>
    client.ask('POST', SUBSCRIPTIONS, {
      body: {
        subscriptionId,
        paymentPlanId,
        paymentMethod: { type: 'secureToken', token: TOKEN },
        startDate: '2030-01-31',
      },
    })

  it('are kept under the id that the merchant chose', async () => {
    const recurringOrder = { amount: 4999, breakdown: { subtotal: 4347, taxes: [{ name: 'Sales Tax', rate: 5 }] } }

    const made = await create('plan-1', { type: 'automatic', recurringOrder, length: 12 })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toEqual({
      ...planOf('plan-1', { type: 'automatic', length: 12 }),
      processingTerminalId: '1234001',
      recurringOrder: {
        amount: 4999,
        breakdown: { subtotal: 4347, taxes: [{ name: 'Sales Tax', rate: 5, amount: 217 }] },
      },
    })
  })

  it('are refused under an id that is taken, and leave what has it alone', async () => {
    await create('taken')

    const answer = await create('taken', { name: 'Other Club' })

    expect([answer.status, answer.json.title]).toEqual([409, 'Resource already exists'])
    expect(at(await client.ask('GET', `${PLANS}/taken`), 'name')).toBe('Premium Club')
  })

  it('need a recurring order to collect by themselves, and are not there without', async () => {
    const answer = await create('incomplete', { type: 'automatic' })

    expect([answer.status, complaints(answer)]).toEqual([400, ['recurringOrder']])
    expect((await client.ask('GET', `${PLANS}/incomplete`)).status).toBe(404)
  })

  it('keep a patch of everything but their id', async () => {
    await create('patched')
    const body = [
      { op: 'replace', path: '/currency', value: 'CAD' },
      { op: 'replace', path: '/frequency', value: 'yearly' },
      { op: 'add', path: '/description', value: 'Once a year' },
    ]

    const answer = await client.ask('PATCH', `${PLANS}/patched`, { body })
    const fixed = await client.ask('PATCH', `${PLANS}/patched`, {
      body: [{ op: 'replace', path: '/paymentPlanId', value: 'other' }],
    })
    const broken = await client.ask('PATCH', `${PLANS}/patched`, {
      body: [{ op: 'replace', path: '/frequency', value: 'daily' }],
    })

    expect([answer.status, fixed.status, broken.status]).toEqual([200, 400, 400])
    expect((await client.ask('GET', `${PLANS}/patched`)).json).toMatchObject({
      currency: 'CAD',
      frequency: 'yearly',
      description: 'Once a year',
    })
  })

  it.each([
    ['update', 'yearly'],
    ['continue', 'monthly'],
  ])('with onUpdate %s leave their subscriptions %s', async (onUpdate, frequency) => {
    await create(`follow-${onUpdate}`, { onUpdate })
    await subscribe(`s-${onUpdate}`, `follow-${onUpdate}`)

    const body = [{ op: 'replace', path: '/frequency', value: 'yearly' }]
    await client.ask('PATCH', `${PLANS}/follow-${onUpdate}`, { body })

    expect(at(await client.ask('GET', `${SUBSCRIPTIONS}/s-${onUpdate}`), 'frequency')).toBe(frequency)
  })

  it.each([
    ['complete', 'completed'],
    ['continue', 'active'],
  ])('with onDelete %s leave their subscriptions %s', async (onDelete, status) => {
    const id = `delete-${onDelete}`
    await create(id, { onDelete })
    await subscribe(`s-${id}`, id)

    const deleted = await client.ask('DELETE', `${PLANS}/${id}`)
    const read = await client.ask('GET', `${PLANS}/${id}`)
    const more = await subscribe(`s-more-${id}`, id)
    const anew = await create(id)

    expect([deleted.status, read.status, more.status, anew.status]).toEqual([204, 404, 400, 409])
    expect(at(await client.ask('GET', `${SUBSCRIPTIONS}/s-${id}`), 'currentState', 'status')).toBe(status)
  })

  it('may have an id that is no well-formed text', async () => {
    const { status, headers } = await create('half-\ud83d')

    expect([status, headers.get('location')]).toEqual([201, `${client.sandbox.baseUrl}${PLANS}/half-%EF%BF%BD`])
  })

  it('are listed for their terminal alone', async () => {
    await create('listed')

    const [here, there] = await Promise.all([
      client.ask('GET', `${PLANS}?limit=100`),
      client.ask('GET', '/processing-terminals/1021/payment-plans'),
    ])

    const ids = (here.json.data as readonly { paymentPlanId: string }[]).map(({ paymentPlanId }) => paymentPlanId)
    expect(ids).toContain('listed')
    expect(there.json.data).toEqual([])
  })
})
