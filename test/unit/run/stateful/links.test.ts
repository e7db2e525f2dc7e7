import { describe, expect, it } from 'vitest'
import { linksIn } from '../../../../run/stateful/links.ts'
import { contractFrom } from '../../checks/contract-from.ts'
import { exchange } from '../../checks/recorded.ts'

const answer = { responses: { '200': { description: 'done' } } }
const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
const contract = await contractFrom({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/orders': { post: { operationId: 'createOrder', ...answer } },
    '/orders/{id}': { parameters: id, get: { operationId: 'getOrder', ...answer } },
    '/orders/{id}/cancel': { parameters: id, post: { operationId: 'cancelOrder', ...answer } },
    '/orders/latest': { get: { operationId: 'latestOrder', ...answer } },
    '/audit': {
      get: {
        operationId: 'audit',
        parameters: [{ name: 'day', in: 'query', required: true, schema: { type: 'string' } }],
        ...answer,
      },
    },
  },
})

/** Which links of an answer are followed: relation, path, operation. */
function followed(links: unknown, headers: readonly (readonly [string, string])[] = []): readonly unknown[] {
  const [operation] = contract.operations
  if (operation === undefined) throw new Error('the contract of the test has no operation')
  const step = {
    operation,
    exchange: exchange({ url: 'http://127.0.0.1:4010/v1/orders', status: 201, json: { _links: links }, headers }),
  }
  return linksIn(step, contract.operations, 'http://127.0.0.1:4010/v1').map(({ relation, url, operation: to }) => [
    relation,
    url.replace('http://127.0.0.1:4010', ''),
    to?.operationId,
  ])
}

describe('links that are followed', () => {
  it('are Location and those to what can be read', () => {
    expect(
      followed(
        { self: { href: '/v1/orders/7' }, newest: { href: 'latest' }, cancel: { href: '/v1/orders/7/cancel' } },
        [['Location', '/v1/orders/7']],
      ),
    ).toEqual([
      ['Location', '/v1/orders/7', 'getOrder'],
      ['self', '/v1/orders/7', 'getOrder'],
    ])
  })

  it('are those that lead nowhere the contract knows only where their relation can be read', () => {
    expect(followed({ self: { href: '/v1/ordres/7' }, help: { href: '/v1/help' } })).toEqual([
      ['self', '/v1/ordres/7', undefined],
    ])
  })

  it('never lead to another host, or to a template', () => {
    expect(
      followed({
        self: { href: 'https://orders.test/v1/orders/7' },
        next: { href: '//127.0.0.1:4011/v1/orders/7' },
        item: { href: '/v1/orders/{id}' },
        up: { href: '/v1/orders/7', templated: true },
      }),
    ).toEqual([])
  })

  it('are not those of another method, or those that lack what their operation asks for', () => {
    expect(
      followed({
        self: { href: '/v1/orders/7', method: 'DELETE' },
        related: { href: '/v1/audit' },
        item: { href: '/v1/audit?day=1', method: 'get' },
      }),
    ).toEqual([['item', '/v1/audit?day=1', 'audit']])
  })

  it('are those of the plainest path: fixed words before variables', () => {
    expect(followed({ item: { href: '/v1/orders/latest' } })).toEqual([['item', '/v1/orders/latest', 'latestOrder']])
  })
})
