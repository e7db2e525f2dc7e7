import { describe, expect, it } from 'vitest'
import { playOnPrism, playOnSandbox, promisesBroken } from '../../support/play-on-sandbox.ts'

const SUITES = ['reporting', 'errors', 'pagination']

/** What the suites say of a sandbox with a fault. */
const FOUND: readonly (readonly [fault: string, suite: string, broken: readonly string[]])[] = [
  [
    'report-filter-ignored',
    'reporting',
    [
      'list-contains-created getAchDepositFees',
      'list-contains-created getAuthorizations',
      'list-contains-created getTransactions',
    ],
  ],
  [
    'report-date-not-needed',
    'reporting',
    ['invalid-request-is-rejected getAchDepositFees', 'invalid-request-is-rejected getTransactions'],
  ],
  ['report-link-elsewhere', 'reporting', ['links-resolve getbatch']],
  ['missing-member-accepted', 'reporting', ['invalid-request-is-rejected getbatches']],
  ['not-found-crashes', 'errors', ['no-server-error getPayment']],
  ['accept-ignored', 'errors', ['not-acceptable-is-answered listPayments']],
  ['media-type-unchecked', 'errors', ['unsupported-media-type-is-rejected createSecureToken']],
  ['key-ignored', 'errors', ['repeated-key-replays-response listPayments']],
  [
    'limit-ignored',
    'pagination',
    ['page-respects-limit getTransactions', 'page-respects-limit listPayments', 'page-respects-limit listSecureTokens'],
  ],
  [
    'pages-overlap',
    'pagination',
    [
      'pages-are-disjoint-and-complete getTransactions',
      'pages-are-disjoint-and-complete listPayments',
      'pages-are-disjoint-and-complete listSecureTokens',
    ],
  ],
  [
    'page-gap',
    'pagination',
    [
      'pages-are-disjoint-and-complete getTransactions',
      'pages-are-disjoint-and-complete listPayments',
      'pages-are-disjoint-and-complete listSecureTokens',
    ],
  ],
  ['cursor-loops', 'pagination', ['pages-are-disjoint-and-complete getTransactions']],
  ['payment-filter-ignored', 'pagination', ['list-contains-created listPayments']],
  ['payment-has-more-wrong', 'pagination', ['pages-are-disjoint-and-complete listPayments']],
]

describe('a sandbox with a fault of its reports, refusals or pages', () => {
  it.each(FOUND)('%s is found by %s, and nothing else', async (fault, suite, broken) => {
    const events = await playOnSandbox([suite], [fault])

    expect(promisesBroken(events)).toEqual(broken)
  })
})

describe('reports, refusals and pages', () => {
  it.each([7, 8])('pass on a sandbox without faults, with seed %i', async (seed) => {
    const events = await playOnSandbox(SUITES, [], seed)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(19)
  })

  it('of a key without the scope are left', async () => {
    const events = await playOnSandbox(['reporting'], [], 7, { apiKeys: [{ key: 'for-cards', scopes: ['payments'] }] })

    expect(promisesBroken(events)).toEqual([])
    expect(new Set(events.map(({ verdict }) => verdict))).toEqual(new Set(['skipped']))
  })

  it('are walked to their end on a mock that remembers nothing', async () => {
    const events = await playOnPrism(SUITES)

    expect(promisesBroken(events)).toEqual([])
    expect(events.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(events).toHaveLength(19)
  })
})
