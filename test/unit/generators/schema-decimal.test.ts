import { describe, expect, it } from 'vitest'
import {
  decimalOf,
  isMultipleOf,
  isPlainlyMultipleOf,
  leastCommonMultiple,
  numberOf,
  stepsTo,
  times,
} from '../../../generators/schema/decimal.ts'

describe('decimals', () => {
  it.each([0, 1, -1, 0.1, -0.07, 1e21, 1.5e-7, 123456789.123, Number.MAX_SAFE_INTEGER, 5e-324])(
    'write %d exactly',
    (value) => {
      expect(numberOf(decimalOf(value))).toBe(value)
    },
  )

  it.each([
    [2, 3, 6],
    [0.2, 0.3, 0.6],
    [0.75, 1, 3],
    [0.01, 1, 1],
    [1e-7, 0.3, 0.3],
  ])('have a least common multiple: %d and %d, %d', (left, right, expected) => {
    expect(numberOf(leastCommonMultiple(decimalOf(left), decimalOf(right)))).toBe(expected)
  })

  it.each([
    [7, 2, 3n, false],
    [8, 2, 4n, true],
    [-7, 2, -4n, false],
    [0.3, 0.1, 3n, true],
    [-0.25, 0.1, -3n, false],
  ])('count the steps below a bound: %d in steps of %d', (bound, step, floor, exact) => {
    expect(stepsTo(decimalOf(bound), decimalOf(step))).toEqual({ floor, exact })
  })

  it('are multiplied without a rounding error', () => {
    expect(numberOf(times(decimalOf(0.07), 3n))).toBe(0.21)
  })
})

describe('multiples', () => {
  it.each([
    [1.13, 0.01, true],
    [0.3, 0.1, true],
    [1e308, 0.5, true],
    [1.135, 0.01, false],
    [-6, 3, true],
  ])('by decimal arithmetic: %d of %d', (value, step, expected) => {
    expect(isMultipleOf(value, step)).toBe(expected)
  })

  it.each([
    [1.13, 0.01],
    [0.3, 0.1],
    [-0.0097, 0.0001],
  ])('are not plain where a division of binary numbers misses: %d of %d', (value, step) => {
    expect(isPlainlyMultipleOf(value, step)).toBe(false)
  })

  it('are plain where every validator agrees', () => {
    expect([isPlainlyMultipleOf(0.5, 0.25), isPlainlyMultipleOf(12, 4)]).toEqual([true, true])
  })
})
