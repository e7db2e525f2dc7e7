import { describe, expect, it } from 'vitest'
import { noUndocumentedFields } from '../../../checks/no-undocumented-fields.ts'
import { contractOf } from './contract-from.ts'
import { codes, drafts, said } from './recorded.ts'

const titlesOf = async (
  schema: unknown,
  json: unknown,
  schemas: Record<string, unknown> = {},
): Promise<readonly string[]> =>
  said(noUndocumentedFields, await contractOf({ schema, schemas }), { json }).map(([title]) => title)

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` })
const a = { type: 'object', properties: { a: {} } }
const b = { type: 'object', properties: { b: {} } }

describe('no-undocumented-fields', () => {
  it('names the member and its place, with the members that there are', async () => {
    const schema = { type: 'object', properties: { list: { type: 'array', items: a } } }
    const contract = await contractOf({ schema })

    const found = drafts(noUndocumentedFields, contract, { json: { list: [{ a: 1 }, { a: 1, z: 2 }, { z: 3 }] } })

    expect(found).toMatchInlineSnapshot(`
      [
        {
          "actual": "2",
          "document": "#/paths/~1things/get/responses/200/content/application~1json/schema/properties/list/items",
          "expected": "one of the members a",
          "key": "/list/*/z",
          "message": "The response has the member "z" at /list/1, which the contract does not name.",
          "payload": "/list/1/z",
          "title": "/list/*/z is not documented",
        },
      ]
    `)
  })

  it.each<[string, unknown, unknown, readonly string[]]>([
    ['in a closed list of members', a, { a: 1, x: 1 }, ['/x is not documented']],
    ['in both parts of allOf', { allOf: [a, b] }, { a: 1, b: 1, x: 1 }, ['/x is not documented']],
    ['in any branch of anyOf', { anyOf: [a, b] }, { a: 1, b: 1, x: 1 }, ['/x is not documented']],
    ['beside a branch', { ...a, oneOf: [b] }, { a: 1, b: 1, x: 1 }, ['/x is not documented']],
    [
      'where branches only require',
      { ...a, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      { a: 1, x: 1 },
      ['/x is not documented'],
    ],
    ['in a nullable object', { ...a, type: ['object', 'null'] }, { x: 1 }, ['/x is not documented']],
    [
      'after an if',
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      { ...a, if: { properties: { c: { const: 1 } } }, then: { properties: { d: {} } } },
      { c: 1, d: 1, x: 1 },
      ['/x is not documented'],
    ],
    [
      'in items by position',
      { type: 'array', prefixItems: [a], items: b },
      [{ a: 1, b: 1 }, { b: 1 }],
      ['/*/b is not documented'],
    ],
    [
      'in the values of a map',
      { type: 'object', additionalProperties: a },
      { k: { x: 1 }, l: { x: 1 } },
      ['/*/x is not documented'],
    ],
  ])('reads what is documented %s', async (_what, schema, json, expected) => {
    expect(await titlesOf(schema, json)).toEqual(expected)
  })

  it.each<[string, unknown, unknown]>([
    ['a schema of anything', {}, { x: 1 }],
    ['an object without members listed', { type: 'object' }, { x: { y: 1 } }],
    ['additionalProperties: true', { ...a, additionalProperties: true }, { x: 1 }],
    ['additionalProperties with a schema', { ...a, additionalProperties: { type: 'integer' } }, { x: 1 }],
    ['patternProperties', { ...a, patternProperties: { '^x-': {} } }, { 'x-1': 1 }],
    ['a branch of anything', { anyOf: [a, {}] }, { x: 1 }],
    ['a branch of any object', { oneOf: [a, { type: 'object' }] }, { x: 1 }],
    ['no objects at all', { type: 'array', items: { type: 'string' } }, ['x']],
  ])('asks nothing of %s', async (_what, schema, json) => {
    expect(await titlesOf(schema, json)).toEqual([])
  })

  it('follows circular schemas', async () => {
    const schemas = { Node: { type: 'object', properties: { next: ref('Node') } } }

    expect(await titlesOf(ref('Node'), { next: { next: { x: 1 } } }, schemas)).toEqual([
      '/next/next/x is not documented',
    ])
  })

  it('reports at most ten members of a body', async () => {
    const json = Object.fromEntries(Array.from({ length: 30 }, (_none, index) => [`x${index}`, index]))

    expect(await titlesOf(a, json)).toHaveLength(10)
  })

  it('leaves a forbidden member to the schema', async () => {
    expect(codes(await contractOf({ schema: { ...a, additionalProperties: false } }), { json: { x: 1 } })).toEqual([
      'body-matches-schema',
    ])
  })

  it('knows the members of every problem', async () => {
    const mediaType = 'application/problem+json'
    const contract = await contractOf({
      schema: { type: 'object', properties: { title: {} } },
      mediaType,
      status: '400',
    })

    expect(
      codes(contract, { status: 400, contentType: mediaType, json: { title: 'x', status: 400, instance: '/x' } }),
    ).toEqual([])
    expect(codes(contract, { status: 400, contentType: mediaType, json: { title: 'x', traceId: 'y' } })).toEqual([
      'no-undocumented-fields',
    ])
  })

  it('does not take an inherited name for documented', async () => {
    expect(await titlesOf(a, { a: 1, constructor: 1 })).toEqual(['/constructor is not documented'])
  })
})
