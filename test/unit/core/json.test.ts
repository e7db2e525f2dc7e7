import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJsonObject, jsonEquals, type Json } from '../../../core/json.ts'

const json = fc.jsonValue() as fc.Arbitrary<Json>

describe('jsonEquals', () => {
  it.each<readonly [Json, Json]>([
    [null, null],
    [1, 1.0],
    [0, -0],
    [
      { a: 1, b: [true] },
      { b: [true], a: 1 },
    ],
    [[], []],
    [{}, {}],
  ])('holds %j and %j for equal', (left, right) => {
    expect(jsonEquals(left, right)).toBe(true)
    expect(jsonEquals(right, left)).toBe(true)
  })

  it.each<readonly [Json, Json]>([
    [null, {}],
    [0, false],
    [1, '1'],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 1]],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: null }, { b: null }],
    [{ constructor: 1 }, { a: 1 }],
    [{ a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }],
  ])('tells %j from %j', (left, right) => {
    expect(jsonEquals(left, right)).toBe(false)
    expect(jsonEquals(right, left)).toBe(false)
  })

  it('holds a value and its copy for equal, and tells a value from a list of it', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(jsonEquals(value, JSON.parse(JSON.stringify(value)) as Json)).toBe(true)
        expect(jsonEquals(value, [value])).toBe(false)
      }),
      { seed: 1 },
    )
  })

  it('does not look up members that only a prototype has', () => {
    expect(jsonEquals({ toString: 1 }, JSON.parse('{"__proto__":1}') as Json)).toBe(false)
  })
})

describe('isJsonObject', () => {
  it('is neither null nor a list nor a scalar', () => {
    expect([{}, null, [], 'a', 1, undefined].map(isJsonObject)).toEqual([true, false, false, false, false, false])
  })
})
