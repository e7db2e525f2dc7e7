import { registerSchema, unregisterSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../core/json.ts'
import { draw } from '../../generators/draw.ts'
import { arbitraryFromSchema, GenerationFailed } from '../../generators/from-schema.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const VOCABULARY = 'https://json-schema.org/draft/2020-12/vocab'

interface Entry {
  readonly name: string
  readonly schema: JsonObject
  readonly files?: Readonly<Record<string, JsonObject>>
}

const tree: JsonObject = {
  $id: 'https://shapes.test/tree',
  $dynamicAnchor: 'node',
  type: 'object',
  properties: { children: { type: 'array', items: { $dynamicRef: '#node' }, maxItems: 2 }, data: { type: 'integer' } },
}

const entries: readonly Entry[] = [
  {
    name: 'a dynamic reference to the outermost schema, in another document',
    schema: {
      $id: 'https://shapes.test/strict-tree',
      $dynamicAnchor: 'node',
      $ref: 'tree',
      unevaluatedProperties: false,
      required: ['data'],
    },
    files: { 'https://shapes.test/tree': tree },
  },
  {
    name: 'a dynamic reference that means one thing by one way and another by the other',
    schema: {
      $id: 'https://lists.test/main',
      if: { properties: { kind: { const: 'numbers' } }, required: ['kind'] },
      then: { $ref: 'numbers' },
      else: { $ref: 'texts' },
      $defs: {
        list: {
          $id: 'list',
          properties: { items: { type: 'array', items: { $dynamicRef: '#item' }, minItems: 1 } },
          required: ['items'],
          $defs: { any: { $dynamicAnchor: 'item' } },
        },
        numbers: { $id: 'numbers', $ref: 'list', $defs: { item: { $dynamicAnchor: 'item', type: 'number' } } },
        texts: { $id: 'texts', $ref: 'list', $defs: { item: { $dynamicAnchor: 'item', type: 'string' } } },
      },
    },
  },
  {
    name: 'the opposite of a schema behind a dynamic reference',
    schema: {
      $id: 'https://opposite.test/main',
      $ref: 'inner',
      $defs: {
        part: { $dynamicAnchor: 'part', type: 'integer', minimum: 5 },
        inner: {
          $id: 'inner',
          type: ['integer', 'string'],
          not: { $dynamicRef: '#part' },
          $defs: { part: { $dynamicAnchor: 'part', type: 'string' } },
        },
      },
    },
  },
  {
    name: 'the metaschema of draft 2020-12',
    schema: { $ref: DIALECT, type: 'object', required: ['type', 'properties'], maxProperties: 4 },
  },
  {
    name: 'an anchor, a pointer and an embedded schema of other documents',
    schema: {
      type: 'object',
      properties: {
        a: { $ref: 'https://parts.test/names.json#short' },
        b: { $ref: 'https://parts.test/names.json#/$defs/count' },
        c: { $ref: 'https://parts.test/names.json#/$defs/flag' },
      },
      required: ['a', 'b', 'c'],
    },
    files: {
      'https://parts.test/names.json': {
        $defs: {
          short: { $anchor: 'short', type: 'string', maxLength: 3 },
          count: { $ref: 'inner/count.json' },
          flag: { $id: 'inner/flag', type: 'boolean' },
        },
      },
      'https://parts.test/inner/count.json': { type: 'integer', minimum: 1, maximum: 9 },
    },
  },
]

describe.each(entries)('$name', ({ schema, files }) => {
  it('yields values that another validator takes, and that shrink to such values', async () => {
    const isValid = await judgeOf(schema, files)
    const values = arbitraryFromSchema(schema, { ...(files !== undefined && { files }) })

    const drawn = Array.from({ length: 100 }, (_, seed) => draw(values, seed))
    const simpler = drawn.slice(0, 10).flatMap((each) => Iterator.from(each.shrinks()).take(20).toArray())

    expect([...drawn, ...simpler].map(({ value }) => value).filter((value) => !isValid(value))).toEqual([])
  })
})

describe('a dialect without the validation vocabulary', () => {
  it('asserts nothing by its keywords', () => {
    const schema = { $schema: 'https://dialects.test/plain', not: { properties: { a: { minLength: 2 } } } }
    const files = {
      'https://dialects.test/plain': {
        $id: 'https://dialects.test/plain',
        $vocabulary: { [`${VOCABULARY}/core`]: true, [`${VOCABULARY}/applicator`]: true },
      },
    }

    expect(() => arbitraryFromSchema(schema)).not.toThrow()
    expect(() => arbitraryFromSchema(schema, { files })).toThrow('No value satisfies the schema')
  })
})

describe('a reference to a document that was not given', () => {
  it('is named', () => {
    const generate = (): unknown => arbitraryFromSchema({ $ref: 'https://parts.test/absent.json' })

    expect(generate).toThrow(GenerationFailed)
    expect(generate).toThrow(
      'No value could be generated for the schema at #: the reference https://parts.test/absent.json leads nowhere',
    )
  })
})

describe('names within data', () => {
  it('are no names: not under enum, const, or a keyword nobody knows', () => {
    const text = { $id: 'https://names.test/name', type: 'string' }
    const decoy = { $id: 'https://names.test/name', $anchor: 'name', type: 'null' }
    const schema = {
      $id: 'https://names.test/root',
      $ref: 'name',
      $defs: { a: { enum: [decoy] }, b: { const: decoy }, c: text },
      'x-unknown': decoy,
    }

    const drawn = Array.from({ length: 20 }, (_, seed) => draw(arbitraryFromSchema(schema), seed).value)

    expect(drawn.filter((value) => typeof value !== 'string')).toEqual([])
  })
})

async function judgeOf(schema: JsonObject, files: Entry['files'] = {}): Promise<(value: Json) => boolean> {
  const id = typeof schema['$id'] === 'string' ? schema['$id'] : 'https://references.test/root'
  const documents = { ...files, [id]: schema }
  // The validator types schemas as closed objects and keeps what it is given.
  for (const [uri, document] of Object.entries(documents)) {
    registerSchema(structuredClone(document) as never, uri, DIALECT)
  }
  try {
    const judge = await validate(id)
    return (value) => judge(value as never).valid
  } finally {
    for (const uri of Object.keys(documents)) unregisterSchema(uri)
  }
}
