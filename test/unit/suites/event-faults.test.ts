import { describe, expect, it } from 'vitest'
import { playOnOwnDevice, playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

/** Faults that do not meet each other, and what the suite says of each. */
const FOUND: readonly Readonly<Record<string, readonly string[]>>[] = [
  {
    'event-subscription-put-lost': ['update-is-visible updateEventSubscription'],
    'event-subscription-patch-lost': ['update-is-visible patchEventSubscription'],
    'event-subscription-list-omits-newest': ['list-contains-created listEventSubscriptions'],
    'event-secret-missing': ['event-is-delivered createEventSubscription'],
  },
  {
    'deleted-event-subscription-still-readable': ['deleted-resource-is-gone deleteEventSubscription'],
    'event-subscription-filter-ignored': ['list-contains-created listEventSubscriptions'],
    'event-not-repeated': ['event-is-delivered createEventSubscription'],
  },
  {
    'webhook-secret-shown': [
      'no-sensitive-data-in-response createEventSubscription',
      'no-sensitive-data-in-response getEventSubscription',
    ],
    'repeated-event-has-new-id': ['event-is-delivered createEventSubscription'],
  },
  { 'created-event-subscription-lost': ['created-resource-is-readable getEventSubscription'] },
  {
    'switched-off-subscription-notified': ['event-is-delivered patchEventSubscription'],
    'delivery-failure-unseen': ['event-is-delivered getEventSubscription'],
  },
]

describe('a sandbox with faults of its events', () => {
  it.each(FOUND)('is found to have %o, and nothing else', async (found) => {
    const events = await playOnSandbox(['events'], Object.keys(found))

    expect(promisesBroken(events)).toEqual(Object.values(found).flat().toSorted())
  })

  it('is found to lose events, and nothing else', async () => {
    const events = await playOnSandbox(['events/delivery'], ['event-lost'])

    expect(promisesBroken(events)).toEqual(['event-is-delivered createEventSubscription'])
  })
})

describe('events', () => {
  it.each([7, 8])('pass on a sandbox without faults, with seed %i', async (seed) => {
    const events = await playOnSandbox(['events'], [], seed)

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ scenario, verdict }) => `${scenario.id} ${verdict}`)).toEqual([
      'EV-01 pass',
      'EV-05 pass',
      'events/changed pass',
      'events/delivery pass',
      'events/failed pass',
    ])
  })

  it('are left where the key has no scope for them', async () => {
    const events = await playOnSandbox(['events'], [], 7, { apiKeys: [{ key: 'for-cards', scopes: ['payments'] }] })

    expect(promisesBroken(events)).toEqual([])
    expect(new Set(events.map(({ verdict }) => verdict))).toEqual(new Set(['skipped']))
  })

  it('are left where nobody can have one happen', async () => {
    const events = await playOnOwnDevice(['events'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.map(({ scenario, verdict }) => `${scenario.id} ${verdict}`)).toEqual([
      'EV-01 pass',
      'EV-05 skipped',
      'events/changed pass',
      'events/delivery skipped',
      'events/failed skipped',
    ])
  })

  it('are walked to their end on a mock that remembers nothing', async () => {
    const events = await playOnPrism(['events'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(5)
  })
})
