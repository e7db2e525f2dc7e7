import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../core/json.ts'
import { type SchemaView, schemaView, type Side } from '../../../spec/schema-view.ts'
import { documentWith, load } from './temporary-documents.ts'

/** The view of a schema given in one line of YAML, or of the body that refers to `components.schemas`. */
async function viewOf(
  schema: string,
  { side = 'request', openapi = '3.1.0', schemas = '{}' }: { side?: Side; openapi?: string; schemas?: string } = {},
): Promise<SchemaView> {
  const contract = await load(documentWith(schema, { openapi, components: `{ schemas: ${schemas} }` }))
  return schemaView(contract, contract.operations[0]?.requestBody?.content[0]?.schema as string, side)
}

async function normalForm(...question: Parameters<typeof viewOf>): Promise<Json> {
  return (await viewOf(...question)).schema
}

function accepts({ schema }: SchemaView, value: Json): boolean {
  return new Ajv2020({ strict: false }).compile(schema)(value)
}

describe('the sides of the wire', () => {
  const account = `{ type: object, additionalProperties: false, required: [id, name, secret],
    properties: { id: { type: string, readOnly: true }, name: { type: string }, secret: { type: string, writeOnly: true } } }`

  it('drops what is read only from a request, also from what is required', async () => {
    expect(await normalForm(account)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['name', 'secret'],
      properties: { name: { type: 'string' }, secret: { type: 'string', writeOnly: true } },
    })
  })

  it('drops what is write only from a response, also from what is required', async () => {
    expect(await normalForm(account, { side: 'response' })).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['id', 'name'],
      properties: { id: { type: 'string', readOnly: true }, name: { type: 'string' } },
    })
  })

  it('sees a flag behind a $ref and in a wrapping allOf', async () => {
    const form = await normalForm(
      "{ required: [a, b, c], properties: { a: { $ref: '#/components/schemas/Id' }, b: { allOf: [{ $ref: '#/components/schemas/Id' }] }, c: { $ref: '#/components/schemas/Id', readOnly: false } } }",
      { schemas: '{ Id: { type: string, readOnly: true } }' },
    )

    expect(form).toEqual({ properties: {} })
  })

  it('drops the name from what another part of an allOf requires, and only there', async () => {
    const view = await viewOf(
      "{ allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { id: { readOnly: true } } }] }",
      {
        schemas: '{ Base: { type: object, required: [id, name] } }',
      },
    )

    expect(accepts(view, { name: 'x' })).toBe(true)
    expect(accepts(view, {})).toBe(false)
  })

  it('keeps the demand where the part stands alone', async () => {
    const form = await normalForm(
      "{ properties: { whole: { allOf: [{ $ref: '#/components/schemas/Base' }, { properties: { id: { readOnly: true } } }] }, part: { $ref: '#/components/schemas/Base' } } }",
      { schemas: '{ Base: { type: object, required: [id, name] } }' },
    )

    expect(form).toEqual({
      properties: {
        whole: { allOf: [{ $ref: '#/$defs/Base.part' }, { properties: {} }] },
        part: { $ref: '#/$defs/Base' },
      },
      $defs: {
        'Base.part': { type: 'object', required: ['name'] },
        Base: { type: 'object', required: ['id', 'name'] },
      },
    })
  })
})

describe('the dialects', () => {
  it('reads OpenAPI 3.0: nullable, exclusive flags, and nothing beside a $ref', async () => {
    const form = await normalForm(
      "{ type: object, properties: { a: { type: string, nullable: true }, b: { type: number, minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false }, c: { $ref: '#/components/schemas/C', maxLength: 1, description: ignored } } }",
      { openapi: '3.0.3', schemas: '{ C: { type: string } }' },
    )

    expect(form).toEqual({
      type: 'object',
      properties: {
        a: { type: ['string', 'null'] },
        b: { type: 'number', exclusiveMinimum: 0, maximum: 9 },
        c: { $ref: '#/$defs/C' },
      },
      $defs: { C: { type: 'string' } },
    })
  })

  it('reads OpenAPI 3.1: what stands beside a $ref counts', async () => {
    const form = await normalForm("{ $ref: '#/components/schemas/C', maxLength: 1 }", {
      schemas: '{ C: { type: string } }',
    })

    expect(form).toEqual({ $ref: '#/$defs/C', maxLength: 1, $defs: { C: { type: 'string' } } })
  })

  it.each(['3.0.3', '3.1.0'])('takes either spelling of exclusive bounds in %s', async (openapi) => {
    const form = await normalForm(
      '{ allOf: [{ minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 2 }, { maximum: 9, exclusiveMaximum: 8 }] }',
      { openapi },
    )

    expect(form).toEqual({
      allOf: [{ exclusiveMinimum: 1 }, { exclusiveMinimum: 2 }, { maximum: 9, exclusiveMaximum: 8 }],
    })
  })

  it('sends null only where nullable surely allows it, but understands it wherever it was meant', async () => {
    const nullables = `{ properties: {
      plain: { type: string, nullable: true },
      listed: { type: string, nullable: true, enum: [a] },
      wrapped: { nullable: true, allOf: [{ $ref: '#/components/schemas/C' }] },
      referred: { $ref: '#/components/schemas/C', nullable: true } } }`
    const options = { openapi: '3.0.3', schemas: '{ C: { type: object } }' } as const

    const request = await viewOf(nullables, { ...options, side: 'request' })
    const response = await viewOf(nullables, { ...options, side: 'response' })

    const names = ['plain', 'listed', 'wrapped', 'referred']
    expect(names.filter((name) => accepts(request, { [name]: null }))).toEqual(['plain'])
    expect(names.filter((name) => accepts(response, { [name]: null }))).toEqual(names)
  })

  it('reads the older spellings of item lists and dependencies', async () => {
    const form = await normalForm(
      '{ items: [{ type: string }], additionalItems: false, dependencies: { a: [b], c: { required: [d] } } }',
    )

    expect(form).toEqual({
      prefixItems: [{ type: 'string' }],
      items: false,
      dependentRequired: { a: ['b'] },
      dependentSchemas: { c: { required: ['d'] } },
    })
  })
})

describe('what is no JSON Schema', () => {
  it.each([
    ['an unknown type', '{ type: intger }', {}],
    ['a type in capitals', '{ type: String }', { type: 'string' }],
    ['a type list with an unknown one', '{ type: [string, any] }', { type: ['string'] }],
    ['a file', '{ type: file }', { type: 'string', format: 'binary' }],
    ['required as a flag', '{ required: true, type: string }', { type: 'string' }],
    ['required that repeats', '{ required: [a, a, 1] }', { required: ['a'] }],
    ['an empty enum', '{ enum: [] }', {}],
    ['an enum that is none', '{ enum: a }', {}],
    ['numbers in an enum of texts', '{ type: string, enum: [1, 2.5, a] }', { type: 'string', enum: ['1', '2.5', 'a'] }],
    ['texts in an enum of numbers', "{ type: integer, enum: ['1', '2'] }", { type: 'integer', enum: [1, 2] }],
    ['a type that no value of the enum has', '{ type: object, enum: [a, b] }', { enum: ['a', 'b'] }],
    ['a pattern that is no text', '{ pattern: 5 }', {}],
    ['a pattern that does not compile', "{ pattern: '(' }", {}],
    ['a pattern with needless escapes', "{ pattern: '^[\\w-.]+\\@x\\-y$' }", { pattern: '^[\\w\\-.]+@x-y$' }],
    ['a pattern between slashes', "{ pattern: '/^a$/' }", { pattern: '^a$' }],
    ['a negative length', '{ minLength: -1, maxLength: 1.5 }', {}],
    ['a bound as text', "{ minimum: '5', maximum: many }", { minimum: 5 }],
    ['a bound that is no number', '{ minimum: .nan, maximum: .inf }', {}],
    ['a multiple of nothing', '{ multipleOf: 0 }', {}],
    [
      'properties without schemas',
      '{ properties: { a: null, b: text, c: true } }',
      { properties: { a: true, b: true, c: true } },
    ],
    ['null properties', '{ properties: null, items: null, allOf: null }', {}],
    ['empty choices', '{ allOf: [], anyOf: [], oneOf: [] }', {}],
    ['one schema where a list belongs', '{ allOf: { type: string } }', { allOf: [{ type: 'string' }] }],
    ['a format that is no text', '{ format: [date] }', {}],
    ['identifiers', '{ $id: x, $schema: y, $anchor: z, $comment: c, x-own: 1, type: string }', { type: 'string' }],
  ])('is repaired or left out: %s', async (_title, schema, expected) => {
    expect(await normalForm(schema)).toEqual(expected)
  })

  it('keeps what generators and readers can use', async () => {
    const annotations = {
      title: 'T',
      description: 'D',
      format: 'date',
      example: { $ref: '#/data' },
      examples: [1],
      default: null,
      deprecated: true,
      contentMediaType: 'text/plain',
      const: 5,
    }

    expect(await normalForm(JSON.stringify(annotations))).toEqual(annotations)
  })

  it.each([true, false])('keeps the boolean schema %s', async (schema) => {
    expect(await normalForm(String(schema))).toBe(schema)
  })
})

describe('references', () => {
  it('makes one definition of each target and keeps recursion', async () => {
    const form = await normalForm("{ type: array, items: { $ref: '#/components/schemas/Node' } }", {
      schemas:
        "{ Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' }, tag: { $ref: '#/components/schemas/Tag' } } }, Tag: { type: string } }",
    })

    expect(form).toEqual({
      type: 'array',
      items: { $ref: '#/$defs/Node' },
      $defs: {
        Node: { type: 'object', properties: { next: { $ref: '#/$defs/Node' }, tag: { $ref: '#/$defs/Tag' } } },
        Tag: { type: 'string' },
      },
    })
  })

  it('stands for what the root refers to', async () => {
    const form = await normalForm("{ $ref: '#/components/schemas/A' }", {
      schemas: "{ A: { $ref: '#/components/schemas/B' }, B: { type: string } }",
    })

    expect(form).toEqual({ type: 'string' })
  })

  it('cuts circles that would never end', async () => {
    const view = await viewOf("{ $ref: '#/components/schemas/A' }", {
      schemas: `{ A: { allOf: [{ $ref: '#/components/schemas/B' }, { required: [a] }] }, B: { allOf: [{ $ref: '#/components/schemas/A' }, { required: [b] }] },
        C: { $ref: '#/components/schemas/C' } }`,
    })

    expect(accepts(view, {})).toBe(false)
    expect(accepts(view, { a: 1, b: 1 })).toBe(true)
  })

  it.each([
    ["{ $ref: '#/components/schemas/Self' }", '{ Self: { $ref: "#/components/schemas/Self" } }'],
    [
      "{ $ref: '#/components/schemas/Choice' }",
      '{ Choice: { anyOf: [{ $ref: "#/components/schemas/Choice" }, { type: string }] } }',
    ],
    ["{ $ref: '#/components/schemas/Not' }", '{ Not: { not: { $ref: "#/components/schemas/Not" }, type: string } }'],
    [
      "{ $ref: '#/components/schemas/If' }",
      '{ If: { if: { $ref: "#/components/schemas/If" }, then: { type: number }, type: string } }',
    ],
    [
      "{ $ref: '#/components/schemas/X' }",
      '{ X: { oneOf: [{ $ref: "#/components/schemas/Y" }, { type: string }] }, Y: { anyOf: [{ $ref: "#/components/schemas/X" }, { type: "null" }] } }',
    ],
  ])('ends on %s', async (schema, schemas) => {
    const view = await viewOf(schema, { schemas })

    expect(accepts(view, 'text')).toBe(true)
  })

  it.each([
    ["'#/components/schemas/Outer/properties/inner'", '{ Outer: { properties: { inner: { type: string } } } }'],
    [
      "'#/components/schemas/Via/properties/inner'",
      '{ Outer: { properties: { inner: { type: string } } }, Via: { $ref: "#/components/schemas/Outer" } }',
    ],
    ["'#/components/schemas/Odd~1name%20here'", '{ "Odd/name here": { type: string } }'],
    ["'#/definitions/Old'", '{ Old: { type: string } }'],
    ["'#named'", '{ A: { $anchor: named, type: string } }'],
    ["'https://example.com/a'", '{ A: { $id: "https://example.com/a", type: string } }'],
    ["'https://example.com/a#/$defs/x'", '{ A: { $id: "https://example.com/a", $defs: { x: { type: string } } } }'],
  ])('follows %s', async (reference, schemas) => {
    expect(await normalForm(`{ $ref: ${reference} }`, { schemas })).toEqual({ type: 'string' })
  })

  it('reads a $dynamicRef as the anchor it names, and drops one that names none', async () => {
    const form = await normalForm("{ allOf: [{ $dynamicRef: '#node' }, { $dynamicRef: '#none', maxLength: 1 }] }", {
      schemas: '{ A: { $dynamicAnchor: node, type: string } }',
    })

    expect(form).toEqual({ allOf: [{ $ref: '#/$defs/A' }, { maxLength: 1 }], $defs: { A: { type: 'string' } } })
  })

  it('gives schemas of the same name names of their own', async () => {
    const contract = await load({
      'api.yaml': documentWith(
        "{ properties: { a: { $ref: '#/components/schemas/Thing' }, b: { $ref: 'other.yaml#/Thing' } } }",
        {
          components: '{ schemas: { Thing: { type: string } } }',
        },
      ),
      'other.yaml': 'Thing: { type: number }\n',
    })

    const { schema } = schemaView(
      contract,
      '#/paths/~1things/post/requestBody/content/application~1json/schema',
      'request',
    )

    expect(schema).toEqual({
      properties: { a: { $ref: '#/$defs/Thing' }, b: { $ref: '#/$defs/Thing_2' } },
      $defs: { Thing: { type: 'string' }, Thing_2: { type: 'number' } },
    })
  })
})

describe('identity', () => {
  it('gives the same object for the same question, and shares parts between views', async () => {
    const contract = await load(documentWith('{ type: object, properties: { a: { type: string } } }'))
    const pointer = '#/paths/~1things/post/requestBody/content/application~1json/schema'

    expect(schemaView(contract, pointer, 'request')).toBe(schemaView(contract, pointer, 'request'))
  })

  it('keeps what YAML aliases share shared, however often it is repeated', async () => {
    const levels = Array.from(
      { length: 18 },
      (_, level) =>
        `l${level}: &l${level} { type: object, properties: { ${level === 0 ? 'x: { type: string }' : `a: *l${level - 1}, b: *l${level - 1}`} } }`,
    )
    const contract = await load(
      `x-levels: { ${levels.join(', ')} }\n${documentWith('*l17')}`
        .replace('&schema *l17', '*l17')
        .replace('*schema', '*l17'),
    )

    const { schema } = schemaView(
      contract,
      contract.operations[0]?.requestBody?.content[0]?.schema as string,
      'request',
    )

    const { properties } = schema as { properties: { a: object; b: object } }
    expect(properties.a).toBe(properties.b)
  })

  it('says where each part stands in the document, beyond references too', async () => {
    const { schema, pointerOf } = await viewOf(
      "{ properties: { a: { $ref: '#/components/schemas/A' } }, allOf: [{ minProperties: 1 }] }",
      {
        schemas: '{ A: { items: { type: string } } }',
      },
    )

    const form = schema as unknown as {
      readonly properties: { readonly a: object }
      readonly allOf: readonly [object]
      readonly $defs: { readonly A: { readonly items: object } }
    }
    const body = '#/paths/~1things/post/requestBody/content/application~1json/schema'
    expect(pointerOf(form)).toBe(body)
    expect(pointerOf(form.properties.a)).toBe(`${body}/properties/a`)
    expect(pointerOf(form.allOf[0])).toBe(`${body}/allOf/0`)
    expect(pointerOf(form.$defs.A)).toBe('#/components/schemas/A')
    expect(pointerOf(form.$defs.A.items)).toBe('#/components/schemas/A/items')
    expect(pointerOf({})).toBeUndefined()
  })
})
