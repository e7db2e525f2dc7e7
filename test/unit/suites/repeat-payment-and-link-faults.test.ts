import { describe, expect, it } from 'vitest'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

const SUITES = ['repeat-payments', 'payment-links', 'verification']

/** Faults that do not meet each other, and what the suites say of each. */
const FOUND: readonly Readonly<Record<string, string>>[] = [
  {
    'deleted-plan-still-readable': 'deleted-resource-is-gone deletePaymentPlan',
    'subscription-deactivated-twice': 'wrong-state-is-conflict deactivateSubscription',
    'refused-plan-is-kept': 'failed-create-has-no-effect createPaymentPlan',
    'payment-link-deactivated-twice': 'wrong-state-is-conflict deactivatePaymentLink',
    'payment-link-patch-lost': 'update-is-visible updatePaymentLink',
    'plan-list-omits-newest': 'list-contains-created listPaymentPlans',
  },
  {
    'plan-patch-lost': 'update-is-visible updatePaymentPlan',
    'duplicate-plan-accepted': 'wrong-state-is-conflict createPaymentPlan',
    'subscription-paid-twice-in-a-period': 'wrong-state-is-conflict paySubscription',
    'deactivated-link-shared': 'wrong-state-is-conflict sharePaymentLink',
    'subscription-filter-ignored': 'list-contains-created listSubscriptions',
  },
  { 'created-subscription-lost': 'created-resource-is-readable getSubscription' },
]

describe('a sandbox with a fault of its plans, subscriptions or links', () => {
  it.each(FOUND)('%j is found, and nothing else', async (faults) => {
    const events = await playOnSandbox(SUITES, Object.keys(faults))

    expect(promisesBroken(events)).toEqual(Object.values(faults).toSorted())
  })
})

describe('repeat payments, payment links and verification', () => {
  it.each([7, 8])('pass on a sandbox without faults, with seed %d', async (seed) => {
    const events = await playOnSandbox(SUITES, [], seed)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(25)
  })

  it('are walked to their end on a mock that remembers nothing', async () => {
    const events = await playOnPrism(SUITES)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict, reason }) => verdict !== 'pass' && !reason?.includes('nobody can make'))).toEqual(
      [],
    )
    expect(events).toHaveLength(25)
  })
})
