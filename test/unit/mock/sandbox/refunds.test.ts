import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, KEYED_CARD } from '../../../support/sandbox-money.ts'

describe('card refunds without a payment', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const requestOf = (amount: number, orderId = 'R-1') => ({
    channel: 'pos',
    processingTerminalId: '1234001',
    order: { orderId, amount, currency: 'USD', description: 'Cold pizza' },
    refundMethod: KEYED_CARD,
  })
  const refunded = async (amount: number, orderId?: string): Promise<string> => {
    const { json } = await client.ask('POST', '/refunds', { body: requestOf(amount, orderId) })
    return `/refunds/${String(json.refundId)}`
  }

  it('are made, whatever the amount, and shown where their Location says', async () => {
    const made = await client.ask('POST', '/refunds', { body: requestOf(1001) })
    const read = await client.ask('GET', String(made.headers.get('location')))

    expect(made.status).toBe(201)
    expect(read.body).toEqual(made.body)
    expect(read.json).toMatchObject({
      order: { amount: 1001, description: 'Cold pizza' },
      card: { cardNumber: '453985******7062' },
      supportedOperations: ['fullyReverse', 'setAsPending'],
      transactionResult: { type: 'refund', status: 'ready', authorizedAmount: -1001, responseCode: 'A' },
    })
  })

  it('can be adjusted while the batch is open', async () => {
    const path = await refunded(500)
    const contactMethods = [{ type: 'mobile', value: '8445558735' }]

    const answer = await client.ask('POST', `${path}/adjust`, {
      body: {
        operator: 'Jane',
        adjustments: [
          { type: 'status', toStatus: 'pending' },
          { type: 'customer', contactMethods },
        ],
      },
    })

    expect(answer.json).toMatchObject({
      operator: 'Jane',
      customer: { contactMethods },
      supportedOperations: ['fullyReverse', 'setAsReady'],
      transactionResult: { status: 'pending' },
    })
  })

  it('can be reversed once, and not when they are settled', async () => {
    const open = await refunded(500)
    const [first, second] = [await client.ask('POST', `${open}/reverse`), await client.ask('POST', `${open}/reverse`)]
    const closed = await refunded(500)
    await client.admin('POST', '/batch')

    const late = await client.ask('POST', `${closed}/reverse`)
    const lateAdjust = await client.ask('POST', `${closed}/adjust`, {
      body: { adjustments: [{ type: 'status', toStatus: 'pending' }] },
    })

    expect([first.status, at(first, 'transactionResult', 'status'), second.status]).toEqual([200, 'reversal', 409])
    expect([late.status, lateAdjust.status]).toEqual([400, 400])
  })

  it.each([
    ['orderId=R-list', true],
    ['orderId=R-other', false],
    ['status=ready&status=pending', true],
    ['status=complete', false],
    ['settlementState=settled', false],
    ['tender=ebt', false],
  ])('are listed by %s: %s', async (query, isListed) => {
    const path = await refunded(500, 'R-list')

    const list = await client.ask('GET', `/refunds?limit=100&${query}`)

    const ids = (list.json.data as readonly { refundId: string }[]).map(({ refundId }) => `/refunds/${refundId}`)
    expect(ids.includes(path)).toBe(isListed)
  })

  it('come of refund instructions, too', async () => {
    const { refundMethod: _, channel: __, ...request } = requestOf(750)
    const submitted = await client.ask('POST', '/devices/1850010868/refund-instructions', { body: request })
    const polled = await client.ask('GET', String(at(submitted, 'link', 'href')))

    const refund = await client.ask('GET', String(at(polled, 'link', 'href')))

    expect(at(polled, 'link', 'rel')).toBe('refund')
    expect(refund.json).toMatchObject({
      order: { amount: 750 },
      card: { entryMethod: 'icc', cardNumber: '476173******0011' },
      transactionResult: { type: 'refund', authorizedAmount: -750 },
    })
  })

  it.each([
    ['', 'Refund'],
    ['x'.repeat(1024), 'x'.repeat(256)],
  ])('of an instruction have a description that fits: %#', async (description, shown) => {
    const order = { orderId: 'R-2', amount: 100, currency: 'USD', description }
    const body = { processingTerminalId: '1234001', order }
    const submitted = await client.ask('POST', '/devices/1850010868/refund-instructions', { body })
    const polled = await client.ask('GET', String(at(submitted, 'link', 'href')))

    const refund = await client.ask('GET', String(at(polled, 'link', 'href')))

    expect(at(refund, 'order', 'description')).toBe(shown)
  })

  it('answer 404 where there is none', async () => {
    const answer = await client.ask('GET', '/refunds/NOTTHERE00')

    expect(answer.status).toBe(404)
  })
})

describe('signatures', () => {
  it('come of signature instructions as a picture', async () => {
    const client = await openSandbox()
    const submitted = await client.ask('POST', '/devices/1850010868/signature-instructions', {
      body: { processingTerminalId: '1021' },
    })
    const polled = await client.ask('GET', String(at(submitted, 'link', 'href')))

    const signature = await client.ask('GET', String(at(polled, 'link', 'href')))
    const unknown = await client.ask('GET', '/signatures/NOTTHERE00')

    await client.close()
    expect(signature.json).toMatchObject({ processingTerminalId: '1021', contentType: 'image/png' })
    expect(Buffer.from(String(signature.json.signature), 'base64').subarray(1, 4).toString()).toBe('PNG')
    expect(unknown.status).toBe(404)
  })
})
