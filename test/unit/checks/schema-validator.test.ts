import { describe, expect, it } from 'vitest'
import { validatorFor, type SchemaValidator } from '../../../checks/schema-validator.ts'
import { contractOf } from './contract-from.ts'

const DATA = '#/paths/~1things/get/responses/200/content/application~1json/schema'

async function validatorOf(schema: unknown, schemas: Record<string, unknown> = {}): Promise<SchemaValidator> {
  return validatorFor(await contractOf({ schema, schemas }), DATA, 'response')
}

async function verdicts(schema: unknown, values: readonly unknown[], schemas = {}): Promise<readonly boolean[]> {
  const validator = await validatorOf(schema, schemas)
  // JSON literals of the tests below.
  return values.map((value) => validator.accepts(value as never))
}

describe('The schema validator', () => {
  it('is made once for one schema', async () => {
    const contract = await contractOf({ schema: { type: 'string' } })

    expect(validatorFor(contract, DATA, 'response')).toBe(validatorFor(contract, DATA, 'response'))
  })

  it('judges multiples by decimal digits', async () => {
    const amounts = [19.99, 0.07, 1.1, 999_999_999.99, 1e21, 0.001, 5e-7, 3]

    expect(await verdicts({ multipleOf: 0.01 }, amounts)).toEqual([true, true, true, true, true, false, false, true])
    expect(await verdicts({ multipleOf: 3 }, [9, 10, 0, -3, 4.5])).toEqual([true, false, true, true, false])
  })

  it('counts strings in code points', async () => {
    expect(await verdicts({ type: 'string', maxLength: 2 }, ['👍👍', '👍👍👍'])).toEqual([true, false])
  })

  it('does not take inherited names for members', async () => {
    const schema = { type: 'object', required: ['constructor'], properties: { toString: { type: 'string' } } }

    expect(await verdicts(schema, [{}, { constructor: 1 }, { constructor: 1, toString: 2 }])).toEqual([
      false,
      true,
      false,
    ])
  })

  it('reads a pattern that the u flag forbids', async () => {
    expect(await verdicts({ type: 'string', pattern: '^[\\w-\\.]+$' }, ['a-b.c', 'a b'])).toEqual([true, false])
  })

  it('lets keywords of an impossible shape say nothing', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', required: true, minLength: 'three', enum: [] } },
    }

    expect(await verdicts(schema, [{ a: 'x' }, {}, { a: 1 }])).toEqual([true, true, false])
  })

  it('follows circular schemas as deep as the value goes', async () => {
    const schemas = {
      Node: { type: 'object', properties: { next: { $ref: '#/components/schemas/Node' }, n: { type: 'integer' } } },
    }
    const schema = { $ref: '#/components/schemas/Node' }

    expect(await verdicts(schema, [{ next: { next: { n: 1 } } }, { next: { next: { n: 'x' } } }], schemas)).toEqual([
      true,
      false,
    ])
  })

  it('takes an overlap of oneOf for the contract’s affair', async () => {
    const schema = { oneOf: [{ type: 'string' }, { type: 'string', format: 'date' }, { type: 'integer' }] }

    expect(await verdicts(schema, ['2026-01-01', 'x', 1, null])).toEqual([true, true, true, false])
  })

  it('keeps oneOf exact under not', async () => {
    const schema = { not: { oneOf: [{ type: 'string' }, { minLength: 3 }] } }

    expect(await verdicts(schema, ['abc', 'a', 1])).toEqual([true, false, false])
  })

  it('sees through references for unevaluatedProperties', async () => {
    const schemas = {
      Base: { type: 'object', properties: { id: { type: 'integer' } } },
      Cat: { type: 'object', required: ['lives'], properties: { kind: { const: 'cat' }, lives: { type: 'integer' } } },
      Dog: {
        type: 'object',
        required: ['tricks'],
        properties: { kind: { const: 'dog' }, tricks: { type: 'integer' } },
      },
    }
    const schema = {
      allOf: [{ $ref: '#/components/schemas/Base' }],
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
      discriminator: { propertyName: 'kind' },
      unevaluatedProperties: false,
    }
    const values = [
      { id: 1, kind: 'cat', lives: 9 },
      { id: 1, kind: 'cat', lives: 9, tricks: 1 },
      { id: 1, kind: 'dog', tricks: 1 },
      { id: 'x', kind: 'dog', tricks: 1 },
    ]

    expect(await verdicts(schema, values, schemas)).toEqual([true, false, true, false])
  })

  it('lets unevaluatedProperties say nothing beside conditions, which ajv does not follow', async () => {
    const schema = { type: 'object', if: { properties: { a: {} } }, unevaluatedProperties: false, required: ['a'] }

    expect(await verdicts(schema, [{ a: 1 }, { a: 1, b: 1 }, {}])).toEqual([true, true, false])
  })

  it('reads unevaluatedItems where nothing else evaluates items', async () => {
    const schema = { type: 'array', prefixItems: [{ type: 'string' }], unevaluatedItems: false }

    expect(await verdicts(schema, [['a'], ['a', 1]])).toEqual([true, false])
  })

  it('counts what every branch that fits evaluates', async () => {
    const anyOf = [{ properties: { a: { type: 'integer' } } }, { properties: { b: { type: 'integer' } } }]
    const schema = { type: 'object', anyOf, unevaluatedProperties: false }

    expect(
      await verdicts(schema, [
        { a: 1, b: 1 },
        { a: 1, c: 1 },
        { a: 1, b: 'x' },
      ]),
    ).toEqual([true, false, false])
  })

  it('reads the keywords of 2020-12', async () => {
    expect(
      await verdicts({ prefixItems: [{ type: 'string' }], items: { type: 'integer' } }, [['a', 1], ['a', 'b'], [1]]),
    ).toEqual([true, false, false])
    expect(
      await verdicts({ contains: { type: 'integer' }, minContains: 2 }, [
        [1, 2],
        [1, 'a'],
      ]),
    ).toEqual([true, false])
    expect(await verdicts({ dependentRequired: { a: ['b'] } }, [{ a: 1, b: 1 }, { a: 1 }, {}])).toEqual([
      true,
      false,
      true,
    ])
    expect(await verdicts({ propertyNames: { maxLength: 2 } }, [{ ab: 1 }, { abc: 1 }])).toEqual([true, false])
    expect(
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      await verdicts({ if: { required: ['a'] }, then: { required: ['b'] }, else: { required: ['c'] } }, [
        { a: 1, b: 1 },
        { a: 1 },
        { c: 1 },
      ]),
    ).toEqual([true, false, true])
  })

  it('says where each broken keyword stands, in the value and in the contract', async () => {
    const schemas = { Name: { type: 'string', minLength: 2 } }
    const validator = await validatorOf(
      { type: 'object', properties: { names: { type: 'array', items: { $ref: '#/components/schemas/Name' } } } },
      schemas,
    )

    const broken = validator.brokenKeywords({ names: ['ab', 'c', 4] })

    expect(
      broken.map(({ keyword, payload, schema }) => [keyword, payload, schema && validator.view.pointerOf(schema)]),
    ).toEqual([
      ['minLength', '/names/1', '#/components/schemas/Name'],
      ['type', '/names/2', '#/components/schemas/Name'],
    ])
  })
})

describe('A discriminator', () => {
  const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` })
  const schemas = {
    Cat: {
      type: 'object',
      required: ['kind', 'lives'],
      properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
    },
    Dog: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' }, lives: { type: 'string' } } },
  }
  const oneOf = [ref('Cat'), ref('Dog')]

  it('chooses the branch by the name of the schema', async () => {
    const values = [
      { kind: 'Cat', lives: 9 },
      { kind: 'Cat', lives: 'nine' },
      { kind: 'Dog', lives: 'one' },
      { kind: 'Cow', lives: 1 },
    ]

    expect(await verdicts({ oneOf, discriminator: { propertyName: 'kind' } }, values, schemas)).toEqual([
      true,
      false,
      true,
      false,
    ])
  })

  it('chooses the branch by the mapping', async () => {
    const mapping = { c: '#/components/schemas/Cat', d: '#/components/schemas/Dog' }
    const values = [
      { kind: 'c', lives: 9 },
      { kind: 'd', lives: 'x' },
      { kind: 'd', lives: 9 },
    ]

    expect(await verdicts({ oneOf, discriminator: { propertyName: 'kind', mapping } }, values, schemas)).toEqual([
      true,
      true,
      false,
    ])
  })

  it('works on anyOf', async () => {
    const schema = { anyOf: oneOf, discriminator: { propertyName: 'kind' } }

    expect(
      await verdicts(
        schema,
        [
          { kind: 'Dog', lives: 'x' },
          { kind: 'Cat', lives: 'x' },
        ],
        schemas,
      ),
    ).toEqual([true, false])
  })

  it('believes the values that the branches fix where no mapping names them', async () => {
    const fixed = {
      Cat: { type: 'object', properties: { kind: { const: 'cat' }, lives: { type: 'integer' } } },
      Dog: { type: 'object', properties: { kind: { enum: ['dog', 'puppy'] }, lives: { type: 'string' } } },
    }
    const values = [
      { kind: 'cat', lives: 1 },
      { kind: 'puppy', lives: 'x' },
      { kind: 'puppy', lives: 1 },
      { kind: 'cow' },
    ]

    expect(await verdicts({ oneOf, discriminator: { propertyName: 'kind' } }, values, fixed)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('leaves a value without a tag to the branches', async () => {
    const lax = {
      Cat: { type: 'object', properties: { lives: { type: 'integer' } } },
      Dog: { type: 'object', required: ['kind'] },
    }
    const schema = { oneOf, discriminator: { propertyName: 'kind' } }

    expect(await verdicts(schema, [{ lives: 1 }, { lives: 'x' }, 'x', null], lax)).toEqual([true, false, false, false])
    expect(await verdicts(schema, [{ lives: 1 }], schemas)).toEqual([false])
  })
})
