import { describe, expect, it } from 'vitest'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

const SUITES = ['refund-instruction', 'signature-instruction', 'bank-transfer', 'tokens']

/** What a suite says of a sandbox with a fault. */
const FOUND: readonly (readonly [fault: string, suite: string, broken: readonly string[]])[] = [
  ['represented-without-end', 'bank-transfer', ['wrong-state-is-conflict representBankTransferPayment']],
  [
    'single-use-token-used-twice',
    'tokens',
    ['wrong-state-is-conflict accountUpdate', 'wrong-state-is-conflict payment'],
  ],
  ['deleted-token-still-readable', 'tokens', ['deleted-resource-is-gone deleteSecureToken']],
  ['secure-token-patch-lost', 'tokens', ['update-is-visible updateSecureToken']],
  ['token-list-omits-newest', 'tokens', ['list-contains-created listSecureTokens']],
  ['decline-ends-in-failure', 'refund-instruction', ['status-transition-is-allowed getRefundInstruction']],
  ['result-link-missing', 'signature-instruction', ['links-resolve getSignatureInstruction']],
]

describe('a sandbox with a fault of its tokens, transfers or instructions', () => {
  it.each(FOUND)('%s is found by %s, and nothing else', async (fault, suite, broken) => {
    const events = await playOnSandbox([suite], [fault])

    expect(promisesBroken(events)).toEqual(broken)
  })
})

describe('tokens, transfers, refunds and signatures', () => {
  it('pass on a sandbox without faults', async () => {
    const events = await playOnSandbox(SUITES)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(19)
  })

  it('are walked to their end on a mock that remembers nothing', async () => {
    const events = await playOnPrism(SUITES)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(19)
  })
})
