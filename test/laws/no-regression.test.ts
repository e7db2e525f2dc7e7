import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../core/json.ts'
import { draw } from '../../generators/draw.ts'
import { arbitraryFromSchema } from '../../generators/from-schema.ts'

/** Values at fixed seeds. They change only with a deliberate change of the generators, which a reader of it should see. */
function atFixedSeeds(schema: JsonObject): readonly Json[] {
  const values = arbitraryFromSchema(schema)
  return [11, 22, 33, 44].map((seed) => draw(values, seed).value)
}

describe('values at fixed seeds', () => {
  it('of an integer', () => {
    expect(atFixedSeeds({ type: 'integer', minimum: -50, maximum: 5_000 })).toMatchInlineSnapshot(`
      [
        55,
        2733,
        3361,
        4794,
      ]
    `)
  })

  it('of an amount', () => {
    expect(atFixedSeeds({ type: 'number', multipleOf: 0.01, minimum: 0, maximum: 9_999 })).toMatchInlineSnapshot(`
      [
        1938.64,
        7381.12,
        3269.05,
        4963.62,
      ]
    `)
  })

  it('of a string', () => {
    expect(atFixedSeeds({ type: 'string', minLength: 1, maxLength: 12 })).toMatchInlineSnapshot(`
      [
        "W9Oq",
        "щß→Ж",
        "bs",
        "nhdp",
      ]
    `)
  })

  it('of a pattern', () => {
    expect(atFixedSeeds({ type: 'string', pattern: '^[A-Z]{3}-\\d{2,4}(-[a-z]+)?$' })).toMatchInlineSnapshot(`
      [
        "BGG-20-mwobgx",
        "ZIV-9986",
        "XSB-96-jyk",
        "ZCN-390",
      ]
    `)
  })

  it('of an array', () => {
    expect(atFixedSeeds({ type: 'array', items: { enum: ['a', 'b', 'c'] }, uniqueItems: true })).toMatchInlineSnapshot(`
      [
        [
          "a",
          "b",
          "c",
        ],
        [
          "a",
          "b",
          "c",
        ],
        [
          "a",
          "c",
        ],
        [
          "c",
        ],
      ]
    `)
  })

  it('of an object with alternatives', () => {
    const schema = {
      type: 'object',
      properties: { id: { type: 'integer', minimum: 1 }, note: { type: 'string', maxLength: 4 } },
      required: ['id'],
      oneOf: [
        {
          properties: { kind: { const: 'card' }, last4: { type: 'string', pattern: '^\\d{4}$' } },
          required: ['kind', 'last4'],
        },
        { properties: { kind: { const: 'bank' } }, required: ['kind'] },
      ],
    }

    expect(atFixedSeeds(schema)).toMatchInlineSnapshot(`
      [
        {
          "id": 1,
          "kind": "bank",
          "note": "zdmw",
        },
        {
          "id": 1,
          "kind": "card",
          "last4": "3998",
        },
        {
          "id": 5,
          "kind": "card",
          "last4": "5920",
        },
        {
          "id": 5,
          "kind": "bank",
        },
      ]
    `)
  })

  it('of a tree', () => {
    const schema = { type: 'object', properties: { children: { type: 'array', items: { $ref: '#' }, maxItems: 2 } } }

    expect(atFixedSeeds(schema)).toMatchInlineSnapshot(`
      [
        {
          "children": [
            {},
            {
              "children": [
                {},
              ],
            },
          ],
        },
        {
          "children": [],
        },
        {
          "children": [
            {},
          ],
        },
        {},
      ]
    `)
  })
})
