import { describe, expect, it } from 'vitest'
import { contentTypeIsDocumented } from '../../../checks/content-type-is-documented.ts'
import { noServerError } from '../../../checks/no-server-error.ts'
import { statusCodeIsDocumented } from '../../../checks/status-code-is-documented.ts'
import type { Intent } from '../../../core/case.ts'
import { contractOf } from './contract-from.ts'
import { codes, drafts, said, type Recorded } from './recorded.ts'

describe('no-server-error', () => {
  it.each([500, 501, 502, 504, 505, 599])('reports %i, documented or not', async (status) => {
    const documented = await contractOf({ status: '5XX' })
    const undocumented = await contractOf({})

    expect(said(noServerError, documented, { status })).toEqual([
      [`The server failed with ${status}`, 'a status below 500', String(status)],
    ])
    expect(codes(undocumented, { status })).toEqual(['no-server-error'])
  })

  it('takes a 503 that says when to come back for no fault', async () => {
    const contract = await contractOf({})

    expect(codes(contract, { status: 503, headers: [['retry-after', '1']] })).toEqual([])
    expect(codes(contract, { status: 503 })).toEqual(['no-server-error'])
  })

  it('takes a 500 that the request asked for as an answer like any other', async () => {
    const contract = await contractOf({ status: '500', schema: { type: 'object', required: ['id'] } })
    const asked: Recorded = { status: 500, json: {}, requestHeaders: [['Prefer', 'example=a, code=500']] }

    expect(codes(contract, asked)).toEqual(['body-matches-schema'])
    expect(codes(contract, { ...asked, requestHeaders: [['Prefer', 'code=404']] })).toEqual(['no-server-error'])
  })
})

describe('status-code-is-documented', () => {
  it.each([
    ['exactly', '201', 201],
    ['as a range', '4XX', 418],
    ['by default', 'default', 302],
  ])('accepts a status documented %s', async (_how, documented, status) => {
    expect(said(statusCodeIsDocumented, await contractOf({ status: documented }), { status })).toEqual([])
  })

  it('names what is documented', async () => {
    expect(said(statusCodeIsDocumented, await contractOf({ status: '200' }), { status: 201 })).toEqual([
      ['Status 201 is not documented', '200', '201'],
    ])
  })

  it.each(['HEAD', 'OPTIONS'])('treats %s like any method', async (method) => {
    const contract = await contractOf({ method: method.toLowerCase() })

    expect(codes(contract, { method, status: 200 })).toEqual([])
    expect(codes(contract, { method, status: 204 })).toEqual(['status-code-is-documented'])
  })

  it('takes a 415 for documented where a broken request names no media type', async () => {
    const contract = await contractOf({})
    const constraint = { description: 'body: required, sent none', document: '#', payload: '' }
    const intent = { kind: 'invalid', constraint } as const
    const typed: Recorded = { status: 415, requestHeaders: [['Content-Type', 'application/json']] }

    expect(said(statusCodeIsDocumented, contract, { status: 415 }, { intent })).toEqual([])
    expect(said(statusCodeIsDocumented, contract, typed, { intent })).toHaveLength(1)
  })

  it.each([401, 403])('takes a %i for documented where credentials are at play', async (status) => {
    const open = await contractOf({})
    const secured = await contractOf({ operation: { security: [{}] } })

    expect(codes(open, { status })).toEqual(['status-code-is-documented'])
    expect(codes(open, { status, requestHeaders: [['authorization', 'Bearer x']] })).toEqual([])
    expect(codes(secured, { status })).toEqual([])
  })

  it('takes a 404 for documented where the path holds an id', async () => {
    expect(codes(await contractOf({ path: '/things/{id}' }), { status: 404 })).toEqual([])
    expect(codes(await contractOf({}), { status: 404 })).toEqual(['status-code-is-documented'])
  })

  it.each([400, 422])(
    'takes a %i to an invalid request for documented where no way to refuse one is',
    async (status) => {
      const intent: Intent = {
        kind: 'invalid',
        constraint: { kind: 'data', description: 'x', document: '#', payload: '' },
      }
      const codesFor = async (documented: string): Promise<readonly string[]> =>
        drafts(statusCodeIsDocumented, await contractOf({ status: documented }), { status }, { intent }).map(
          ({ title }) => title,
        )

      expect(await codesFor('200')).toEqual([])
      expect(await codesFor('409')).toEqual([])
      expect(await codesFor(status === 400 ? '422' : '400')).toEqual([`Status ${status} is not documented`])
      expect(codes(await contractOf({}), { status })).toEqual(['status-code-is-documented'])
    },
  )

  it('takes any refusal for documented of what standards leave to the server', async () => {
    const intent: Intent = {
      kind: 'invalid',
      constraint: { kind: 'tolerance', description: 'x', document: '#', payload: '' },
    }
    const contract = await contractOf({ status: '404' })
    const found = (status: number): number => drafts(statusCodeIsDocumented, contract, { status }, { intent }).length

    expect([400, 404, 418, 202].map(found)).toEqual([0, 0, 0, 1])
  })

  it('does not hold a rate limit against the contract', async () => {
    expect(codes(await contractOf({}), { status: 429, json: { slow: 'down' } })).toEqual([])
  })

  it('takes the answer to a conditional request for documented', async () => {
    const contract = await contractOf({})

    expect(codes(contract, { status: 304, requestHeaders: [['If-None-Match', '"a"']] })).toEqual([])
    expect(codes(contract, { status: 206, requestHeaders: [['Range', 'bytes=0-1']] })).toEqual([])
    expect(codes(contract, { status: 304 })).toEqual(['status-code-is-documented'])
  })

  it('says nothing when there is no response', async () => {
    const outcome = { kind: 'no-response', cause: 'reset', message: 'reset' } as const

    expect(codes(await contractOf({}), { outcome })).toEqual([])
  })
})

describe('content-type-is-documented', () => {
  const json = { schema: { type: 'integer' } }

  it('names what is documented and what came', async () => {
    expect(said(contentTypeIsDocumented, await contractOf(json), { contentType: 'text/html', text: 'x' })).toEqual([
      ['The content type is not documented', 'application/json', 'text/html'],
    ])
  })

  it.each<[string, Recorded]>([
    ['a charset', { contentType: 'application/json; charset=utf-8', json: 1 }],
    ['another case', { contentType: 'APPLICATION/Json', json: 1 }],
    ['an answer to HEAD', { method: 'HEAD', contentType: 'text/html' }],
    ['an undocumented status', { status: 202, contentType: 'text/html', text: 'x' }],
  ])('is silent on %s', async (_what, recorded) => {
    expect(said(contentTypeIsDocumented, await contractOf(json), recorded)).toEqual([])
  })

  it('asks for a content type where there is a body', async () => {
    expect(said(contentTypeIsDocumented, await contractOf(json), { contentType: undefined, json: 1 })).toEqual([
      ['The body has no content type', 'application/json', 'no Content-Type'],
    ])
  })

  it('asks nothing where the contract is silent about content', async () => {
    expect(codes(await contractOf({}), { json: { any: 'thing' } })).toEqual([])
    expect(codes(await contractOf({}), { contentType: 'text/html', text: '<p>' })).toEqual([])
  })

  it('takes a success that is documented as problem details for JSON', async () => {
    const contract = await contractOf({ ...json, mediaType: 'application/problem+json' })
    const error = await contractOf({ ...json, mediaType: 'application/problem+json', status: '400' })

    expect(codes(contract, { json: 1 })).toEqual([])
    expect(codes(contract, { json: 'one' })).toEqual(['body-matches-schema'])
    expect(codes(error, { status: 400, json: 1 })).toEqual(['content-type-is-documented'])
  })

  it('asks nothing of a 204', async () => {
    expect(codes(await contractOf({ ...json, status: '204' }), { status: 204 })).toEqual([])
  })

  it.each([
    ['*/*', 'image/png'],
    ['text/*', 'text/csv'],
    ['application/*+json', 'application/hal+json'],
  ])('reads the range %s', async (mediaType, contentType) => {
    const contract = await contractOf({ mediaType, schema: {} })

    expect(codes(contract, { contentType, text: '1' })).toEqual([])
    if (mediaType !== '*/*')
      expect(codes(contract, { contentType: 'x/y', text: '1' })).toEqual(['content-type-is-documented'])
  })
})
