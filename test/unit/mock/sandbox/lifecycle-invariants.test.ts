import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import {
  ACH_ACCOUNT,
  at,
  KEYED_CARD,
  PAD_ACCOUNT,
  saleOf,
  TERMINAL,
  transferOf,
} from '../../../support/sandbox-money.ts'

const any = <const Name extends string>(...what: readonly Name[]) =>
  fc.array(fc.record({ what: fc.constantFrom(...what), which: fc.nat(3), amount: fc.integer({ min: 4, max: 1200 }) }), {
    minLength: 50,
    maxLength: 50,
  })

const TRANSFERS = '/bank-transfer-payments'
const KNOWN_TOKEN = '296753123456'

describe('what is kept in the sandbox', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 365 * 24 * 3600 })
  })

  afterAll(() => client.close())

  const post = (path: string, body?: JsonObject) =>
    client.ask('POST', path, body === undefined ? { key: null } : { body })
  const statusOf = async (path: string) => (await client.ask('GET', path)).status

  it('keeps tokens, plans and subscriptions to their states through any fifty calls', async () => {
    const NAMES = ['a', 'b', 'c', 'd'] as const
    const moves = any(
      'token',
      'drop-token',
      'pay-with-token',
      'plan',
      'drop-plan',
      'subscribe',
      'deactivate',
      'reactivate',
      'pay',
    )
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        await client.admin('POST', '/reset')
        const today = String((await client.admin('GET', '/clock')).json.now).slice(0, 10)
        /** By name: `kept`, `gone`, or never made. */
        const tokens = new Map<string, { state: 'kept' | 'gone'; token: string }>()
        const plans = new Map<string, 'kept' | 'gone'>()
        const subscriptions = new Map<string, { status: 'active' | 'cancelled'; isPaid: boolean }>()
        for (const { what, which, amount } of list) {
          const name = NAMES[which] as string
          const [token, plan, subscription] = [tokens.get(name), plans.get(name), subscriptions.get(name)]
          const paths = {
            token: `${TERMINAL}/secure-tokens/${name}`,
            plan: `${TERMINAL}/payment-plans/${name}`,
            subscription: `${TERMINAL}/subscriptions/${name}`,
          }
          if (what === 'token') {
            const body = { secureTokenId: name, source: KEYED_CARD }
            const made = await post(`${TERMINAL}/secure-tokens`, body)
            expect(made.status).toBe(token === undefined ? 201 : 409)
            if (token === undefined) tokens.set(name, { state: 'kept', token: String(made.json.token) })
          } else if (what === 'drop-token') {
            const { status } = await client.ask('DELETE', paths.token)
            expect(status).toBe(token?.state === 'kept' ? 204 : 404)
            if (token !== undefined) tokens.set(name, { ...token, state: 'gone' })
          } else if (what === 'pay-with-token') {
            if (token === undefined) continue
            const paymentMethod = { type: 'secureToken', token: token.token }
            const { status } = await post('/payments', saleOf(amount, { paymentMethod }))
            expect(status).toBe(token.state === 'kept' ? 201 : 400)
          } else if (what === 'plan') {
            const made = await post(`${TERMINAL}/payment-plans`, {
              paymentPlanId: name,
              name: 'Premium Club',
              currency: 'USD',
              type: 'manual',
              frequency: 'monthly',
              onUpdate: 'continue',
              onDelete: 'continue',
              recurringOrder: { amount: 2500 },
            })
            if (plan !== 'gone') expect(made.status).toBe(plan === undefined ? 201 : 409)
            if (made.status === 201) plans.set(name, 'kept')
          } else if (what === 'drop-plan') {
            expect((await client.ask('DELETE', paths.plan)).status).toBe(plan === 'kept' ? 204 : 404)
            if (plan !== undefined) plans.set(name, 'gone')
          } else if (what === 'subscribe') {
            const made = await post(`${TERMINAL}/subscriptions`, {
              subscriptionId: name,
              paymentPlanId: name,
              paymentMethod: { type: 'secureToken', token: KNOWN_TOKEN },
              startDate: today,
              length: 12,
            })
            expect([made.status === 201, made.status < 500]).toEqual([
              plan === 'kept' && subscription === undefined,
              true,
            ])
            if (made.status === 201) subscriptions.set(name, { status: 'active', isPaid: false })
          } else if (what === 'pay') {
            const { status } = await post(`${paths.subscription}/pay`, { operator: 'Jane', order: {} })
            const isDue = subscription?.status === 'active' && !subscription.isPaid
            expect(status).toBe(isDue ? 201 : subscription === undefined ? 404 : 409)
            if (isDue) subscriptions.set(name, { ...subscription, isPaid: true })
          } else {
            const [from, to] =
              what === 'deactivate' ? (['active', 'cancelled'] as const) : (['cancelled', 'active'] as const)
            const { status, body } = await post(`${paths.subscription}/${what}`)
            expect(status).toBe(subscription === undefined ? 404 : subscription.status === from ? 200 : 409)
            if (status === 200) {
              expect(at({ body }, 'currentState', 'status')).toBe(to)
              subscriptions.set(name, { isPaid: false, ...subscription, status: to })
            }
          }
          expect(await statusOf(paths.token)).toBe(tokens.get(name)?.state === 'kept' ? 200 : 404)
          expect(await statusOf(paths.plan)).toBe(plans.get(name) === 'kept' ? 200 : 404)
          const shown = await client.ask('GET', paths.subscription)
          expect([shown.status, at(shown, 'currentState', 'status')]).toEqual(
            subscriptions.has(name) ? [200, subscriptions.get(name)?.status] : [404, undefined],
          )
        }
      }),
      { numRuns: 4, seed: 1 },
    )
  })

  it('keeps payment links and bank transfers to their states through any fifty calls', async () => {
    interface Transfer {
      readonly path: string
      readonly isPad: boolean
      readonly amount: number
      status: 'pending' | 'complete' | 'reversal'
      refunded: number
    }
    const moves = any('link', 'edit-link', 'end-link', 'ach', 'pad', 'reverse', 'refund', 'close')
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        await client.admin('POST', '/reset')
        const links: { readonly url: string; status: 'active' | 'deactivated' }[] = []
        const transfers: Transfer[] = []
        for (const { what, which, amount } of list) {
          const link = links[which % Math.max(1, links.length)]
          const transfer = transfers[which % Math.max(1, transfers.length)]
          if (what === 'close') {
            await client.admin('POST', '/batch')
            for (const one of transfers) if (one.status === 'pending') one.status = 'complete'
          } else if (what === 'link') {
            const made = await post(`${TERMINAL}/payment-links`, {
              type: 'multiUse',
              merchantReference: `Link${links.length}`,
              order: { description: 'Donation', charge: { type: 'prompt', currency: 'USD' } },
              authType: 'sale',
              paymentMethods: ['card'],
            })
            expect([made.status, made.json.status]).toEqual([201, 'active'])
            links.push({ url: String(made.headers.get('location')), status: 'active' })
          } else if (what === 'edit-link' || what === 'end-link') {
            if (link === undefined) continue
            const body = [{ op: 'add', path: '/expiresOn', value: '2090-01-31' }]
            const { status } =
              what === 'edit-link'
                ? await client.ask('PATCH', link.url, { body })
                : await post(`${link.url}/deactivate`)
            expect(status).toBe(link.status === 'active' ? 200 : 409)
            if (what === 'end-link') link.status = 'deactivated'
          } else if (what === 'ach' || what === 'pad') {
            const { json } = await post(TRANSFERS, transferOf(amount, what === 'pad' ? PAD_ACCOUNT : ACH_ACCOUNT))
            const path = `${TRANSFERS}/${String(json.paymentId)}`
            transfers.push({ path, isPad: what === 'pad', amount, status: 'pending', refunded: 0 })
          } else if (transfer !== undefined) {
            const answer =
              what === 'reverse'
                ? await client.ask('POST', `${transfer.path}/reverse`)
                : await post(`${transfer.path}/refund`, { amount, description: 'Cold pizza' })
            const isOpen = transfer.status === 'pending'
            if (what === 'reverse') expect(answer.status).toBe(isOpen ? 200 : 409)
            else if (!isOpen) {
              const isRefundable =
                transfer.status === 'complete' && transfer.isPad && transfer.refunded + amount <= transfer.amount
              expect([answer.status === 200, answer.status < 500]).toEqual([isRefundable, true])
              if (isRefundable) transfer.refunded += amount
            }
            if (isOpen && answer.status === 200) transfer.status = 'reversal'
          }
          for (const { url, status } of links) expect((await client.ask('GET', url)).json.status).toBe(status)
          for (const one of transfers) {
            const read = await client.ask('GET', one.path)
            expect([at(read, 'transactionResult', 'status'), at(read, 'order', 'amount')]).toEqual([
              one.status,
              one.amount,
            ])
            const refunds = (read.json.refunds ?? []) as readonly JsonObject[]
            expect(refunds.reduce((sum, refund) => sum + Math.abs(Number(refund.amount)), 0)).toBe(one.refunded)
          }
        }
      }),
      { numRuns: 4, seed: 1 },
    )
  })
})
