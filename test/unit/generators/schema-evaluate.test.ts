import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { openDocument } from '../../../generators/schema/document.ts'
import { satisfies } from '../../../generators/schema/evaluate.ts'
import corpus from '../../corpus/schemas/by-keyword.json' with { type: 'json' }
import { independentValidator } from '../../laws/independent-validator.ts'

// The file is plain JSON; its entries have different shapes, which makes the inferred type useless.
const entries = corpus as unknown as readonly { readonly name: string; readonly schema: JsonObject | boolean }[]

/** Values of every type, sizes and members that the corpus speaks of. */
const groups: readonly (readonly Json[])[] = [
  [null, true, false],
  [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 15, 20, 25, 40, 70, 100, 110, -7, -1.5, 0.05, 0.5, 0.6, 2.5, 1e300],
  ['', 'a', 'b', 'ab', 'abc', 'abcd', '1', 'AB-123', 'x', 'xyz', 'id', 'Ää', '1234', '0000', '"q"', 'GET', '😀😀'],
  [
    [],
    [1],
    [1, 1],
    [1, '1', true, null],
    ['a', 1],
    ['a', 1, null],
    ['GET'],
    ['GET', 'x'],
    [5],
    ['a', 'b'],
    [2, 3],
    [0, 0],
  ],
  [[null], [true, false], ['a', 'b', 'c', 'd'], [{}, { a: true }], [{}, {}]],
  [
    {},
    { a: 1 },
    { a: 'a' },
    { a: 'abcd' },
    { b: 1 },
    { a: 1, b: 2 },
    { a: 'x', b: 'b' },
    { c: 'c' },
    { a: 'x', c: 'c' },
  ],
  [{ a: 1, b: 2, c: 3 }, { 'x-a': 'ab' }, { 'x-a': 'a' }, { id: 'abc' }, { red: 1, green: 2 }, { ab: 1, cd: 2 }],
  [
    { card: '1' },
    { card: '1', cvv: '2' },
    { kind: 'cat' },
    { kind: 'hound', bark: 'x' },
    { kind: 'card', pan: '1' },
    { kind: 'bank' },
  ],
  [
    { value: 1 },
    { value: 1, next: { value: 2 } },
    { children: [] },
    { children: [{ children: [{}] }] },
    { left: 1, right: { left: 1, right: 2 } },
  ],
]

const pool: readonly Json[] = groups.flat()

describe('the generator’s own judge', () => {
  it.each(entries)('agrees with another validator on $name', async ({ schema }) => {
    const isValid = await independentValidator(schema)
    const document = openDocument(schema)
    // The other one divides binary numbers, which misses for negative and huge multiples.
    const values = JSON.stringify(schema).includes('multipleOf')
      ? pool.filter((value) => typeof value !== 'number' || (value >= 0 && value < 1e15))
      : pool

    const disagreements = values.filter((value) => satisfies(document, document.root, value) !== isValid(value))

    expect(disagreements).toEqual([])
  })

  it('counts formats as assertions when asked to', () => {
    const document = openDocument({ type: 'string', format: 'date' })

    const answers = [true, false].map((formats) => satisfies(document, document.root, 'tomorrow', { formats }))

    expect(answers).toEqual([false, true])
  })

  it('does not loop on a schema that asks itself about the same value', () => {
    const document = openDocument({
      $ref: '#/$defs/a',
      $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'string' }] } },
    })

    expect(satisfies(document, document.root, 'x')).toBe(true)
  })
})
