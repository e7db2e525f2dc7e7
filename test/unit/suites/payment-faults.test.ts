import { describe, expect, it } from 'vitest'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

/** What the whole suite says of a sandbox with a fault of its payments. */
const FOUND: readonly (readonly [fault: string, broken: readonly string[]])[] = [
  ['capture-accepted-twice', ['wrong-state-is-conflict capturePayment']],
  ['refund-above-captured', ['wrong-state-is-conflict refundPayment']],
  ['reverse-after-settlement-accepted', ['wrong-state-is-conflict reversePayment']],
  ['reverse-accepted-twice', ['wrong-state-is-conflict reversePayment']],
  ['settled-refund-reversed', ['wrong-state-is-conflict reverseRefund']],
  ['adjustment-lost', ['update-is-visible adjustPayment']],
  ['amounts-drift', ['created-resource-is-readable getPayment']],
  ['payment-filter-ignored', ['list-contains-created listPayments']],
  ['payment-has-more-wrong', ['pages-are-disjoint-and-complete listPayments']],
  ['payments-omit-pre-authorizations', ['list-contains-created listPayments']],
  ['card-number-unmasked', ['no-sensitive-data-in-response payment']],
  ['security-code-echoed', ['no-sensitive-data-in-response payment']],
]

describe('a sandbox with a fault of its payments', () => {
  it.each(FOUND)('%s is found, and nothing else', async (fault, broken) => {
    const events = await playOnSandbox(['payment-lifecycle'], [fault])

    expect(promisesBroken(events)).toEqual(broken)
  })
})

describe('a sandbox without faults', () => {
  it('passes every scenario of payments', async () => {
    const events = await playOnSandbox(['payment-lifecycle'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events.length).toBeGreaterThan(20)
  })
})

describe('a mock that remembers nothing', () => {
  it('is walked through every scenario of payments', async () => {
    const events = await playOnPrism(['payment-lifecycle'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events.length).toBeGreaterThan(20)
  })
})
