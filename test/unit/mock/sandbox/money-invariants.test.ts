import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'
import { at, saleOf } from '../../../support/sandbox-money.ts'

/** One thing that a merchant may do next, to the payment with this number. */
interface Move {
  readonly what: 'pay' | 'authorize' | 'adjust' | 'capture' | 'reverse' | 'refund' | 'undo-refund' | 'close'
  readonly which: number
  readonly amount: number | undefined
}

const MOVES = fc.array(
  fc.record({
    what: fc.constantFrom<Move['what']>(
      'pay',
      'authorize',
      'adjust',
      'capture',
      'reverse',
      'refund',
      'undo-refund',
      'close',
    ),
    which: fc.nat(4),
    amount: fc.option(fc.integer({ min: 4, max: 1200 }), { nil: undefined }),
  }),
  { minLength: 50, maxLength: 50 },
)

/** What the last answer said of a payment. */
interface Seen {
  readonly path: string
  readonly shown: JsonObject
}

const FINAL = new Set(['reversal', 'declined', 'referral', 'expired'])

/** Which moves `supportedOperations` speaks of, and with which words. */
const OFFERED = {
  capture: ['capture'],
  reverse: ['fullyReverse', 'partiallyReverse'],
  adjust: ['incrementAuthorization'],
} as const

const statusOf = (shown: JsonObject) => String(at({ body: shown }, 'transactionResult', 'status'))
const amountOf = (shown: JsonObject) => Number(at({ body: shown }, 'order', 'amount'))
const offers = (shown: JsonObject) => shown.supportedOperations as readonly string[]
const refundsOf = (shown: JsonObject) => (shown.refunds ?? []) as readonly JsonObject[]

/** Written from what Payroc documents, not from how the sandbox works. */
function broken({ shown }: Seen, before: Seen | undefined): readonly string[] {
  const given = refundsOf(shown)
    .filter(({ status }) => status !== 'reversal')
    .reduce((sum, { amount }) => sum - Number(amount), 0)
  const rules: readonly (readonly [rule: string, holds: boolean])[] = [
    [
      'what is authorized is what is ordered',
      FINAL.has(statusOf(shown)) || at({ body: shown }, 'transactionResult', 'authorizedAmount') === amountOf(shown),
    ],
    ['no more is given back than was taken', given <= amountOf(shown)],
    ['only what is settled has refunds', refundsOf(shown).length === 0 || statusOf(shown) === 'complete'],
    ['a refund is offered as long as something is left', !offers(shown).includes('refund') || given < amountOf(shown)],
    ['what has ended offers nothing', !FINAL.has(statusOf(shown)) || offers(shown).length === 0],
    [
      'a final status is final',
      before === undefined || !FINAL.has(statusOf(before.shown)) || statusOf(before.shown) === statusOf(shown),
    ],
    [
      'what is settled stays settled',
      before === undefined || statusOf(before.shown) !== 'complete' || statusOf(shown) === 'complete',
    ],
    [
      'no amount grows by itself',
      before === undefined || amountOf(shown) <= amountOf(before.shown) || offers(before.shown).includes('capture'),
    ],
  ]
  return rules.filter(([, holds]) => !holds).map(([rule]) => rule)
}

describe('money in the sandbox', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const request = async ({ what, amount }: Move, seen: Seen): Promise<number> => {
    const bodies: Readonly<Record<string, JsonObject>> = {
      adjust: { adjustments: [{ type: 'order', amount: amount ?? 500 }] },
      refund: { amount: amount ?? amountOf(seen.shown), description: 'Cold pizza' },
    }
    if (what === 'undo-refund') {
      const refund = refundsOf(seen.shown).at(-1)
      if (refund === undefined) return 0
      return (await client.ask('POST', `/refunds/${String(refund.refundId)}/reverse`)).status
    }
    const body = bodies[what] ?? (amount === undefined ? {} : { amount })
    return (await client.ask('POST', `${seen.path}/${what}`, { body })).status
  }

  it('keeps to its rules through any fifty moves', async () => {
    await fc.assert(
      fc.asyncProperty(MOVES, async (moves) => {
        const payments: Seen[] = []
        for (const move of moves) {
          if (move.what === 'close') await client.admin('POST', '/batch')
          else if (move.what === 'pay' || move.what === 'authorize' || payments.length === 0) {
            const body = saleOf(move.amount ?? 1000, { autoCapture: move.what !== 'authorize' })
            const { json } = await client.ask('POST', '/payments', { body })
            payments.push({ path: `/payments/${String(json.paymentId)}`, shown: json })
          } else {
            const seen = payments[move.which % payments.length] as Seen
            const status = await request(move, seen)
            const words: readonly string[] = move.what in OFFERED ? OFFERED[move.what as keyof typeof OFFERED] : []
            // What is not offered is refused, and what is offered is refused for its amount alone.
            const isOffered = words.length === 0 || words.some((word) => offers(seen.shown).includes(word))
            if (!isOffered)
              expect([move.what, status, statusOf(seen.shown)]).toEqual([move.what, 409, expect.anything()])
            else if (words.length > 0) expect([200, 400]).toContain(status)
          }
          for (const [i, before] of payments.entries()) {
            const shown = (await client.ask('GET', before.path)).json
            payments[i] = { ...before, shown }
            expect(broken({ ...before, shown }, before)).toEqual([])
          }
        }
      }),
      { numRuns: 4, seed: 1 },
    )
  })
})
