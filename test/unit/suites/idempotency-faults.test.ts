import { describe, expect, it } from 'vitest'
import { loadContract } from '../../../spec/load.ts'
import { KEYED } from '../../../suites/idempotency.ts'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

/** One operation that creates and one that changes, and what certification asks for. */
const SCENARIOS = [
  'CNP-20',
  'CNP-21',
  'ERR-02',
  'ERR-03',
  'idempotency/version',
  'idempotency/expiry',
  'idempotency/payment',
  'idempotency/capturePayment',
]

const FOUND: readonly (readonly [fault: string, broken: readonly string[]])[] = [
  [
    'key-not-required',
    ['missing-idempotency-key-is-rejected capturePayment', 'missing-idempotency-key-is-rejected payment'],
  ],
  [
    'malformed-key-accepted',
    ['malformed-idempotency-key-is-rejected capturePayment', 'malformed-idempotency-key-is-rejected payment'],
  ],
  [
    'key-ignored',
    [
      'repeated-key-replays-response capturePayment',
      'repeated-key-replays-response payment',
      'reused-key-with-other-body-conflicts payment',
    ],
  ],
  ['replay-has-new-id', ['repeated-key-replays-response capturePayment', 'repeated-key-replays-response payment']],
  ['replay-has-other-status', ['repeated-key-replays-response payment', 'status-code-is-documented payment']],
  ['repeat-conflicts', ['repeated-key-replays-response capturePayment', 'repeated-key-replays-response payment']],
  [
    'other-body-replayed',
    ['reused-key-with-other-body-conflicts capturePayment', 'reused-key-with-other-body-conflicts payment'],
  ],
  [
    'other-body-carried-out',
    ['reused-key-on-other-resource-conflicts capturePayment', 'reused-key-with-other-body-conflicts payment'],
  ],
  [
    'key-per-resource',
    ['reused-key-on-other-resource-conflicts capturePayment', 'reused-key-on-other-resource-conflicts createSession'],
  ],
  ['key-by-body-alone', ['reused-key-on-other-resource-conflicts capturePayment']],
  ['race-lets-two-through', ['concurrent-same-key-creates-once payment']],
  ['key-never-expires', ['repeated-key-replays-response payment']],
]

it('knows every operation of the contract that takes a key, and no other', async () => {
  const { operations } = await loadContract()
  const declared = operations.filter(({ parameters }) =>
    parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === 'idempotency-key'),
  )

  expect(KEYED.map(({ operationId }) => operationId).toSorted()).toEqual(
    declared.map(({ operationId }) => operationId).toSorted(),
  )
})

describe('a sandbox with a fault of its keys', () => {
  it.each(FOUND)('%s is found, and nothing else', async (fault, broken) => {
    const events = await playOnSandbox(SCENARIOS, [fault])

    expect(promisesBroken(events)).toEqual(broken)
  })
})

describe('a sandbox without faults', () => {
  it('passes every scenario of keys', async () => {
    const events = await playOnSandbox(['idempotency'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events.length).toBeGreaterThan(KEYED.length)
  })
})

describe('a mock that remembers nothing', () => {
  it('is walked through every scenario of keys but the one whose id the contract itself does not allow', async () => {
    const events = await playOnPrism(['idempotency'])

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass').map(({ scenario }) => scenario.id)).toEqual([
      'idempotency/patchEventSubscription',
    ])
  })
})
