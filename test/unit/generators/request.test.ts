import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '../../../core/case.ts'
import type { Json, JsonObject } from '../../../core/json.ts'
import { biasOf, draw, minimal } from '../../../generators/draw.ts'
import { UnsatisfiableSchema } from '../../../generators/from-schema.ts'
import { requestArbitrary, type RequestOptions } from '../../../generators/request.ts'
import { requestParts } from '../../../generators/request-parts.ts'
import { serialize } from '../../../transport/serialize.ts'
import { textOf } from '../../../transport/text.ts'
import { oneOperation } from '../../support/contract-of.ts'

type Where = Parameters<typeof oneOperation>[1]

async function drafts(
  operation: JsonObject,
  where: Where = {},
  options: RequestOptions = {},
  count = 200,
): Promise<readonly RequestDraft[]> {
  const made = await oneOperation(operation, where)
  const requests = requestArbitrary(made.contract, made.operation, options)
  return Array.from({ length: count }, (_, seed) => draw(requests, seed, biasOf(seed)).value)
}

const parameter = (place: string, name: string, schema: JsonObject | boolean, more: JsonObject = {}): JsonObject => ({
  name,
  in: place,
  schema,
  ...(place === 'path' ? { required: true } : {}),
  ...more,
})

const body = (content: JsonObject, required = true): JsonObject => ({ requestBody: { required, content } })

const mediaTypes = (found: readonly RequestDraft[]): readonly string[] => [
  ...new Set(found.map((draft) => (draft.body?.kind === 'value' ? draft.body.mediaType : 'none'))),
]

const order: JsonObject = {
  type: 'object',
  required: ['amount'],
  properties: { amount: { type: 'integer', minimum: 1 }, note: { type: ['string', 'null'], maxLength: 8 } },
  additionalProperties: false,
}

describe('the requests of an operation', () => {
  it('always have the required parts, and the optional ones now and then', async () => {
    const operation = {
      parameters: [
        parameter('query', 'must', { type: 'integer' }, { required: true }),
        parameter('query', 'may', { type: 'boolean' }),
        parameter('header', 'X-May', { type: 'string' }),
        parameter('cookie', 'session', { type: 'string' }),
      ],
      ...body({ 'application/json': { schema: order } }, false),
    }

    const found = await drafts(operation)

    expect(found.every((draft) => Number.isInteger(draft.query['must']))).toBe(true)
    for (const present of [
      (draft: RequestDraft) => 'may' in draft.query,
      (draft: RequestDraft) => 'X-May' in draft.header,
      (draft: RequestDraft) => 'session' in draft.cookie,
      (draft: RequestDraft) => draft.body !== undefined,
    ]) {
      const share = found.filter(present).length / found.length
      expect(share).toBeGreaterThan(0.3)
      expect(share).toBeLessThan(0.95)
    }
  })

  it('have bodies that another validator takes', async () => {
    const validate = new Ajv2020({ strict: false }).compile(order)

    const found = await drafts(body({ 'application/json': { schema: order } }))

    expect(found.filter((draft) => draft.body?.kind !== 'value' || !validate(draft.body.value))).toEqual([])
  })

  it('have path values that stay within their segment', async () => {
    const parameters = ['name', 'url', 'free', 'anything'].map((name) =>
      parameter(
        'path',
        name,
        name === 'anything' ? true : { type: 'string', ...(name === 'free' ? { minLength: 5 } : {}) },
      ),
    )

    const found = await drafts({ parameters }, { path: '/a/{name}/{url}/{free}/{anything}' })

    const values = found.flatMap((draft) => Object.values(draft.path))
    expect(values).toHaveLength(800)
    expect(values.filter((value) => value === null || /^\.{0,2}$|[/\\\p{Cc}]/u.test(textOf(value)))).toEqual([])
  })

  it('keep the constraints of path values, also where they name what is otherwise avoided', async () => {
    const found = await drafts(
      { parameters: [parameter('path', 'file', { enum: ['a/b', '..'] })] },
      { path: '/files/{file}' },
    )

    expect(new Set(found.map((draft) => draft.path['file']))).toEqual(new Set(['a/b', '..']))
  })

  it('have a value for a path variable that no parameter describes, none for one that is not in the path', async () => {
    const found = await drafts({ parameters: [parameter('path', 'gone', { type: 'string' })] }, { path: '/a/{id}' })

    expect(found.every((draft) => Object.keys(draft.path).join() === 'id' && draft.path['id'] !== '')).toBe(true)
  })

  it('have header values that can be sent', async () => {
    const schemas: readonly JsonObject[] = [
      { type: 'string' },
      {},
      { type: ['string', 'null'] },
      { type: 'array', items: { type: 'string' } },
    ]
    const parameters = schemas.map((schema, i) => parameter('header', `X-${i}`, schema, { required: true }))
    const made = await oneOperation({ parameters })

    const found = await drafts({ parameters })

    for (const draft of found) {
      const { headers } = serialize(made.contract, made.operation, draft, { baseUrl: 'http://a.test' })
      expect(headers).toHaveLength(5)
      expect(headers.filter(([, value]) => !/^[!-~]([ -~]*[!-~])?$/.test(value))).toEqual([])
    }
  })

  it('have query values that a server reads as they are meant', async () => {
    const parameters = [
      parameter('query', 'text', { type: 'string' }, { required: true }),
      parameter('query', 'list', { type: 'array', items: { type: 'string' } }, { required: true }),
      parameter('query', 'csv', { type: 'array', items: { type: 'string' } }, { required: true, explode: false }),
      parameter(
        'query',
        'deep',
        { type: 'object', additionalProperties: { type: 'string' } },
        { required: true, style: 'deepObject', explode: true },
      ),
    ]
    const made = await oneOperation({ parameters })

    const found = await drafts({ parameters })

    for (const draft of found) {
      const read = new URL(serialize(made.contract, made.operation, draft, { baseUrl: 'http://a.test' }).url)
        .searchParams
      expect(read.get('text')).toBe(draft.query['text'])
      expect(read.get('text')).not.toBe('')
      expect(read.getAll('list')).toEqual(draft.query['list'])
      expect(read.get('csv')?.split(',')).toEqual(draft.query['csv'])
      for (const [name, value] of Object.entries(draft.query['deep'] as JsonObject))
        expect(read.get(`deep[${name}]`)).toBe(value)
    }
  })

  it('have an empty query value only where it is allowed', async () => {
    const values = async (allowEmptyValue: boolean): Promise<readonly Json[]> => {
      const parameters = [
        parameter('query', 'q', { type: 'string', maxLength: 1 }, { required: true, allowEmptyValue }),
      ]
      return (await drafts({ parameters })).map((draft) => draft.query['q'] as Json)
    }

    expect(await values(false)).not.toContain('')
    expect((await values(true)).every((value) => typeof value === 'string')).toBe(true)
  })

  it('have a new key each, also where the header is optional and an example is documented', async () => {
    const parameters = [parameter('header', 'Idempotency-Key', { type: 'string', format: 'uuid' }, { example: 'x' })]

    const found = await drafts({ parameters })

    const keys = found.map((draft) => textOf(draft.header['Idempotency-Key'] as Json))
    expect(new Set(keys).size).toBe(found.length)
    expect(keys.filter((key) => !/^[\da-f-]{14}4[\da-f]{3}-[89ab]/.test(key))).toEqual([])
  })

  it('leave alone the headers that are defined elsewhere', async () => {
    const parameters = ['Accept', 'content-type', 'Authorization', 'Host', 'Content-Length'].map((name) =>
      parameter('header', name, { type: 'string' }, { required: true }),
    )

    expect((await drafts({ parameters })).every((draft) => Object.keys(draft.header).length === 0)).toBe(true)
  })

  it('leave out an optional part that cannot be generated, and say why', async () => {
    const omitted: string[] = []
    const parameters = [
      parameter('query', 'broken', { type: 'string', minLength: 3, maxLength: 2 }),
      parameter('header', 'If-Match', { type: 'string' }),
      parameter('header', 'not a name', { type: 'string' }),
      parameter('query', 'fine', { type: 'string' }),
    ]

    const found = await drafts(
      { parameters },
      {},
      { onOmitted: (part, reason) => omitted.push(`${part.in} ${part.name}: ${reason}`) },
    )

    expect(omitted).toHaveLength(3)
    expect(omitted[0]).toMatch(/^query broken: \S/)
    expect(omitted[1]).toBe('header If-Match: what it changes about the answer is not part of the contract')
    expect(omitted[2]).toBe('header not a name: its name is not one of a header field')
    expect(found.every((draft) => !('broken' in draft.query))).toBe(true)
  })

  it.each<[string, JsonObject, RegExp]>([
    [
      'parameter',
      {
        parameters: [
          parameter('query', 'q', { type: 'string', enum: [], minLength: 3, maxLength: 2 }, { required: true }),
        ],
      },
      /query parameter q: /,
    ],
    [
      'body',
      body({ 'application/json': { schema: { type: 'integer', minimum: 2, maximum: 1 } } }),
      /request body, application\/json: /,
    ],
    [
      'form',
      body({ 'application/x-www-form-urlencoded': { schema: { type: 'string' } } }),
      /request body, application\/x-www-form-urlencoded: a form is written from an object, and its schema describes none$/,
    ],
  ])('are refused where a required %s cannot be generated', async (_, operation, message) => {
    const made = await oneOperation(operation)

    const build = (): unknown => requestArbitrary(made.contract, made.operation)

    expect(build).toThrow(UnsatisfiableSchema)
    expect(build).toThrow(message)
  })

  it('prefer JSON, and leave out what only writes the same data worse', async () => {
    const omitted: string[] = []
    const content = {
      'application/xml': { schema: order },
      'application/x-www-form-urlencoded': { schema: order },
      'multipart/form-data': { schema: { type: 'object', properties: { deep: { type: 'object', properties: {} } } } },
      'application/json': { schema: order },
      '*/*': { schema: order },
    }

    const found = await drafts(body(content), {}, { onOmitted: (part) => omitted.push(part.name) })

    expect(mediaTypes(found).toSorted()).toEqual(['application/json', 'application/x-www-form-urlencoded'])
    expect(
      found.filter((draft) => draft.body?.kind === 'value' && draft.body.mediaType === 'application/json').length,
    ).toBeGreaterThan(120)
    expect(omitted).toEqual(['application/xml', 'multipart/form-data'])
  })

  it.each<[string, JsonObject, (value: Json) => boolean]>([
    ['application/xml', { schema: order }, (value) => typeof value === 'object'],
    ['text/plain', { schema: { type: 'string' } }, (value) => typeof value === 'string' && value !== ''],
    ['application/octet-stream', {}, (value) => typeof value === 'string' && value !== ''],
    [
      'application/octet-stream',
      { schema: { type: 'string', format: 'binary' } },
      (value) => typeof value === 'string' && value !== '',
    ],
    ['application/json', {}, (value) => JSON.stringify(value) === '{}'],
    ['application/json', { examples: { one: { value: [1] } } }, (value) => JSON.stringify(value) === '[1]'],
    ['application/merge-patch+json', { schema: order }, (value) => typeof value === 'object'],
    [
      'application/x-www-form-urlencoded',
      { schema: order },
      (value) => !Object.values(value as JsonObject).includes(null),
    ],
  ])('are made in %s when there is nothing else', async (mediaType, media, accepts) => {
    const found = await drafts(body({ [mediaType]: media }))

    expect(mediaTypes(found)).toEqual([mediaType])
    expect(found.filter((draft) => draft.body?.kind !== 'value' || !accepts(draft.body.value))).toEqual([])
  })

  it('have JSON Patch documents by their schema', async () => {
    const schema = {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['op', 'path'],
        properties: { op: { enum: ['remove', 'replace'] }, path: { type: 'string', pattern: '^/[a-z]+$' }, value: {} },
      },
    }
    const validate = new Ajv2020({ strict: false }).compile(schema)

    const found = await drafts(body({ 'application/json-patch+json': { schema } }), { method: 'patch' })

    expect(found.filter((draft) => draft.body?.kind !== 'value' || !validate(draft.body.value))).toEqual([])
  })

  it('have no body where the method gives it no meaning', async () => {
    const content = { 'application/json': { schema: order } }

    expect(mediaTypes(await drafts(body(content), { method: 'head' }))).toEqual(['none'])
    expect(mediaTypes(await drafts(body(content, false), { method: 'get' }))).toEqual(['none'])
    expect(mediaTypes(await drafts(body(content, true), { method: 'delete' }))).toEqual(['application/json'])
  })

  it('never hold half a character', async () => {
    const schema = {
      type: 'object',
      additionalProperties: { type: 'string' },
      properties: { text: { type: 'string' } },
    }

    const found = await drafts({
      ...body({ 'application/json': { schema } }),
      parameters: [parameter('query', 'q', { type: 'string' })],
    })

    expect(
      found.filter((draft) => !JSON.stringify(draft).isWellFormed() || /\\ud[89a-f]/.test(JSON.stringify(draft))),
    ).toEqual([])
  })

  it('are the same for the same seed and others for other seeds', async () => {
    const operation = {
      parameters: [parameter('query', 'q', { type: 'string' })],
      ...body({ 'application/json': { schema: order } }),
    }

    const [first, second] = [await drafts(operation), await drafts(operation)]

    expect(second).toEqual(first)
    expect(new Set(first.map((draft) => JSON.stringify(draft))).size).toBeGreaterThan(100)
  })

  it('shrink to the required parts, each as plain as can be', async () => {
    const parameters = [
      parameter('path', 'id', { type: 'integer', minimum: 1 }),
      parameter('query', 'q', { type: 'string' }),
      parameter('query', 'sort', { type: 'string', enum: ['up', 'down'] }, { required: true }),
    ]
    const made = await oneOperation(
      { parameters, ...body({ 'application/json': { schema: order } }) },
      { path: '/a/{id}' },
    )

    const plainest = minimal(requestArbitrary(made.contract, made.operation), 5).value

    expect(plainest).toEqual({
      operationId: 'op',
      path: { id: 1 },
      query: { sort: 'up' },
      header: {},
      cookie: {},
      body: { kind: 'value', mediaType: 'application/json', value: { amount: 1 } },
    })
  })

  it('stay legal while they shrink', async () => {
    const parameters = [
      parameter('path', 'id', { type: 'string' }),
      parameter('header', 'X-A', { type: 'string' }, { required: true }),
    ]
    const made = await oneOperation({ parameters }, { path: '/a/{id}' })
    const requests = requestArbitrary(made.contract, made.operation)

    for (let seed = 0; seed < 30; seed++) {
      for (const { value } of draw(requests, seed).shrinks()) {
        expect(textOf(value.path['id'] as Json)).toMatch(/^[^/\\]+$/)
        expect(textOf(value.header['X-A'] as Json)).toMatch(/^[!-~]([ -~]*[!-~])?$/)
      }
    }
  })
})

describe('the parts of an operation', () => {
  it('can be had one by one', async () => {
    const made = await oneOperation({
      parameters: [parameter('query', 'q', { type: 'integer', minimum: 3 })],
      ...body({ 'application/json': { schema: order } }),
    })

    const parts = requestParts(made.contract, made.operation)

    expect(parts.parameters.map(({ in: place, name, required }) => [place, name, required])).toEqual([
      ['query', 'q', false],
    ])
    expect(parts.bodies.map(({ mediaType }) => mediaType)).toEqual(['application/json'])
    expect(parts.bodyRequired).toBe(true)
    expect(parts.parameters.map((part) => minimal(part.values, 1).value)).toEqual([3])
  })
})
