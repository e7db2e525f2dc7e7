import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '../../../core/case.ts'
import { headerOf } from '../../../core/exchange.ts'
import type { JsonObject } from '../../../core/json.ts'
import { serialize } from '../../../transport/serialize.ts'
import type { WireRequest } from '../../../transport/wire-request.ts'
import { oneOperation } from '../../support/contract-of.ts'

const BASE = { baseUrl: 'http://api.test/v1' }

const draftOf = (parts: Partial<RequestDraft> = {}): RequestDraft => ({
  operationId: 'op',
  path: {},
  query: {},
  header: {},
  cookie: {},
  ...parts,
})

const jsonBody = { required: true, content: { 'application/json': { schema: { type: 'object' } } } }

async function written(
  operation: JsonObject,
  draft: Partial<RequestDraft> = {},
  options: { path?: string; method?: string; components?: JsonObject; baseUrl?: string } = {},
): Promise<WireRequest> {
  const made = await oneOperation(operation, options)
  return serialize(made.contract, made.operation, draftOf(draft), { ...BASE, ...options })
}

const content = (mediaType: string): JsonObject => ({ [mediaType]: {} })

describe('a request on the wire', () => {
  it('holds every part of the draft where it belongs', async () => {
    const operation = {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
        { name: 'session', in: 'cookie', schema: { type: 'string' } },
      ],
      requestBody: jsonBody,
      responses: {
        200: { description: 'Fine.', content: content('application/json') },
        default: { description: 'Not.', content: content('application/problem+json') },
      },
    }
    const draft = {
      path: { id: 'a/b c' },
      query: { tags: ['x&y', 'ü'] },
      header: { 'X-Trace': 't 1' },
      cookie: { session: 's;1' },
      body: { kind: 'value', mediaType: 'application/json', value: { amount: 1 } },
    } as const

    const request = await written(operation, draft, { path: '/things/{id}' })

    expect(request).toEqual({
      method: 'POST',
      url: 'http://api.test/v1/things/a%2Fb%20c?tags=x%26y&tags=%C3%BC',
      pathValues: [['id', 'a/b c']],
      headers: [
        ['Accept', 'application/json, application/problem+json'],
        ['Content-Type', 'application/json'],
        ['X-Trace', 't 1'],
        ['Cookie', 'session=s%3B1'],
      ],
      body: '{"amount":1}',
    })
  })

  it('has no Content-Type without a body, and no body without one in the draft', async () => {
    const request = await written({ requestBody: { content: { 'application/json': {} } } })

    expect(headerOf(request.headers, 'content-type')).toBeUndefined()
    expect('body' in request).toBe(false)
  })

  it('lets a header of the draft take the place of what would be set', async () => {
    const body = { kind: 'value', mediaType: 'application/json', value: {} } as const

    const request = await written(
      { requestBody: jsonBody },
      { header: { accept: 'text/html', 'content-type': 'a/b' }, body },
    )

    expect(request.headers).toEqual([
      ['accept', 'text/html'],
      ['content-type', 'a/b'],
    ])
  })

  it('keeps declared parameters in the order of the contract and appends what is not declared', async () => {
    const parameters = ['b', 'a'].map((name) => ({ name, in: 'query', schema: { type: 'string' } }))

    const request = await written({ parameters }, { query: { extra: 1, a: '1', b: '2' } })

    expect(request.url).toBe('http://api.test/v1/things?b=2&a=1&extra=1')
  })

  it('writes a parameter with a media type as a document', async () => {
    const parameters = [
      { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
      { name: 'X-Meta', in: 'header', content: { 'application/json': { schema: { type: 'object' } } } },
    ]

    const request = await written(
      { parameters },
      { query: { filter: { a: [1, null] } }, header: { 'X-Meta': { b: 'é' } } },
    )

    expect(request.url).toBe('http://api.test/v1/things?filter=%7B%22a%22%3A%5B1%2Cnull%5D%7D')
    expect(headerOf(request.headers, 'X-Meta')).toBe('{"b":"%C3%A9"}')
  })

  it('sends a required parameter even when it is empty', async () => {
    const parameters = [
      { name: 'ids', in: 'query', required: true, schema: { type: 'array', items: {} } },
      { name: 'more', in: 'query', schema: { type: 'array', items: {} } },
    ]

    const request = await written({ parameters }, { query: { ids: [], more: [] } })

    expect(request.url).toBe('http://api.test/v1/things?ids=')
  })

  it.each([
    ['http://api.test/', '/a', 'http://api.test/a'],
    ['http://api.test/v1//', '/a/', 'http://api.test/v1/a/'],
    ['http://api.test?key=1', '/a', 'http://api.test/a?key=1'],
    ['http://api.test', '/a?action=b', 'http://api.test/a?action=b'],
    ['http://api.test', '/a#action=b', 'http://api.test/a'],
    ['http://api.test', '/a b/ü%20/x:y', 'http://api.test/a%20b/%C3%BC%20/x:y'],
    ['http://api.test', '/100%', 'http://api.test/100%25'],
  ])('joins %s and %s to %s', async (baseUrl, path, url) => {
    expect((await written({}, {}, { path, baseUrl })).url).toBe(url)
  })

  it('replaces variables wherever they stand in the template', async () => {
    const parameters = ['a', 'b', 'c'].map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

    const request = await written({ parameters }, { path: { a: '1', b: '2', c: '3?' } }, { path: '/x{a}.{b}/y?z={c}' })

    expect(request.url).toBe('http://api.test/v1/x1.2/y?z=3%3F')
  })

  it.each(['{+id}', '{id+}', '{id*}', '{id?}', '{id:[0-9]+}'])(
    'takes %s for the parameter it decorates',
    async (variable) => {
      const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]

      const request = await written({ parameters }, { path: { id: '7' } }, { path: `/a/${variable}/b` })

      expect(request.url).toBe('http://api.test/v1/a/7/b')
    },
  )

  it('sends ready-made content as it is', async () => {
    const body = { kind: 'raw', contentType: undefined, content: new Uint8Array([1, 255]) } as const

    const request = await written({ requestBody: jsonBody }, { body })

    expect(request.body).toEqual(new Uint8Array([1, 255]))
    expect(headerOf(request.headers, 'Content-Type')).toBeUndefined()
  })

  it('looks up what a multipart field is in its schema', async () => {
    const schema = {
      type: 'object',
      properties: { file: { type: 'string', format: 'binary' }, note: { type: 'string' } },
    }
    const requestBody = { content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/Upload' } } } }
    const body = { kind: 'value', mediaType: 'multipart/form-data', value: { file: 'x', note: 'y' } } as const

    const request = await written({ requestBody }, { body }, { components: { schemas: { Upload: schema } } })

    expect(headerOf(request.headers, 'Content-Type')).toMatch(/^multipart\/form-data; boundary=part-[\da-f]{24}$/)
    expect(String(request.body)).toContain(
      'name="file"; filename="file.bin"\r\nContent-Type: application/octet-stream\r\n\r\nx',
    )
    expect(String(request.body)).toContain('name="note"\r\n\r\ny')
  })

  it('names the root of an XML body after its component', async () => {
    const schema = { type: 'object', properties: { id: { type: 'integer', xml: { attribute: true } } } }
    const requestBody = { content: { 'application/xml': { schema: { $ref: '#/components/schemas/Pet' } } } }
    const body = { kind: 'value', mediaType: 'application/xml', value: { id: 3 } } as const

    const request = await written({ requestBody }, { body }, { components: { schemas: { Pet: schema } } })

    expect(request.body).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<Pet id="3"></Pet>')
  })
})

describe('the Accept header', () => {
  it.each([
    [[], '*/*'],
    [
      ['text/csv', 'application/json; charset=utf-8', 'application/problem+json'],
      'application/json, text/csv, application/problem+json',
    ],
    [['application/hal+json', 'application/json;v=2'], 'application/json; v=2, application/hal+json'],
    [['nonsense', 'image/png'], 'image/png'],
  ])('of responses in %j is %s', async (mediaTypes, accept) => {
    const responses = {
      200: { description: 'Fine.', content: Object.fromEntries(mediaTypes.map((type) => [type, {}])) },
    }

    expect(headerOf((await written({ responses })).headers, 'Accept')).toBe(accept)
  })
})
