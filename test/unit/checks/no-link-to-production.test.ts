import { describe, expect, it } from 'vitest'
import type { Json } from '../../../core/json.ts'
import { noLinkToProduction } from '../../../checks/no-link-to-production.ts'
import { contractOf } from './contract-from.ts'
import { judgedOf, type Recorded } from './recorded.ts'

const contract = await contractOf({ schema: { type: 'object' } })

/** What is said of an answer of a test environment. */
function said(recorded: Recorded, productionHosts: readonly string[] | undefined = ['shop.test', '!try.shop.test']) {
  const judged = judgedOf(contract, { url: 'https://api.try.shop.test/v1/orders', ...recorded })
  const target = { ...judged.target, baseUrl: 'https://api.try.shop.test/v1' }
  return noLinkToProduction
    .judge({ ...judged, target: productionHosts === undefined ? target : { ...target, productionHosts } })
    .map(({ title, payload }) => [title, payload])
}

describe('no-link-to-production', () => {
  it.each<[string, Json, string, string]>([
    [
      'a link among links',
      { links: [{ rel: 'self', href: 'https://api.shop.test/v1/orders/1' }] },
      'The link "self" leads to the production host api.shop.test',
      '/links/0/href',
    ],
    [
      'a link by name, at the domain itself, written otherwise',
      { _links: { next: { href: 'http://SHOP.test.:8080/x' } } },
      'The link leads to the production host shop.test.',
      '/_links/next/href',
    ],
  ])('reports %s', (_what, json, title, payload) => {
    expect(said({ json })).toEqual([[title, payload]])
  })

  it('reports a redirect and a Location of something created', () => {
    const headers = [['Location', '//pay.shop.test/v1/orders/1']] as const

    expect(said({ status: 307, headers })).toEqual([
      ['The Location header leads to the production host pay.shop.test', undefined],
    ])
    expect(said({ status: 201, headers })).toHaveLength(1)
  })

  it('accepts links within the test environment and to others', () => {
    const json = {
      links: [
        { rel: 'self', href: 'https://api.try.shop.test/v1/orders/1' },
        { rel: 'next', href: '/v1/orders?after=1' },
        { rel: 'help', href: 'https://notshop.test/' },
      ],
      homepage: 'https://shop.test/',
    }

    expect(said({ json, headers: [['Location', '/v1/orders/1']] })).toEqual([])
  })

  it('says nothing of a target whose production is not known', () => {
    const json = { links: [{ rel: 'self', href: 'https://api.shop.test/v1/orders/1' }] }

    expect(said({ json }, [])).toEqual([])
    expect(noLinkToProduction.applies?.(judgedOf(contract, { json }))).toBe(false)
  })
})
