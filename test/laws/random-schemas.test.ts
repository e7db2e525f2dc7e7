import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../core/json.ts'
import { deriveSeed } from '../../core/seed.ts'
import { draw } from '../../generators/draw.ts'
import { arbitraryFromSchema, GenerationFailed } from '../../generators/from-schema.ts'
import { independentValidator } from './independent-validator.ts'

const SCHEMAS = 250
const VALUES = 10

const name = fc.constantFrom('a', 'b', 'c', 'd')
const few = fc.integer({ min: 0, max: 3 })
const datum = fc.constantFrom<Json>(null, true, -1, 0, 2, 5, '', 'a', 'xyz', [], [1], {}, { a: 1 })
const names = fc.uniqueArray(name, { maxLength: 2 })

/** At most so many of the keywords, so that most schemas have values. */
function someOf(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>, most: number): fc.Arbitrary<JsonObject> {
  return fc
    .subarray(Object.keys(keywords), { minLength: 1, maxLength: most })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((keyword) => [keyword, keywords[keyword] as fc.Arbitrary<unknown>]))),
    ) as fc.Arbitrary<JsonObject>
}

const { schema: randomSchema } = fc.letrec<{ readonly schema: JsonObject | boolean }>((tie) => {
  const schema = tie('schema')
  const list = fc.array(schema, { minLength: 1, maxLength: 3 })
  const map = fc.dictionary(name, schema, { maxKeys: 3 })
  const scalar = someOf(
    {
      type: fc.constantFrom<Json>(
        'integer',
        'number',
        'string',
        'boolean',
        'null',
        ['integer', 'string'],
        ['object', 'null'],
      ),
      enum: fc.array(datum, { minLength: 1, maxLength: 4 }),
      const: datum,
      minimum: fc.constantFrom(-3, 0, 1.5),
      exclusiveMaximum: fc.constantFrom(4, 3.5),
      multipleOf: fc.constantFrom(2, 0.5, 3),
      minLength: few,
      maxLength: fc.integer({ min: 1, max: 6 }),
      pattern: fc.constantFrom('^a', 'b', '^[a-c]*$', '\\d'),
    },
    3,
  )
  const container = someOf(
    {
      type: fc.constantFrom<Json>('object', 'array', ['object', 'array']),
      properties: map,
      required: names,
      additionalProperties: schema,
      patternProperties: fc.dictionary(fc.constantFrom('^a', '^[cd]$'), schema, { maxKeys: 2 }),
      propertyNames: fc.constantFrom({ maxLength: 3 }, { pattern: '^[a-c]' }),
      minProperties: few,
      dependentRequired: fc.constantFrom({ a: ['b'] }, { b: ['c'], c: ['d'] }),
      dependentSchemas: fc.dictionary(name, schema, { maxKeys: 1 }),
      items: schema,
      prefixItems: list,
      contains: schema,
      minItems: few,
      maxItems: few,
      uniqueItems: fc.boolean(),
      unevaluatedProperties: schema,
      unevaluatedItems: schema,
    },
    4,
  )
  const combination = someOf(
    { allOf: list, anyOf: list, oneOf: list, not: schema, if: schema, then: schema, else: schema, properties: map },
    3,
  )
  return {
    schema: fc.oneof(
      { maxDepth: 3 },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 3, arbitrary: scalar },
      { weight: 5, arbitrary: container },
      { weight: 3, arbitrary: combination },
    ),
  }
})

describe('schemas made at random', () => {
  it('yield valid values that shrink to valid values, or an explanation', async () => {
    const invalid: unknown[] = []
    let satisfied = 0

    for (let i = 0; i < SCHEMAS; i++) {
      const schema = draw(randomSchema, deriveSeed(1, i)).value
      const values = valuesOf(schema)
      if (values.length > 0) satisfied++
      const isValid = await independentValidator(schema)
      invalid.push(...values.filter((value) => !isValid(value)).map((value) => ({ schema, value })))
    }

    expect(invalid).toEqual([])
    expect(satisfied).toBeGreaterThan(SCHEMAS / 2)
  })
})

/** None where the schema is explained to have none. Any other error is a fault. */
function valuesOf(schema: JsonObject | boolean): readonly Json[] {
  try {
    const values = arbitraryFromSchema(schema)
    return Array.from({ length: VALUES }, (_, seed) => draw(values, seed)).flatMap((drawn) => [
      drawn.value,
      ...Iterator.from(drawn.shrinks())
        .take(5)
        .map(({ value }) => value),
    ])
  } catch (error) {
    if (error instanceof GenerationFailed) return []
    throw error
  }
}
