import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import { draw, minimal } from '../../../generators/draw.ts'
import {
  arbitraryFromSchema,
  GenerationFailed,
  type GeneratorOptions,
  UnsatisfiableSchema,
} from '../../../generators/from-schema.ts'

function sample(schema: JsonObject | boolean, count = 300, options: GeneratorOptions = {}): readonly Json[] {
  const values = arbitraryFromSchema(schema, options)
  return Array.from({ length: count }, (_, seed) => draw(values, seed).value)
}

function plainest(schema: JsonObject | boolean, options: GeneratorOptions = {}): readonly Json[] {
  return [1, 2, 3].map((seed) => minimal(arbitraryFromSchema(schema, options), seed).value)
}

describe('what is reached', () => {
  it('draws every member of an enum', () => {
    const drawn = new Set(sample({ enum: ['a', 'b', 'c', 'd', 1, null] }))

    expect(drawn.size).toBe(6)
  })

  it('draws optional members present and absent, in every combination', () => {
    const flag = { type: 'boolean' }

    const drawn = sample({ type: 'object', properties: { a: flag, b: flag, c: flag } })

    expect(
      new Set(
        drawn.map((value) =>
          Object.keys(value as JsonObject)
            .toSorted()
            .join(''),
        ),
      ).size,
    ).toBe(8)
  })

  it('draws every branch of a large oneOf', () => {
    const branches = Array.from({ length: 40 }, (_, i) => ({
      type: 'object',
      properties: { kind: { const: `kind-${i}` } },
      required: ['kind'],
    }))

    const drawn = sample({ oneOf: branches }, 600)

    expect(new Set(drawn.map((value) => (value as JsonObject)['kind'])).size).toBe(40)
  })

  it('draws both bounds of numbers, strings and arrays', () => {
    const schema = {
      type: 'object',
      properties: {
        n: { type: 'integer', minimum: -400_000, maximum: 900_000 },
        s: { type: 'string', minLength: 3, maxLength: 40 },
        a: { type: 'array', items: { type: 'null' }, minItems: 1, maxItems: 6 },
      },
      required: ['n', 's', 'a'],
    }

    const drawn = sample(schema, 500) as readonly {
      readonly n: number
      readonly s: string
      readonly a: readonly null[]
    }[]

    const numbers = drawn.map(({ n }) => n)
    const lengths = drawn.map(({ s }) => Array.from(s).length)
    const sizes = drawn.map(({ a }) => a.length)
    expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([-400_000, 900_000])
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([3, 40])
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([1, 6])
  })

  it('draws characters outside the basic plane now and then, and never in ASCII mode', () => {
    const isAscii = (value: Json): boolean => /^[ -~]*$/.test(value as string)

    const any = sample({ type: 'string' }, 500)
    const ascii = sample({ type: 'string' }, 500, { characters: 'ascii' })

    expect(any.some((value) => /[\u{10000}-\u{10ffff}]/u.test(value as string))).toBe(true)
    expect(ascii.filter((value) => !isAscii(value))).toEqual([])
  })

  it('means the type that the keywords of an untyped schema speak of', () => {
    const drawn = sample({ properties: { a: { maxLength: 3 } }, required: ['a'] })

    expect(drawn.filter((value) => !isJsonObject(value) || typeof value['a'] !== 'string')).toEqual([])
  })

  it('uses another type where the meant one has no value', () => {
    const drawn = sample({ properties: { a: false }, required: ['a'] }, 20)

    expect(drawn.filter((value) => isJsonObject(value))).toEqual([])
  })
})

describe('a member that must be there because another one is', () => {
  it('leaves other types where it has no value', () => {
    const schema = {
      required: ['a'],
      dependentRequired: { a: ['b'] },
      properties: { b: false },
      type: ['object', 'null'],
    }

    expect(new Set(sample(schema, 20))).toEqual(new Set([null]))
  })
})

describe('the plainest value', () => {
  it.each<readonly [string, JsonObject, Json]>([
    ['a string', { type: 'string' }, ''],
    ['a string of some length', { type: 'string', minLength: 3 }, 'aaa'],
    ['an integer', { type: 'integer' }, 0],
    ['an integer above zero', { type: 'integer', minimum: 7 }, 7],
    ['an integer below zero', { type: 'integer', maximum: -7 }, -7],
    ['cents', { type: 'number', multipleOf: 0.01, exclusiveMinimum: 0 }, 0.01],
    ['an enum', { enum: ['b', 'a'] }, 'b'],
    ['a boolean', { type: 'boolean' }, false],
    ['an array', { type: 'array', items: { type: 'integer' }, minItems: 2 }, [0, 0]],
    [
      'an array of distinct items',
      { type: 'array', items: { enum: [3, 2, 1] }, minItems: 2, uniqueItems: true },
      [3, 2],
    ],
    [
      'an object',
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'integer' } }, required: ['b'] },
      { b: 0 },
    ],
    ['an object with some member', { type: 'object', minProperties: 1 }, { a: '' }],
    ['the first branch', { oneOf: [{ type: 'string', minLength: 1 }, { type: 'integer' }] }, 'a'],
    ['a nullable value', { type: ['string', 'null'] }, ''],
    [
      'a recursive value',
      {
        $ref: '#/$defs/e',
        $defs: { e: { anyOf: [{ type: 'array', items: { $ref: '#/$defs/e' }, minItems: 2 }, { type: 'integer' }] } },
      },
      0,
    ],
  ])('of %s', (_name, schema, expected) => {
    expect(plainest(schema)).toEqual([expected, expected, expected])
  })

  it('keeps what a failure needs', () => {
    const schema = {
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string' } },
        note: { type: 'string' },
        count: { type: 'integer' },
      },
    }
    const fails = (value: Json): boolean => {
      const tags = isJsonObject(value) ? value['tags'] : undefined
      return Array.isArray(tags) && tags.length > 1
    }

    const report = fc.check(
      fc.property(arbitraryFromSchema(schema), (value) => !fails(value)),
      { seed: 5, numRuns: 500 },
    )

    expect(report.counterexample).toEqual([{ tags: ['', ''] }])
  })
})

describe('recursion', () => {
  const tree = {
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: { left: { $ref: '#/$defs/node' }, right: { $ref: '#/$defs/node' }, value: { type: 'integer' } },
      },
    },
  }

  function depthOf(value: Json): number {
    return isJsonObject(value) ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0
  }

  it('is bounded by maxDepth', () => {
    const shallow = sample(tree, 300, { maxDepth: 2 }).map(depthOf)
    const usual = sample(tree, 300).map(depthOf)

    expect(Math.max(...shallow)).toBe(3)
    expect(Math.max(...usual)).toBeGreaterThan(3)
    expect(Math.max(...usual)).toBeLessThanOrEqual(6)
  })

  it('ends where every branch but one nests', () => {
    const binary = { type: 'array', items: { $ref: '#' }, minItems: 2, maxItems: 2 }

    const drawn = sample({ anyOf: [binary, binary, binary, { const: 'end' }] }, 200)

    expect(Math.max(...drawn.map((value) => JSON.stringify(value).length))).toBeLessThan(5_000)
  })

  it('ends when a branch refers back to its own oneOf', () => {
    const schema = {
      $ref: '#/$defs/pet',
      $defs: {
        pet: {
          type: 'object',
          properties: { kind: { type: 'string' } },
          required: ['kind'],
          oneOf: [{ $ref: '#/$defs/cat' }, { $ref: '#/$defs/dog' }],
        },
        cat: { allOf: [{ $ref: '#/$defs/pet' }, { properties: { kind: { const: 'cat' } } }] },
        dog: { allOf: [{ $ref: '#/$defs/pet' }, { properties: { kind: { const: 'dog' } } }] },
      },
    }

    const kinds = new Set(sample(schema, 50).map((value) => (value as JsonObject)['kind']))

    expect(kinds).toEqual(new Set(['cat', 'dog']))
  })
})

describe('discriminators', () => {
  it('tell apart branches that overlap', () => {
    const open = { type: 'object', properties: { kind: { type: 'string' } } }
    const schema = {
      oneOf: [open, { ...open, title: 'other' }],
      discriminator: { propertyName: 'kind', branches: { a: 0, b: 1, c: 1 } },
    }

    const kinds = new Set(sample(schema, 100).map((value) => (value as JsonObject)['kind']))

    expect(kinds).toEqual(new Set(['a', 'b', 'c']))
  })

  it('give way to what the branch itself says', () => {
    const branch = { type: 'object', properties: { kind: { const: 'A' } }, required: ['kind'] }
    const schema = { oneOf: [branch], discriminator: { propertyName: 'kind', branches: { a: 0 } } }

    expect(sample(schema, 3)).toEqual([{ kind: 'A' }, { kind: 'A' }, { kind: 'A' }])
  })
})

describe('formats', () => {
  it('tell branches apart where nothing else does', () => {
    const date = { type: 'string', format: 'date' }

    const drawn = sample({ oneOf: [date, { type: 'string', format: 'ipv4' }] }, 60) as readonly string[]

    expect(drawn.filter((text) => !/^\d{4}-\d\d-\d\d$|^\d+(\.\d+){3}$/.test(text))).toEqual([])
    expect(drawn.some((text) => text.includes('-'))).toBe(true)
    expect(drawn.some((text) => text.includes('.'))).toBe(true)
  })

  it('are taken from the registry given', () => {
    const formats = new Map([['colour', { strings: () => fc.constantFrom('red', 'green') }]])

    const drawn = new Set(sample({ type: 'string', format: 'colour' }, 50, { formats }))

    expect(drawn).toEqual(new Set(['green', 'red']))
  })

  it('give way to a pattern or length they contradict', () => {
    const formats = new Map([['colour', { strings: () => fc.constantFrom('red', 'green') }]])

    const drawn = sample({ type: 'string', format: 'colour', pattern: '^x+$', maxLength: 3 }, 50, { formats })

    expect(drawn.filter((text) => !/^x{1,3}$/.test(text as string))).toEqual([])
  })

  it('bound numbers', () => {
    const drawn = sample({ type: 'integer', format: 'int32', minimum: 2_147_483_000 }) as readonly number[]

    expect(Math.max(...drawn)).toBe(2_147_483_647)
  })

  it('say nothing where they are unknown', () => {
    expect(sample({ type: 'string', format: 'no-such-format' }, 5)).toHaveLength(5)
  })
})

describe('domain values', () => {
  const entry = {
    name: 'city',
    matches: ({ name }: { name: string }) => name === 'city',
    values: () => fc.constantFrom('Dublin', 'Calgary'),
  }

  it('are used for members of the name, mostly', () => {
    const schema = {
      type: 'object',
      properties: { city: { type: 'string' }, other: { type: 'string' } },
      required: ['city', 'other'],
    }

    const drawn = sample(schema, 200, { domain: [entry] }) as readonly JsonObject[]

    const cities = drawn.filter(({ city }) => city === 'Dublin' || city === 'Calgary')
    expect(cities.length).toBeGreaterThan(140)
    expect(cities.length).toBeLessThan(200)
    expect(drawn.filter(({ other }) => other === 'Dublin')).toEqual([])
  })

  it('are used for a parameter of the name', () => {
    const drawn = sample({ type: 'string' }, 100, { domain: [entry], name: 'city' })

    expect(drawn.filter((value) => value === 'Dublin').length).toBeGreaterThan(20)
  })

  it('are dropped where the schema refuses them', () => {
    const schema = { type: 'object', properties: { city: { type: 'string', maxLength: 3 } }, required: ['city'] }

    const drawn = sample(schema, 50, { domain: [entry] }) as readonly { readonly city: string }[]

    expect(drawn.filter(({ city }) => Array.from(city).length > 3)).toEqual([])
  })

  it('see the merged schema of the member', () => {
    const seen: JsonObject[] = []
    const spy = { ...entry, matches: (field: { schema: JsonObject }) => seen.push(field.schema) < 0 }
    const schema = {
      type: 'object',
      properties: { city: { $ref: '#/$defs/name', description: 'where' } },
      required: ['city'],
      $defs: {
        name: {
          allOf: [
            { type: 'string', minLength: 2 },
            { maxLength: 9, example: 'Dublin' },
          ],
        },
      },
    }

    sample(schema, 1, { domain: [spy] })

    expect(seen).toEqual([{ type: 'string', minLength: 2, maxLength: 9, description: 'where', example: 'Dublin' }])
  })
})

describe('what cannot be generated', () => {
  it('names the schema by the pointer the caller knows it by', () => {
    const inner = { type: 'integer', minimum: 2, maximum: 1 }
    const schema = { type: 'object', properties: { a: inner }, required: ['a'] }
    const pointerOf = (part: object): string | undefined => (part === inner ? '#/components/schemas/A' : undefined)

    expect(() => arbitraryFromSchema(schema, { pointerOf })).toThrow(
      'No value satisfies the schema at #/components/schemas/A: no number lies within its bounds',
    )
  })

  it('names the pattern that is not supported', () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: '\\Ax' } }, required: ['a'] }

    const generate = (): unknown => draw(arbitraryFromSchema(schema), 1)

    expect(generate).toThrow(GenerationFailed)
    expect(generate).toThrow(
      'No value could be generated for the schema at #/properties/a: the pattern "\\\\Ax" is not supported: \\A, \\Z and \\z are not ECMA-262 (use ^ and $)',
    )
  })

  it('leaves out an optional member that cannot be generated', () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: '\\Ax' }, b: { const: 1 } } }

    const drawn = sample(schema, 50)

    expect(drawn.filter((value) => 'a' in (value as JsonObject))).toEqual([])
    expect(drawn).toContainEqual({ b: 1 })
  })

  it('is a reference that leads nowhere', () => {
    expect(() => arbitraryFromSchema({ $ref: '#/$defs/gone' })).toThrow('the reference #/$defs/gone leads nowhere')
  })

  it('is told from what merely was not found', () => {
    const schema = { type: 'string', pattern: '^(?=a)b$' }

    const generate = (): unknown => draw(arbitraryFromSchema(schema), 1)

    expect(generate).toThrow(GenerationFailed)
    expect(generate).not.toThrow(UnsatisfiableSchema)
  })
})

describe('a schema that nests by the thousands', () => {
  it('is refused with an explanation, not by a crash', () => {
    const nested = Array.from({ length: 20_000 }).reduce<JsonObject>(
      (items) => ({ type: 'array', minItems: 1, items }),
      {},
    )

    expect(() => sample(nested, 1)).toThrow(GenerationFailed)
  })
})

describe('statistics', () => {
  it('count values and dropped candidates', () => {
    const stats = { generated: 0, discarded: 0 }

    sample({ type: 'string', minLength: 1, not: { pattern: '^[a-m]' } }, 200, { stats })

    expect(stats.generated).toBe(200)
    expect(stats.discarded).toBeGreaterThan(0)
  })
})
