import { describe, expect, it } from 'vitest'
import { linksAreSound } from '../../../checks/links-are-sound.ts'
import { contractOf } from './contract-from.ts'
import { codes, drafts, said } from './recorded.ts'

const open = { type: 'object' }

const titles = async (json: unknown): Promise<readonly string[]> =>
  said(linksAreSound, await contractOf({ schema: open }), { json }).map(([title]) => title)

describe('links-are-sound', () => {
  it.each<[string, unknown]>([
    [
      'absolute and relative targets',
      {
        links: [
          { rel: 'a', href: 'https://x.test/1', method: 'GET' },
          { rel: 'b', href: '/1?after=x%20y' },
        ],
      },
    ],
    [
      'another host than the one asked',
      { link: { rel: 'self', href: 'https://api.example.com/v1/things/1', method: 'get' } },
    ],
    [
      'links by name',
      {
        _links: {
          self: { href: '/1' },
          find: { href: '/find{?q}', templated: true },
          curies: [{ href: 'x', name: 'y' }],
        },
      },
    ],
    [
      'mail and phone',
      {
        links: [
          { rel: 'contact', href: 'mailto:a@b.c' },
          { rel: 'phone', href: 'tel:+1' },
        ],
      },
    ],
    ['no links at all', { href: '', method: 'nonsense', nested: { href: 'a b' } }],
    ['a target that is null', { links: [{ rel: 'next', href: null }] }],
    ['a method that is another word', { payments: [{ method: 'card', href: 'x' }] }],
    [
      'links within what is linked',
      { _links: { self: { href: '/1' } }, _embedded: { item: [{ _links: { self: { href: '/2' } } }] } },
    ],
  ])('accepts %s', async (_what, json) => {
    expect(await titles(json)).toEqual([])
  })

  it.each<[string, unknown, string]>([
    ['no target', { links: [{ rel: 'next', href: ' ' }] }, 'The link "next" has no target'],
    ['white space', { links: [{ rel: 'next', href: '/a b' }] }, 'The link "next" is not a URI reference'],
    [
      'a target that does not parse',
      { _links: { self: { href: 'http://[' } } },
      'The link "self" is not a URI reference',
    ],
    [
      'a script',
      { link: { rel: 'x', href: 'JavaScript:alert(1)' } },
      'The link "x" runs or opens something instead of naming a resource',
    ],
    ['credentials', { link: { rel: 'x', href: 'https://me:secret@x.test/' } }, 'The link "x" carries credentials'],
    ['an unknown method', { links: [{ rel: 'x', href: '/', method: 'FETCH' }] }, 'The link "x" names no HTTP method'],
  ])('refuses %s', async (_what, json, title) => {
    expect(await titles(json)).toEqual([title])
  })

  it('never repeats the credentials it found', async () => {
    const [draft] = drafts(linksAreSound, await contractOf({ schema: open }), {
      json: { link: { rel: 'x', href: 'https://me:hunter2@x.test/' } },
    })

    expect(JSON.stringify(draft)).not.toContain('hunter2')
  })

  it('says once what holds for many items', async () => {
    const item = { links: [{ rel: 'self', href: '' }] }

    expect(await titles({ data: [item, item, item] })).toHaveLength(1)
  })

  it('leaves a link that breaks the schema to the schema', async () => {
    const schema = {
      type: 'object',
      properties: { link: { type: 'object', properties: { href: { type: 'string', minLength: 1 }, rel: {} } } },
    }

    expect(codes(await contractOf({ schema }), { json: { link: { rel: 'x', href: '' } } })).toEqual([
      'body-matches-schema',
    ])
  })

  it('says nothing of an undocumented answer', async () => {
    const json = { links: [{ rel: 'x', href: '' }] }

    expect(said(linksAreSound, await contractOf({ schema: open }), { status: 201, json })).toEqual([])
    expect(
      said(linksAreSound, await contractOf({ schema: open }), { contentType: 'application/hal+json', json }),
    ).toEqual([])
  })
})
