import { beforeAll, describe, expect, it } from 'vitest'
import type { Contract } from '../../../spec/model.ts'
import { contractFrom } from './contract-from.ts'
import { book, correct, film, libraryDocument, notFound } from './library-api.ts'
import { codes, judgedOf, type Recorded } from './recorded.ts'
import { judgeExchange } from '../../../checks/all.ts'

let contract: Contract

beforeAll(async () => {
  contract = await contractFrom(libraryDocument)
})

const operationOf = (name: string): string => name.split(' ', 1)[0] ?? ''

describe('A correct server', () => {
  it.each(Object.keys(correct))('gives no finding for %s', (name) => {
    const circumstances = { operationId: operationOf(name), intent: { kind: 'valid' }, stateful: true } as const

    const found = codes(contract, correct[name] ?? {}, circumstances)

    expect(found).toEqual([])
  })
})

const without = (value: Record<string, unknown>, name: string): unknown =>
  Object.fromEntries(Object.entries(value).filter(([member]) => member !== name))

const problem = { status: 404, contentType: 'application/problem+json' }
const pan = { kind: 'card-number', at: { part: 'response-body', pointer: '/title' } } as const

/** One mutation of a correct exchange each, and the one check that is to say so. */
const faults: readonly (readonly [fault: string, from: string, mutation: Recorded, code: string])[] = [
  ['a 500 that is documented', 'addItem', { status: 500, json: { oops: 1 } }, 'no-server-error'],
  ['a 500 with an error page', 'getItem', { status: 500, contentType: 'text/html', text: '<h1>!' }, 'no-server-error'],
  ['a 503 without a time', 'getItem', { status: 503, text: 'x' }, 'no-server-error'],
  ['an undocumented success', 'getItem', { status: 206 }, 'status-code-is-documented'],
  [
    'an undocumented error',
    'addItem',
    { status: 422, contentType: 'text/plain', text: 'no' },
    'status-code-is-documented',
  ],
  ['an undocumented 405', 'shelves', { status: 405, text: '' }, 'status-code-is-documented'],
  ['an undocumented 404 without an id', 'shelves', { status: 404, text: '' }, 'status-code-is-documented'],
  ['HTML for JSON', 'getItem', { contentType: 'text/html', text: '<p>Stalker' }, 'content-type-is-documented'],
  ['JSON that says it is text', 'getItem', { contentType: 'text/plain', json: film }, 'content-type-is-documented'],
  ['no content type', 'getItem', { contentType: undefined, json: film }, 'content-type-is-documented'],
  [
    'a problem that says it is JSON',
    'getItem unknown',
    { contentType: 'application/json' },
    'content-type-is-documented',
  ],
  ['JSON cut short', 'getItem', { text: '{"id": 1', contentType: 'application/json' }, 'response-is-well-formed'],
  ['a missing member', 'getItem', { json: without(film, 'title') }, 'body-matches-schema'],
  ['a member of the wrong type', 'getItem', { json: { ...film, minutes: '161' } }, 'body-matches-schema'],
  ['null where it is not allowed', 'getItem', { json: { ...film, title: null } }, 'body-matches-schema'],
  ['a bad date-time', 'getItem', { json: { ...film, addedAt: '2026-02-30T00:00:00Z' } }, 'body-matches-schema'],
  [
    'a date-time with a space',
    'getItem',
    { json: { ...film, addedAt: '2026-02-20 00:00:00Z' } },
    'body-matches-schema',
  ],
  ['a bad UUID', 'getItem', { json: { ...film, id: '17' } }, 'body-matches-schema'],
  ['an unknown tag', 'getItem', { json: { ...film, kind: 'record' } }, 'body-matches-schema'],
  ['the other branch', 'getItem', { json: { ...film, kind: 'book' } }, 'body-matches-schema'],
  [
    'a renamed member',
    'getItem',
    { json: { ...(without(film, 'title') as object), name: 'S' } },
    'body-matches-schema',
  ],
  ['an array for an object', 'getItem', { json: [film] }, 'body-matches-schema'],
  ['no body', 'getItem', { text: '', contentType: 'application/json' }, 'body-matches-schema'],
  ['a fault deep in a circle', 'shelves', { json: { name: 'a', children: [{ name: 'b' }] } }, 'body-matches-schema'],
  [
    'a broken extension of a problem',
    'addItem refused',
    { json: { ...notFound, status: 400, errors: [{}] } },
    'body-matches-schema',
  ],
  ['no Location', 'addItem', { headers: [] }, 'headers-match-schema'],
  ['an empty Location', 'addItem', { headers: [['Location', '']] }, 'headers-match-schema'],
  ['a Location that is none', 'addItem', { headers: [['Location', 'http://']] }, 'headers-match-schema'],
  ['no required header', 'listItems without optional headers', { headers: [] }, 'headers-match-schema'],
  [
    'a header of the wrong type',
    'listItems without optional headers',
    { headers: [['X-Total', 'many']] },
    'headers-match-schema',
  ],
  [
    'a wrong item in a header',
    'listItems',
    {
      headers: [
        ['x-total', '1'],
        ['x-kinds', 'book,song'],
      ],
    },
    'headers-match-schema',
  ],
  ['no Location of a redirect', 'label elsewhere', { headers: [] }, 'headers-match-schema'],
  ['a problem without members', 'getItem unknown', { json: {} }, 'problem-is-well-formed'],
  ['a problem without its title', 'getItem unknown', { json: without(notFound, 'title') }, 'problem-is-well-formed'],
  ['a problem of other members', 'getItem unknown', { json: { error: 'not found' } }, 'problem-is-well-formed'],
  [
    'a problem with a number for a title',
    'getItem unknown',
    { json: { ...notFound, title: 4 } },
    'problem-is-well-formed',
  ],
  ['a problem of another status', 'getItem unknown', { json: { ...notFound, status: 400 } }, 'problem-is-well-formed'],
  ['a problem that is a string', 'getItem unknown', { json: 'not found' }, 'problem-is-well-formed'],
  ['an error without its problem', 'getItem unknown', { ...problem, text: '' }, 'problem-is-well-formed'],
  [
    'a link without a target',
    'listItems without optional headers',
    { json: { data: [], links: [{ rel: 'next', href: '' }] } },
    'links-are-sound',
  ],
  [
    'an extra stack trace',
    'getItem unknown',
    { json: { ...notFound, stack: 'Error: x\n    at get (/srv/app/items.js:10:5)\n    at next (/srv/app/a.js:1:2)' } },
    'no-stack-trace-in-response',
  ],
  [
    'a full card number',
    'getItem',
    {
      json: { ...film, cardNumber: '9999999999999999' },
      redactions: [{ ...pan, at: { ...pan.at, pointer: '/cardNumber' } }],
      echoedSecrets: ['card-number'],
    },
    'no-sensitive-data-in-response',
  ],
  ['the request token repeated', 'getItem', { echoedSecrets: ['access-token'] }, 'no-sensitive-data-in-response'],
  ['a member nobody documents', 'getItem', { json: { ...film, colour: 'red' } }, 'no-undocumented-fields'],
  ['a write-only member', 'addItem', { json: { ...book, pin: '1234' } }, 'no-undocumented-fields'],
  [
    'a member twice',
    'shelves',
    { text: '{"name":"a","name":"b","children":[]}', contentType: 'application/json' },
    'response-is-well-formed',
  ],
]

describe('A server with one planted fault', () => {
  it.each(faults)('is found out by one check: %s', (_fault, from, mutation, code) => {
    // The mutation's JSON or text replaces the body of the correct exchange, whichever that had.
    const { json: _json, text: _text, ...rest } = correct[from] ?? {}
    const original = 'json' in mutation || 'text' in mutation ? rest : correct[from]
    const type =
      'json' in (correct[from] ?? {}) && !('contentType' in (correct[from] ?? {}))
        ? { contentType: 'application/json' }
        : {}
    const recorded: Recorded = { ...type, ...original, ...mutation }

    const found = codes(contract, recorded, { operationId: operationOf(from), intent: { kind: 'valid' } })

    expect(found).toEqual([code])
  })

  it('gives the same finding keys for the same fault in other data', () => {
    const keys = [0, 1].map((position) => {
      const data = [film, film].map((item, index) => (index === position ? { ...item, minutes: 'long' } : item))
      const judged = judgedOf(
        contract,
        { ...correct['listItems'], json: { data, links: [] } },
        { operationId: 'listItems' },
      )
      return judgeExchange(judged).findings.map(({ draft }) => draft.key)
    })

    expect(keys[0]).toEqual(keys[1])
    expect(keys[0]).toHaveLength(1)
  })

  it('names the line of the contract and the place in the body', () => {
    const { findings } = judgeExchange(
      judgedOf(contract, { ...correct['getItem'], json: { ...film, title: '' } }, { operationId: 'getItem' }),
    )

    expect(findings.map(({ draft }) => draft)).toMatchInlineSnapshot(`
      [
        {
          "actual": """ (0 characters)",
          "document": "#/components/schemas/Entry/properties/title/minLength",
          "expected": "a string of at least 1 character",
          "key": "minLength #/components/schemas/Entry/properties/title/minLength /title",
          "message": "At /title of the response body the contract promises a string of at least 1 character (as Film), but the response has "" (0 characters).",
          "payload": "/title",
          "title": "/title breaks its minLength",
        },
      ]
    `)
  })
})
