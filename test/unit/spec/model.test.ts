import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadContract } from '../../../spec/load.ts'
import { responseFor } from '../../../spec/model.ts'
import { load } from './temporary-documents.ts'

const pets = await loadContract(fileURLToPath(new URL('../../corpus/documents/petstore-3.0.yaml', import.meta.url)))
const [getPet, createPet] = pets.operations

describe('the contract', () => {
  it('has title, version, dialect and servers with their variables filled in', () => {
    const { title, version, openapi, dialect, servers, warnings } = pets

    expect({ title, version, openapi, dialect, servers, warnings }).toEqual({
      title: 'Pets',
      version: '1.2.0',
      openapi: '3.0.3',
      dialect: 'oas-3.0',
      servers: [{ url: 'https://eu.example.com/v1', description: 'By region' }],
      warnings: ['#/paths/~1pets~1{petId}/get/responses: must NOT have additional properties (4xx)'],
    })
  })

  it('survives a structured clone', () => {
    expect(structuredClone(pets)).toEqual(pets)
  })
})

describe('an operation', () => {
  it('is called as declared, else by method and path', () => {
    expect(pets.operations.map((operation) => operation.operationId)).toEqual(['getPet', 'post /pets/{petId}'])
  })

  it('has the nearest servers', () => {
    expect(getPet?.servers).toEqual([{ url: 'https://pets.example.com' }])
    expect(createPet?.servers).toEqual([{ url: '/local' }])
  })

  it('has its own security, which may be none', async () => {
    const { operations } = await load(`openapi: 3.0.3
info: { title: T, version: '1' }
security: [{ key: [] }, { oauth: [read], basic: [] }, {}, { unknown: [] }]
paths: { /a: { get: { responses: { 200: { description: Fine. } } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key }, oauth: { type: oauth2, flows: {} }, basic: { type: http, scheme: Basic } } }
`)

    expect(getPet?.security).toEqual([[{ name: 'bearer', kind: 'bearer', scopes: [] }]])
    expect(createPet?.security).toEqual([])
    expect(operations[0]?.security).toEqual([
      [{ name: 'key', kind: 'api-key', apiKey: { in: 'header', name: 'X-Key' }, scopes: [] }],
      [
        { name: 'oauth', kind: 'oauth2', scopes: ['read'] },
        { name: 'basic', kind: 'basic', scopes: [] },
      ],
      [],
      [{ name: 'unknown', kind: 'other', scopes: [] }],
    ])
  })

  it('points to where it stands', () => {
    expect(getPet?.pointer).toBe('#/paths/~1pets~1{petId}/get')
  })
})

describe('parameters', () => {
  it('are those of the path item, replaced by name and place, without the headers that the standard ignores', () => {
    expect(getPet?.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)).toEqual([
      'path petId',
      'query verbose',
      'header X-Trace',
      'query filter',
      'query ids',
      'query where',
      'cookie session',
    ])
    expect(getPet?.parameters[1]).toMatchObject({
      required: true,
      deprecated: true,
      allowEmptyValue: true,
      description: 'From the operation',
    })
  })

  it.each([
    ['petId', { required: true, style: 'simple', explode: false, schema: '#/components/parameters/petId/schema' }],
    ['X-Trace', { required: false, style: 'simple', explode: false }],
    ['filter', { style: 'deepObject', explode: false }],
    ['ids', { style: 'pipeDelimited', explode: false, allowReserved: true }],
    ['where', { style: 'form', explode: true, mediaType: 'application/json' }],
    ['session', { in: 'cookie', style: 'form', explode: true }],
  ])('have the defaults of the standard: %s', (name, expected) => {
    expect(getPet?.parameters.find((parameter) => parameter.name === name)).toMatchObject(expected)
  })

  it('have the schema and example of their content', () => {
    const content = '#/paths/~1pets~1{petId}/get/parameters/3/content/application~1json'

    expect(getPet?.parameters.find((parameter) => parameter.name === 'where')).toMatchObject({
      schema: `${content}/schema`,
      examples: [{ name: 'example', value: { a: 1 }, pointer: `${content}/example` }],
    })
  })

  it('are added where only the path template names them', async () => {
    const { operations, warnings } = await load(`openapi: 3.1.0
info: { title: T, version: '1' }
paths: { '/a/{b}': { get: { responses: { 200: { description: Fine. } } } } }
`)

    expect(operations[0]?.parameters).toMatchObject([{ name: 'b', in: 'path', required: true, style: 'simple' }])
    expect(operations[0]?.parameters[0]).not.toHaveProperty('schema')
    expect(warnings).toEqual(['#/paths/~1a~1{b}/get: path parameter {b} is not declared'])
  })
})

describe('examples', () => {
  it('are named, with references followed and external ones left out', () => {
    expect(getPet?.responses[0]?.content[0]?.examples).toEqual([
      { name: 'tom', value: { name: 'Tom' }, pointer: '#/components/examples/Tom/value' },
      {
        name: 'none',
        value: null,
        pointer:
          '#/paths/~1pets~1{petId}/get/responses/200/content/application~1json; charset=utf-8/examples/none/value',
      },
    ])
  })

  it('are the schema’s own where there are no others', () => {
    expect(createPet?.requestBody?.content[0]?.examples).toEqual([
      { name: 'schema-example', value: { name: 'Any' }, pointer: '#/components/schemas/Pet/example' },
    ])
    expect(getPet?.parameters.at(-1)?.examples).toMatchObject([{ name: 'schema-example', value: 'abc' }])
  })
})

describe('bodies', () => {
  it('have media types as written, with their encoding', () => {
    expect(createPet?.requestBody).toMatchObject({
      required: true,
      pointer: '#/components/requestBodies/Pet',
      content: [
        {
          mediaType: 'multipart/form-data',
          encoding: {
            photo: { contentType: 'image/png', style: 'form', explode: true },
            tags: { allowReserved: true },
          },
        },
      ],
    })
    expect(getPet?.responses[0]?.content.map((content) => content.mediaType)).toEqual([
      'application/json; charset=utf-8',
      'application/xml',
    ])
  })
})

describe('responses', () => {
  it('have statuses and ranges in one spelling, and are found exactly, by range, or by default', () => {
    expect(getPet?.responses.map((response) => response.status)).toEqual(['200', '4XX', 'default'])
    const statuses = [200, 404, 500].map((status) => getPet && responseFor(getPet, status)?.description)
    expect(statuses).toEqual(['The pet.', 'Wrong.', 'Anything else.'])
  })

  it('have headers, also with small letters, but not Content-Type', () => {
    expect(getPet?.responses[0]?.headers).toMatchObject([
      { name: 'X-Rate', required: true },
      { name: 'x-count', required: false, schema: '#/components/headers/Count/schema' },
    ])
  })

  it('have links with references followed', () => {
    expect(getPet?.responses[0]?.links).toEqual({
      owner: { operationId: 'getPet', parameters: { petId: '$response.body#/owner' } },
    })
  })
})

describe('weird but common things', () => {
  it('do not keep a document from being loaded', async () => {
    const { operations, warnings } = await load(`openapi: 3.0.1
info: { title: null, version: 2 }
servers: null
tags: null
security: null
x-top: { $ref: '#/nowhere' }
paths:
  x-ext: { get: {} }
  pets: { get: { operationId: 7, tags: [a, null, 5], responses: null } }
  /nothing: null
  /empty: {}
  /query?a=b#c:
    x-ext: 1
    parameters: null
    get:
      operationId: twice
      security: [null, {}]
      parameters:
        - null
        - { name: old, in: query, type: string, enum: [a] }
        - { name: bare, in: query }
        - { name: body, in: body, schema: {} }
        - { in: query }
        - { name: e, in: query, schema: null, examples: null, required: 'true' }
        - { name: f, in: query, schema: {}, examples: { raw: 5, empty: {}, none: null } }
      requestBody: null
      responses:
        200: null
        2xx: { description: null, headers: null, content: null, links: { a: null } }
        201: { headers: { A: null, B: { type: integer } }, content: { application/json: null, text/plain: { schema: true, example: null } } }
        success: { description: No status. }
        x-ext: 5
    head: { operationId: twice }
`)

    expect(operations.map(({ operationId, path }) => `${operationId} ${path}`)).toEqual([
      '7 /pets',
      'twice /query?a=b#c',
      'head /query?a=b#c /query?a=b#c',
    ])
    const odd = operations[1]
    expect(
      odd?.parameters.map(({ name, required, schema, examples }) => [
        name,
        required,
        schema,
        examples.map((e) => e.value),
      ]),
    ).toEqual([
      ['old', false, '#/paths/~1query?a=b#c/get/parameters/1', []],
      ['bare', false, undefined, []],
      ['e', true, undefined, []],
      ['f', false, '#/paths/~1query?a=b#c/get/parameters/6/schema', [5]],
    ])
    expect(odd?.responses.map(({ status, content }) => [status, content.length])).toEqual([
      ['200', 0],
      ['201', 2],
      ['2XX', 0],
    ])
    expect(odd?.responses[1]?.headers[1]?.schema).toBe('#/paths/~1query?a=b#c/get/responses/201/headers/B')
    expect(odd?.security).toEqual([[]])
    expect(warnings.length).toBeGreaterThan(5)
  })

  it('may stand beside the reference of a path item', async () => {
    const { operations } = await load(`openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: { $ref: '#/components/pathItems/A', post: { responses: { 200: { description: Fine. } } } }
components: { pathItems: { A: { get: { responses: { 200: { description: Fine. } } } } } }
`)

    expect(operations.map(({ method, pointer }) => [method, pointer])).toEqual([
      ['post', '#/paths/~1a/post'],
      ['get', '#/components/pathItems/A/get'],
    ])
  })
})
