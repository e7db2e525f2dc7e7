import { describe, expect, it } from 'vitest'
import type { SequenceStep } from '../../../../checks/sequences/sequence-check.ts'
import type { HeaderList } from '../../../../core/exchange.ts'
import type { RequestDraft } from '../../../../core/case.ts'
import { listParametersOf, limitNear } from '../../../../run/stateful/list-parameters.ts'
import { nextPage, type PageContext } from '../../../../run/stateful/next-page.ts'
import { contractOf } from '../../checks/contract-from.ts'
import { exchange } from '../../checks/recorded.ts'

type Query = Readonly<Record<string, object>>

const integer = (more: object = {}): object => ({ type: 'integer', ...more })

/** What follows a page of two items, asked for with a limit of two, of a list with these parameters. */
async function after(
  query: Query,
  body: unknown,
  given: Partial<PageContext> & { readonly headers?: HeaderList } = {},
): Promise<unknown> {
  const contract = await contractOf({
    schema: {},
    operation: { parameters: Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema })) },
  })
  const [operation] = contract.operations
  if (operation === undefined) throw new Error('the contract of the test has no operation')
  const page: SequenceStep = { operation, exchange: exchange({ json: body, headers: given.headers ?? [] }) }
  const draft: RequestDraft = { operationId: 'ask', path: {}, query: { limit: 2 }, header: {}, cookie: {} }
  const parameters = listParametersOf(contract, operation)
  const context = { page, draft, parameters, count: 2, limit: 2, lastId: 'b', wasLed: false, ...given }
  const next = nextPage(context)
  return next.kind === 'link' ? next.url : next.kind === 'draft' ? next.draft.query : next.kind
}

describe('the next page of a list', () => {
  it.each([
    [
      'a Link header',
      {},
      {},
      { headers: [['Link', '<http://a.test/x?p=1>; rel="prev", </x?p=3>; rel="next"']] as const },
      '/x?p=3',
    ],
    [
      'a list of links',
      {},
      {
        links: [
          { rel: 'self', href: '/x' },
          { rel: 'next', href: '/x?after=b' },
        ],
      },
      {},
      '/x?after=b',
    ],
    ['HAL links', {}, { _links: { next: { href: '/x?page=2' } } }, {}, '/x?page=2'],
    ['a member with a URL', {}, { next: 'https://a.test/x?page=2', previous: null }, {}, 'https://a.test/x?page=2'],
    ['a URL below paging', {}, { pagination: { next_url: '/x?page=2' } }, {}, '/x?page=2'],
    ['OData', {}, { '@odata.nextLink': 'https://a.test/x?$skip=2' }, {}, 'https://a.test/x?$skip=2'],
  ] as const)('is where %s leads', async (_, query, body, given, expected) => {
    expect(await after(query, body, given)).toBe(expected)
  })

  it.each([
    ['a cursor', { cursor: {} }, { nextCursor: 'c2' }, { limit: 2, cursor: 'c2' }],
    ['a page token', { page_token: {} }, { next_page_token: 't2' }, { limit: 2, page_token: 't2' }],
    ['a cursor below meta', { after: {} }, { meta: { cursors: { after: 'c2' } } }, { limit: 2, after: 'c2' }],
    ['the id of the last item', { starting_after: {} }, { has_more: true }, { limit: 2, starting_after: 'b' }],
    ['a page number', { page: integer({ default: 1 }) }, {}, { limit: 2, page: 2 }],
    ['a page number from zero', { page: integer({ minimum: 0 }) }, {}, { limit: 2, page: 1 }],
    ['an offset', { offset: integer() }, {}, { limit: 2, offset: 2 }],
    ['a number of the next page', { page: integer() }, { next_page: 5 }, { limit: 2, page: 5 }],
  ])('is asked for by %s', async (_, query, body, expected) => {
    expect(await after(query, body)).toEqual(expected)
  })

  it.each([
    ['the list says so', { offset: integer() }, { hasMore: false }, {}],
    ['the cursor is null', { cursor: {} }, { nextCursor: null }, { count: 1 }],
    ['the page is not full', { offset: integer() }, {}, { count: 1 }],
    ['the page is empty', { page: integer({ default: 1 }) }, {}, { count: 0 }],
    ['links led so far and none is given', { offset: integer() }, {}, { wasLed: true }],
    ['there is nothing to page by', {}, {}, { limit: undefined }],
    ['it is the last page', { page: integer({ default: 1 }) }, { last: true }, {}],
  ])('does not exist when %s', async (_, query, body, given) => {
    expect(await after(query, body, given)).toBe('end')
  })

  it.each([
    ['more is promised, but nothing leads there', {}, { has_more: true }],
    ['a full page of a list that has no way on', {}, {}],
  ])('is not known when %s', async (_, query, body) => {
    expect(await after(query, body)).toBe('unknown')
  })
})

describe('the limit of a page', () => {
  it.each([
    ['per_page', { per_page: integer() }],
    ['pageSize', { pageSize: integer() }],
    ['$top', { $top: integer() }],
    ['size beside page', { size: integer(), page: integer() }],
  ])('is found as %s', async (_, query) => {
    const contract = await contractOf({
      schema: {},
      operation: { parameters: Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema })) },
    })
    const [operation] = contract.operations

    expect(operation && listParametersOf(contract, operation).limit?.name).toBe(Object.keys(query)[0])
  })

  it('is not taken from a size that has nothing to do with pages', async () => {
    const parameters = [{ name: 'size', in: 'query', schema: { type: 'integer' } }]
    const contract = await contractOf({ schema: {}, operation: { parameters } })
    const [operation] = contract.operations

    expect(operation && listParametersOf(contract, operation)).toEqual({})
  })

  it('keeps to what the schema allows', () => {
    const limit = { name: 'limit', minimum: 5, maximum: 50, default: undefined, values: undefined }

    expect([limitNear(limit, 2), limitNear(limit, 20), limitNear(limit, 500)]).toEqual([5, 20, 50])
    expect(limitNear({ ...limit, values: [10, 25, 100] }, 2)).toBe(10)
    expect(limitNear(undefined, 2)).toBeUndefined()
  })
})
