import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { accountOf, addedAccount, merchantOf, problemOf, TERMINAL_ORDER } from '../../../support/sandbox-boarding.ts'
import { at } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const any = <const Name extends string>(...what: readonly Name[]) =>
  fc.array(fc.record({ what: fc.constantFrom(...what), which: fc.nat(5), other: fc.nat(3) }), {
    minLength: 50,
    maxLength: 50,
  })

/** One of a list, whatever the number. */
function pick<T>(list: readonly T[], which: number): T | undefined {
  return list[which % Math.max(1, list.length)]
}

/** Accounts that are over are hidden unless they are asked for. */
const OVER = ['rejected', 'terminated', 'cancelled']
const ORDER_STATES = ['open', 'dispatched', 'fulfilled']

describe('boarding in the sandbox', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ tokenLife: 100_000_000 })
  })

  afterAll(() => client.close())

  /** What a list holds, page by page. */
  const items = async (path: string): Promise<readonly JsonObject[]> => {
    const { json } = await client.ask('GET', path)
    const next = (json.links as readonly JsonObject[] | undefined)?.find(({ rel }) => rel === 'next')?.href
    const data = json.data as readonly JsonObject[]
    return next === undefined ? data : [...data, ...(await items(String(next)))]
  }

  it('keeps merchants, their accounts and their orders in order through any fifty calls and decisions', async () => {
    interface Account {
      readonly url: string
      readonly id: string
      readonly platform: string
      orders: readonly { readonly url: string; readonly state: number }[]
    }
    const DECISIONS = ['pending', 'approved', 'rejected', 'terminated'] as const

    await fc.assert(
      fc.asyncProperty(any('board', 'add', 'decide', 'remind', 'order', 'wait', 'wait'), async (moves) => {
        await client.admin('POST', '/reset')
        const taxIds = new Set<string>()
        const platforms: string[] = []
        const accounts: Account[] = []
        const keep = (answer: JsonObject, platform: string): void => {
          const id = String(answer.processingAccountId)
          accounts.push({ id, url: `/processing-accounts/${id}`, platform, orders: [] })
        }
        for (const { what, which, other } of moves) {
          const one = pick(accounts, which)
          const status = one === undefined ? '' : String((await client.ask('GET', one.url)).json.status)
          if (what === 'wait') await client.admin('POST', '/clock', { hours: 10 })
          else if (what === 'board' || one === undefined) {
            const taxId = `90-00000${which}${other}`
            const made = await client.ask('POST', '/merchant-platforms', { body: merchantOf(taxId) })
            expect(problemOf(made)).toEqual(taxIds.has(taxId) ? [409, 'tax-id-in-use'] : [201, undefined])
            if (made.status !== 201) continue
            taxIds.add(taxId)
            platforms.push(String(made.headers.get('location')))
            keep(at(made, 'processingAccounts', 0) as JsonObject, platforms.at(-1) as string)
          } else if (what === 'add') {
            const made = await client.ask('POST', `${one.platform}/processing-accounts`, { body: accountOf() })
            expect(made.status).toBe(201)
            keep(made.json, one.platform)
          } else if (what === 'decide') {
            const decision = DECISIONS[other] ?? 'approved'
            await client.admin('PUT', one.url, { status: decision })
            expect((await client.ask('GET', one.url)).json.status).toBe(decision)
          } else if (what === 'remind') {
            const made = await client.ask('POST', `${one.url}/reminders`, { body: { type: 'pricingAgreement' } })
            expect(problemOf(made)).toEqual(status === 'approved' ? [400, 'contract-already-signed'] : [201, undefined])
          } else {
            const made = await client.ask('POST', `${one.url}/terminal-orders`, { body: TERMINAL_ORDER })
            expect(made.status).toBe(status === 'approved' ? 201 : 409)
            if (made.status === 201) {
              one.orders = [...one.orders, { url: `/terminal-orders/${String(made.json.terminalOrderId)}`, state: 0 }]
            }
          }

          for (const platform of platforms) {
            const own = accounts.filter((account) => account.platform === platform)
            const [all, shown] = [
              await items(`${platform}/processing-accounts?includeClosed=true`),
              await items(`${platform}/processing-accounts`),
            ]
            const ids = (list: readonly JsonObject[]) =>
              list.map(({ processingAccountId }) => String(processingAccountId))
            expect(ids(all)).toEqual(own.map(({ id }) => id))
            expect(ids(shown)).toEqual(ids(all.filter((account) => !OVER.includes(String(account.status)))))
          }
          if (one === undefined) continue
          const orders: Account['orders'][number][] = []
          const terminals: string[] = []
          for (const { url, state } of one.orders) {
            const { json } = await client.ask('GET', url)
            const now = ORDER_STATES.indexOf(String(json.status))
            expect(now).toBeGreaterThanOrEqual(state)
            const links = at({ body: json }, 'orderItems', 0, 'links') as readonly JsonObject[] | undefined
            expect(links?.length ?? 0).toBe(now > 0 ? 2 : 0)
            terminals.push(...(links ?? []).map(({ processingTerminalId }) => String(processingTerminalId)))
            orders.push({ url, state: now })
          }
          one.orders = orders
          const listed = await client.ask('GET', `${one.url}/terminal-orders`)
          expect(listed.body).toHaveLength(orders.length)
          const known = (await items(`${one.url}/processing-terminals`)).map(({ processingTerminalId }) =>
            String(processingTerminalId),
          )
          expect(known.toSorted()).toEqual(terminals.toSorted())
        }
      }),
      { numRuns: 4, seed: 1 },
    )
  })

  it('tells everyone who subscribed, and nobody else, through any fifty changes', async () => {
    const EVENTS = ['processingAccount.status.changed', 'processingAccount.signature.signed'] as const
    interface Subscription {
      readonly url: string
      events: readonly string[]
      enabled: boolean
    }
    const subscriptionOf = (events: readonly string[], enabled: boolean): JsonObject => ({
      enabled,
      eventTypes: events,
      // Nobody is there, and nothing leaves the machine: who is told is what counts.
      notifications: [
        {
          type: 'webhook',
          uri: 'https://receiver.example/hook',
          secret: 'aBcD1234eFgH5678',
          supportEmailAddress: 'jane.doe@example.com',
        },
      ],
    })

    await fc.assert(
      fc.asyncProperty(any('subscribe', 'replace', 'switch', 'unsubscribe', 'approve', 'sign'), async (moves) => {
        await client.admin('POST', '/reset')
        const account = await addedAccount(client)
        for (const { id } of await items('/event-subscriptions')) {
          await client.ask('DELETE', `/event-subscriptions/${String(id)}`)
        }
        let all: Subscription[] = []
        let told = 0
        for (const { what, which, other } of moves) {
          const events = EVENTS.filter((_, i) => ((other % 3) + 1) & (1 << i))
          const one = pick(all, which)
          if (what === 'approve' || what === 'sign') {
            const type = what === 'approve' ? EVENTS[0] : EVENTS[1]
            await client.admin('PUT', account, what === 'approve' ? { status: 'approved' } : { isSigned: true })
            told += all.filter(({ enabled, events: wanted }) => enabled && wanted.includes(type)).length
          } else if (what === 'subscribe' || one === undefined) {
            const body = subscriptionOf(events, true)
            const made = await client.ask('POST', '/event-subscriptions', { body })
            expect([made.status, made.json.status]).toEqual([201, 'registered'])
            all.push({ url: String(made.headers.get('location')), events, enabled: true })
          } else if (what === 'unsubscribe') {
            expect((await client.ask('DELETE', one.url)).status).toBe(204)
            expect((await client.ask('GET', one.url)).status).toBe(404)
            all = all.filter((subscription) => subscription !== one)
          } else if (what === 'replace') {
            one.events = events
            const body = subscriptionOf(events, one.enabled)
            expect((await client.ask('PUT', one.url, { body })).status).toBe(204)
          } else {
            one.enabled = !one.enabled
            const body = [{ op: 'replace', path: '/enabled', value: one.enabled }]
            expect((await client.ask('PATCH', one.url, { body })).json.enabled).toBe(one.enabled)
          }
          expect((await client.admin('GET', '/events')).body).toHaveLength(told)
          expect((await items('/event-subscriptions')).map(({ enabled, eventTypes }) => [enabled, eventTypes])).toEqual(
            all.map(({ enabled, events: wanted }) => [enabled, wanted]),
          )
        }
      }),
      { numRuns: 4, seed: 1 },
    )
  })
})
