import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, complaints, paid, saleOf, settled } from '../../../support/sandbox-money.ts'

const DAY = 24 * 60 * 60

describe('changes of card payments', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 30 * DAY })
  })

  afterAll(() => client.close())

  const post = (path: string, body: Parameters<SandboxClient['ask']>[2] = {}) => client.ask('POST', path, body)
  const amountsOf = async (path: string) => {
    const answer = await client.ask('GET', path)
    return [at(answer, 'order', 'amount'), at(answer, 'transactionResult', 'authorizedAmount')]
  }
  const statusOf = async (path: string) => at(await client.ask('GET', path), 'transactionResult', 'status')

  describe('adjust', () => {
    it('changes the amount and the tip, and what is authorized', async () => {
      const path = await paid(client, saleOf(1000))
      const order = { type: 'order', amount: 1200, breakdown: { tip: { type: 'fixedAmount', amount: 200 } } }

      const answer = await post(`${path}/adjust`, { body: { operator: 'Joe', adjustments: [order] } })

      expect(answer.status).toBe(200)
      expect(await amountsOf(path)).toEqual([1200, 1200])
      expect(at(answer, 'order', 'breakdown', 'tip')).toEqual({ type: 'fixedAmount', mode: 'adjusted', amount: 200 })
      expect(answer.json.operator).toBe('Joe')
    })

    it('holds a payment back and releases it', async () => {
      const path = await paid(client, saleOf(1000))
      const to = (toStatus: string) => post(`${path}/adjust`, { body: { adjustments: [{ type: 'status', toStatus }] } })

      const held = await to('pending')
      const released = await to('ready')

      expect([held, released].map((answer) => at(answer, 'transactionResult', 'status'))).toEqual(['pending', 'ready'])
      expect(at(held, 'supportedOperations')).toContain('setAsReady')
    })

    it('takes a signature where there is none, and replaces none', async () => {
      const path = await paid(client, saleOf(1000))
      const sign = (cardholderSignature: string) =>
        post(`${path}/adjust`, { body: { adjustments: [{ type: 'signature', cardholderSignature }] } })

      const [first, second] = [await sign('a1'), await sign('b2')]

      expect([first.status, second.status]).toEqual([200, 400])
      expect(at(await client.ask('GET', path), 'card', 'cardholderSignature')).toBe('a1')
    })

    it('is refused once the payment is captured, reversed, or a sale', async () => {
      const body = { adjustments: [{ type: 'order', amount: 900 }] }
      const captured = await paid(client, saleOf(1000))
      await post(`${captured}/capture`, { body: {} })
      const reversed = await paid(client, saleOf(1000))
      await post(`${reversed}/reverse`, { body: {} })
      const sale = await paid(client, saleOf(1000, { processAsSale: true }))

      const answers = await Promise.all([captured, reversed, sale].map((path) => post(`${path}/adjust`, { body })))

      expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    })
  })

  describe('capture', () => {
    it('takes all of a pre-authorization, once', async () => {
      const path = await paid(client, saleOf(1000, { autoCapture: false }))

      const first = await post(`${path}/capture`, { body: {} })
      const second = await post(`${path}/capture`, { body: {} })

      expect(at(first, 'transactionResult')).toMatchObject({
        type: 'preAuthorizationCompletion',
        status: 'ready',
        authorizedAmount: 1000,
      })
      expect(second.status).toBe(409)
    })

    it('takes a part where an amount is sent', async () => {
      const path = await paid(client, saleOf(1000, { autoCapture: false }))

      await post(`${path}/capture`, { body: { amount: 600 } })

      expect(await amountsOf(path)).toEqual([600, 600])
    })

    it('takes no more than is authorized, unless that was adjusted before', async () => {
      const path = await paid(client, saleOf(1000, { autoCapture: false }))

      const above = await post(`${path}/capture`, { body: { amount: 1500 } })
      await post(`${path}/adjust`, { body: { adjustments: [{ type: 'order', amount: 1500 }] } })
      const adjusted = await post(`${path}/capture`, { body: { amount: 1500 } })

      expect([above.status, complaints(above)]).toEqual([400, ['amount']])
      expect([adjusted.status, at(adjusted, 'order', 'amount')]).toEqual([200, 1500])
    })

    it('is refused after a reversal, and of what was declined', async () => {
      const reversed = await paid(client, saleOf(1000, { autoCapture: false }))
      await post(`${reversed}/reverse`, { body: {} })
      const declined = await paid(client, saleOf(1001))

      const answers = await Promise.all([reversed, declined].map((path) => post(`${path}/capture`, { body: {} })))

      expect(answers.map(({ status }) => status)).toEqual([409, 409])
    })
  })

  describe('reverse', () => {
    it('takes all of a payment from the open batch, once', async () => {
      const path = await paid(client, saleOf(1000))

      const first = await post(`${path}/reverse`, { body: {} })
      const second = await post(`${path}/reverse`, { body: {} })

      expect([at(first, 'transactionResult', 'status'), at(first, 'supportedOperations')]).toEqual(['reversal', []])
      expect(second.status).toBe(409)
    })

    it('takes a part, and the rest stays', async () => {
      const path = await paid(client, saleOf(1000))

      const part = await post(`${path}/reverse`, { body: { amount: 300 } })
      const above = await post(`${path}/reverse`, { body: { amount: 800 } })

      expect(at(part, 'transactionResult', 'status')).toBe('ready')
      expect(await amountsOf(path)).toEqual([700, 700])
      expect([above.status, complaints(above)]).toEqual([400, ['amount']])
    })

    it('is refused once the batch is closed', async () => {
      const path = await settled(client, saleOf(1000))

      const answer = await post(`${path}/reverse`, { body: {} })

      expect(answer.status).toBe(409)
      expect(await statusOf(path)).toBe('complete')
    })
  })

  describe('refund', () => {
    const refund = (path: string, amount: number) =>
      post(`${path}/refund`, { body: { amount, description: 'Cold pizza' } })

    it('reverses a payment in the open batch instead', async () => {
      const whole = await paid(client, saleOf(1000))
      const part = await paid(client, saleOf(1000))

      const answers = [await refund(whole, 1000), await refund(part, 400)]

      expect(answers.map(({ status }) => status)).toEqual([200, 200])
      expect(answers.map((answer) => at(answer, 'refunds'))).toEqual([undefined, undefined])
      expect([await statusOf(whole), await amountsOf(part)]).toEqual(['reversal', [600, 600]])
    })

    it('gives back parts of a settled payment until nothing is left', async () => {
      const path = await settled(client, saleOf(1000))

      const first = await refund(path, 400)
      const above = await refund(path, 700)
      const last = await refund(path, 600)
      const more = await refund(path, 1)

      expect([first, above, last, more].map(({ status }) => status)).toEqual([200, 400, 200, 400])
      expect(complaints(above)).toEqual(['amount'])
      expect(at(first, 'supportedOperations')).toEqual(['refund'])
      expect(at(last, 'supportedOperations')).toEqual([])
      expect((at(last, 'refunds') as readonly { amount: number }[]).map(({ amount }) => amount)).toEqual([-400, -600])
    })

    it('links to a refund that refers back to its payment', async () => {
      const path = await settled(client, saleOf(1000))
      const answer = await refund(path, 250)

      const shown = await client.ask('GET', String(at(answer, 'refunds', 0, 'link', 'href')))

      expect(shown.json).toMatchObject({
        refundId: at(answer, 'refunds', 0, 'refundId'),
        order: { amount: 250, currency: 'USD', description: 'Cold pizza' },
        payment: { paymentId: path.slice('/payments/'.length), amount: 1000, status: 'complete' },
        transactionResult: { type: 'refund', status: 'ready', authorizedAmount: -250 },
      })
    })

    it('lets a refund that was reversed be made again', async () => {
      const path = await settled(client, saleOf(1000))
      const refundId = String(at(await refund(path, 1000), 'refunds', 0, 'refundId'))

      await post(`/refunds/${refundId}/reverse`)
      const again = await refund(path, 1000)

      expect((at(again, 'refunds') as readonly { status: string }[]).map(({ status }) => status)).toEqual([
        'reversal',
        'ready',
      ])
    })

    it('is refused of what was declined', async () => {
      const answer = await refund(await paid(client, saleOf(1001)), 1001)

      expect(answer.status).toBe(409)
    })
  })

  describe('the batch', () => {
    it('closes with what is ready in it, and leaves what is held back', async () => {
      const ready = await paid(client, saleOf(1000))
      const pending = await paid(client, saleOf(1000))
      await post(`${pending}/adjust`, { body: { adjustments: [{ type: 'status', toStatus: 'pending' }] } })
      const authorized = await paid(client, saleOf(1000, { autoCapture: false }))
      const captured = await paid(client, saleOf(1000, { autoCapture: false }))
      await post(`${captured}/capture`, { body: {} })
      const declined = await paid(client, saleOf(1001))

      await client.admin('POST', '/batch')

      const paths = [ready, pending, authorized, captured, declined]
      expect(await Promise.all(paths.map(statusOf))).toEqual(['complete', 'pending', 'ready', 'complete', 'declined'])
      const list = await client.ask('GET', '/payments?settlementState=settled&limit=100')
      const ids = (list.json.data as readonly { paymentId: string }[]).map(({ paymentId }) => `/payments/${paymentId}`)
      expect(paths.map((path) => ids.includes(path))).toEqual([true, false, false, true, false])
    })
  })

  it('lets a pre-authorization expire that nobody captures', async () => {
    const path = await paid(client, saleOf(1000, { autoCapture: false }))

    await client.admin('POST', '/clock', { days: 8 })

    expect(await statusOf(path)).toBe('expired')
    expect((await post(`${path}/capture`, { body: {} })).status).toBe(409)
  })

  it('answers wrong states with 400 where it was told to', async () => {
    const lenient = await openSandbox({ wrongStateStatus: 400 })
    const path = await paid(lenient, saleOf(1001))

    const answer = await lenient.ask('POST', `${path}/capture`, { body: {} })

    await lenient.close()
    expect([answer.status, answer.json.title]).toEqual([400, 'Bad request'])
  })
})
