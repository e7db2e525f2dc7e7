import * as fc from 'fast-check'
import type { StringConstraints } from '../registry.ts'

type Lengths = Pick<StringConstraints, 'minLength' | 'maxLength'>

export const LOWER = 'abcdefghijklmnopqrstuvwxyz'
export const DIGITS = '0123456789'

/** A string over an alphabet; `maxLength` may be infinite. Shrinks to the shortest run of the first character. */
export function charsOf(alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> {
  const most = Math.max(minLength, Math.min(maxLength, minLength + 64))
  return fc.string({ unit: oneCharOf(alphabet), minLength, maxLength: most })
}

/** One character of an alphabet, the first one being the simplest. */
export function oneCharOf(alphabet: string): fc.Arbitrary<string> {
  return fc.constantFrom(...Array.from(alphabet))
}

/** Exactly so many characters. */
export function exactly(alphabet: string, length: number): fc.Arbitrary<string> {
  return charsOf(alphabet, length, length)
}

/** Whether every length from `least` to `most` is within the bounds. */
export function fits({ minLength, maxLength }: Lengths, least: number, most: number = least): boolean {
  return least >= minLength && most <= maxLength
}

/** Those of a list that are within the bounds, or `undefined` when none is. The first one is the simplest. */
export function oneOf(values: readonly string[], { minLength, maxLength }: Lengths): fc.Arbitrary<string> | undefined {
  const fitting = values.filter((value) => value.length >= minLength && value.length <= maxLength)
  return fitting.length === 0 ? undefined : fc.constantFrom(...fitting)
}

/**
 * Values of an arbitrary within the bounds, given the lengths it can yield. Filters where both overlap, so the overlap
 * must be wide; `undefined` where there is none.
 */
export function within(
  arbitrary: fc.Arbitrary<string>,
  lengths: Lengths,
  least: number,
  most: number,
): fc.Arbitrary<string> | undefined {
  if (fits(lengths, least, most)) return arbitrary
  if (lengths.minLength > most || lengths.maxLength < least) return undefined
  return arbitrary.filter((value) => value.length >= lengths.minLength && value.length <= lengths.maxLength)
}
