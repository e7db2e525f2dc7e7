import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../core/json.ts'
import { exampleRequests, type ExampleOptions, type ExampleRequest } from '../../../generators/examples.ts'
import { oneOperation } from '../../support/contract-of.ts'

type Where = Parameters<typeof oneOperation>[1]

async function examples(
  operation: JsonObject,
  where: Where = {},
  options: Partial<ExampleOptions> = {},
): Promise<readonly ExampleRequest[]> {
  const made = await oneOperation(operation, where)
  return exampleRequests(made.contract, made.operation, { seed: 1, ...options })
}

const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' }, example: 'reused' }

describe('documented examples', () => {
  it('are one request per body example, with the first examples of the parameters', async () => {
    const operation = {
      parameters: [
        { name: 'id', in: 'path', required: true, schema: { type: 'string', example: 'T-1' } },
        {
          name: 'limit',
          in: 'query',
          schema: { type: 'integer' },
          examples: { few: { value: 5 }, many: { value: 500 } },
        },
        { name: 'quiet', in: 'query', schema: { type: 'boolean' } },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: {}, examples: { sale: { value: { a: 1 } }, refund: { value: { a: -1 } } } },
        },
      },
    }

    const found = await examples(operation, { path: '/things/{id}' })

    expect(found).toEqual([
      {
        name: 'sale',
        draft: {
          operationId: 'op',
          path: { id: 'T-1' },
          query: { limit: 5 },
          header: {},
          cookie: {},
          body: { kind: 'value', mediaType: 'application/json', value: { a: 1 } },
        },
      },
      {
        name: 'refund',
        draft: {
          operationId: 'op',
          path: { id: 'T-1' },
          query: { limit: 5 },
          header: {},
          cookie: {},
          body: { kind: 'value', mediaType: 'application/json', value: { a: -1 } },
        },
      },
    ])
  })

  it('are one request per set of parameter examples where no body is shown', async () => {
    const parameters = [
      {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer' },
        examples: { few: { value: 5 }, many: { value: 500 } },
      },
      { name: 'sort', in: 'query', schema: { type: 'string' }, example: 'up' },
    ]

    const found = await examples({ parameters }, { method: 'get' })

    expect(found.map(({ name, draft }) => [name, draft.query])).toEqual([
      ['parameters', { limit: 5, sort: 'up' }],
      ['parameters-2', { limit: 500, sort: 'up' }],
    ])
  })

  it.each<[string, JsonObject, Where]>([
    ['nothing is shown', { parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }] }, {}],
    ['only a key is shown', { parameters: [key] }, {}],
    [
      'a required body is not shown',
      {
        parameters: [{ name: 'q', in: 'query', schema: {}, example: 1 }],
        requestBody: { required: true, content: { 'application/json': {} } },
      },
      {},
    ],
  ])('are none where %s', async (_, operation, where) => {
    expect(await examples(operation, where)).toEqual([])
  })

  it('give a required parameter without an example the plainest value', async () => {
    const parameters = [
      { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 7 } },
      { name: 'q', in: 'query', schema: { type: 'string' }, example: 'x' },
    ]

    const [found] = await examples({ parameters }, { path: '/a/{id}', method: 'get' })

    expect(found?.draft.path).toEqual({ id: 7 })
  })

  it('never reuse a key', async () => {
    const content = { 'application/json': { examples: { a: { value: 1 }, b: { value: 2 } } } }
    const operation = { parameters: [key], requestBody: { content } }

    const keys = (await examples(operation)).map(({ draft }) => draft.header['Idempotency-Key'])

    expect(new Set([...keys, 'reused']).size).toBe(3)
    expect((await examples(operation)).map(({ draft }) => draft.header['Idempotency-Key'])).toEqual(keys)
    expect(
      (await examples(operation, {}, { seed: 2 })).map(({ draft }) => draft.header['Idempotency-Key']),
    ).not.toEqual(keys)
  })

  it('say why they break the contract', async () => {
    const operation = {
      parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' }, example: 'many' }],
      requestBody: { content: { 'application/json': { schema: { type: 'object' }, examples: { a: { value: 3 } } } } },
    }
    const isValid: ExampleOptions['isValid'] = (_pointer, side, value) =>
      side === 'request' && typeof value === 'object' ? undefined : `${JSON.stringify(value)} is wrong`

    const [both] = await examples(operation, {}, { isValid })
    const [bodyOnly] = await examples({ requestBody: operation.requestBody }, {}, { isValid })

    expect(both?.violates).toBe('query parameter limit: "many" is wrong')
    expect(bodyOnly?.violates).toBe('body: 3 is wrong')
  })

  it('leave out what only responses have, where the schema shows itself', async () => {
    const components = { schemas: { Id: { type: 'integer', readOnly: true } } }
    const schema = {
      allOf: [{ type: 'object', properties: { id: { $ref: '#/components/schemas/Id' }, name: { type: 'string' } } }],
      example: { id: 1, name: 'x', other: true },
    }

    const [found] = await examples({ requestBody: { content: { 'application/json': { schema } } } }, { components })

    expect(found?.draft.body).toMatchObject({ value: { name: 'x', other: true } })
    expect(found?.draft.body).not.toMatchObject({ value: { id: 1 } })
  })

  it('are sent as text where the example is the text', async () => {
    const content = { 'application/xml': { schema: { type: 'object' }, example: '<a/>' } }

    const [found] = await examples({ requestBody: { content } })

    expect(found?.draft.body).toEqual({ kind: 'raw', contentType: 'application/xml', content: '<a/>' })
  })

  it('break the contract where they are a multipart text without its boundary', async () => {
    const content = { 'multipart/form-data': { schema: {}, example: 'a=b' } }

    const [found] = await examples({ requestBody: { content } })

    expect(found?.violates).toBe('body: a text, which names no boundary between the parts')
  })

  it('have names of their own', async () => {
    const media = { examples: { a: { value: 1 } } }

    const found = await examples({
      requestBody: { content: { 'application/json': media, 'application/hal+json': media } },
    })

    expect(found.map(({ name }) => name)).toEqual(['a', 'a (application/hal+json)'])
  })
})
