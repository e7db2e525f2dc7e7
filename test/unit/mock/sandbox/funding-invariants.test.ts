import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { ACH_FUNDING_ACCOUNT, instructionOf, ownerOf, recipientOf } from '../../../support/sandbox-funding.ts'
import { at } from '../../../support/sandbox-money.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const MERCHANT = '9876543219'
const TYPES = 'https://docs.payroc.com/api/errors#'

const any = <const Name extends string>(...what: readonly Name[]) =>
  fc.array(
    fc.record({ what: fc.constantFrom(...what), which: fc.nat(5), amount: fc.integer({ min: 1, max: 30_000 }) }),
    { minLength: 50, maxLength: 50 },
  )

describe('funding in the sandbox', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ fundingStep: 60_000, tokenLife: 1_000_000 })
  })

  afterAll(() => client.close())

  it('never gives away more than there is, whatever fifty instructions, changes and days do', async () => {
    interface Seen {
      readonly url: string
      readonly shown: JsonObject
    }
    const STATES = ['accepted', 'pending', 'completed']
    const rank = ({ status }: JsonObject) => STATES.indexOf(String(status))
    const sumOf = (shown: JsonObject) => Number(at({ body: shown }, 'merchants', 0, 'recipients', 0, 'amount', 'value'))
    const balance = async () =>
      at(await client.ask('GET', `/funding-balance?merchantId=${MERCHANT}`), 'data', 0) as Readonly<
        Record<'funds' | 'pending' | 'available', number>
      >

    await fc.assert(
      fc.asyncProperty(any('instruct', 'instruct', 'change', 'delete', 'wait'), async (moves) => {
        await client.admin('POST', '/reset')
        const start = await balance()
        let seen: readonly Seen[] = []
        for (const { what, which, amount } of moves) {
          const body = instructionOf(amount, { merchantId: MERCHANT })
          const before = await balance()
          const one = seen[which % Math.max(1, seen.length)]
          if (what === 'wait') await client.admin('POST', '/clock', { minutes: 1 })
          else if (what === 'instruct') {
            const made = await client.ask('POST', '/funding-instructions', { body })
            const isCovered = amount <= before.available
            expect([made.status, made.json.type]).toEqual(
              isCovered ? [201, undefined] : [400, `${TYPES}insufficient-funds`],
            )
            if (isCovered) seen = [...seen, { url: String(made.headers.get('location')), shown: made.json }]
          } else if (one !== undefined) {
            const isOpen = one.shown.status === 'accepted'
            const isCovered = what === 'delete' || amount <= before.available + sumOf(one.shown)
            const { status, json } = await client.ask(what === 'delete' ? 'DELETE' : 'PUT', one.url, {
              ...(what === 'change' && { body }),
            })
            const refusal = isOpen ? 'insufficient-funds' : 'cannot-be-modified'
            expect([status, json.type]).toEqual(isOpen && isCovered ? [204, undefined] : [400, TYPES + refusal])
            if (what === 'delete' && status === 204) {
              expect((await client.ask('GET', one.url)).status).toBe(404)
              seen = seen.filter((other) => other !== one)
            }
          }
          const now: Seen[] = []
          for (const { url, shown } of seen) {
            const read = await client.ask('GET', url)
            expect([read.status, rank(read.json)]).toEqual([200, expect.any(Number)])
            expect(rank(read.json)).toBeGreaterThanOrEqual(rank(shown))
            now.push({ url, shown: read.json })
          }
          seen = now
          const paid = seen.filter(({ shown }) => shown.status === 'completed').map(({ shown }) => sumOf(shown))
          const held = seen.filter(({ shown }) => shown.status !== 'completed').map(({ shown }) => sumOf(shown))
          const total = (sums: readonly number[]) => sums.reduce((sum, value) => sum + value, 0)
          const { funds, pending, available } = await balance()
          expect({ funds, pending, available }).toEqual({
            funds: start.funds - total(paid),
            pending: start.pending + total(held),
            available: start.available - total(paid) - total(held),
          })
          expect(available).toBeGreaterThanOrEqual(0)
        }
      }),
      { numRuns: 4, seed: 1 },
    )
  })

  it('keeps recipients, their owners and their accounts together through any fifty changes', async () => {
    /** What was made and not deleted, by the answers alone. */
    interface Recipient {
      readonly url: string
      owners: readonly { readonly id: number; readonly isProng: boolean }[]
      accounts: readonly number[]
    }
    const idsOf = (list: unknown, name: string) => (list as readonly JsonObject[]).map((item) => Number(item[name]))
    const isProng = (owner: JsonObject) => at({ body: owner }, 'relationship', 'isControlProng') === true

    await fc.assert(
      fc.asyncProperty(
        any('recipient', 'owner', 'prong', 'account', 'drop-owner', 'drop-account', 'drop-recipient'),
        async (moves) => {
          await client.admin('POST', '/reset')
          const all: Recipient[] = []
          const gone: string[] = []
          for (const { what, which } of moves) {
            const one = all[which % Math.max(1, all.length)]
            if (what === 'recipient' || one === undefined) {
              const made = await client.ask('POST', '/funding-recipients', { body: recipientOf() })
              const [owners, accounts] = [made.json.owners, made.json.fundingAccounts]
              all.push({
                url: String(made.headers.get('location')),
                owners: idsOf(owners, 'ownerId').map((id) => ({ id, isProng: true })),
                accounts: idsOf(accounts, 'fundingAccountId'),
              })
            } else if (what === 'owner' || what === 'prong') {
              const wantsProng = what === 'prong'
              const body = ownerOf({ isControlProng: wantsProng })
              const { status, json } = await client.ask('POST', `${one.url}/owners`, { body })
              const isTaken = wantsProng && one.owners.some((owner) => owner.isProng)
              expect(status).toBe(isTaken ? 400 : 201)
              if (!isTaken) one.owners = [...one.owners, { id: Number(json.ownerId), isProng: wantsProng }]
            } else if (what === 'account') {
              const made = await client.ask('POST', `${one.url}/funding-accounts`, { body: ACH_FUNDING_ACCOUNT })
              one.accounts = [...one.accounts, Number(made.json.fundingAccountId)]
            } else if (what === 'drop-owner') {
              const { id } = one.owners[which % one.owners.length] ?? { id: 0 }
              const { status } = await client.ask('DELETE', `/owners/${id}`)
              expect(status).toBe(one.owners.length === 1 ? 400 : 204)
              if (status === 204) {
                one.owners = one.owners.filter((owner) => owner.id !== id)
                gone.push(`/owners/${id}`)
              }
            } else if (what === 'drop-account') {
              const id = one.accounts[which % Math.max(1, one.accounts.length)]
              if (id === undefined) continue
              expect((await client.ask('DELETE', `/funding-accounts/${id}`)).status).toBe(204)
              one.accounts = one.accounts.filter((account) => account !== id)
              gone.push(`/funding-accounts/${id}`)
            } else {
              expect((await client.ask('DELETE', one.url)).status).toBe(204)
              all.splice(all.indexOf(one), 1)
              gone.push(
                one.url,
                ...one.owners.map(({ id }) => `/owners/${id}`),
                ...one.accounts.map((id) => `/funding-accounts/${id}`),
              )
            }
            const changed = one !== undefined && all.includes(one) ? one : all.at(-1)
            if (changed !== undefined) {
              const read = await client.ask('GET', changed.url)
              const owners = (await client.ask('GET', `${changed.url}/owners`)).body as readonly JsonObject[]
              const accounts = (await client.ask('GET', `${changed.url}/funding-accounts`)).body
              expect(idsOf(owners, 'ownerId')).toEqual(changed.owners.map(({ id }) => id))
              expect(idsOf(accounts, 'fundingAccountId')).toEqual(changed.accounts)
              expect(idsOf(read.json.owners, 'ownerId')).toEqual(idsOf(owners, 'ownerId'))
              expect(idsOf(read.json.fundingAccounts, 'fundingAccountId')).toEqual(changed.accounts)
              expect(owners.filter(isProng).length).toBeLessThanOrEqual(1)
            }
            const last = gone.at(-1)
            if (last !== undefined) expect((await client.ask('GET', last)).status).toBe(404)
          }
          for (const url of gone) expect((await client.ask('GET', url)).status).toBe(404)
        },
      ),
      { numRuns: 4, seed: 1 },
    )
  })
})
