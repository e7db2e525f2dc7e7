import * as fc from 'fast-check'
import { allows, type Facts } from './facts.ts'

/** Those of a list that a field allows; `undefined` when none is. Shrinks to the first. */
export function choose(facts: Facts, values: readonly string[]): fc.Arbitrary<string> | undefined {
  const allowed = values.filter((value) => allows(facts, value))
  return allowed.length === 0 ? undefined : fc.constantFrom(...allowed)
}

/** Integers of a usual range, cut to the bounds of a field; `undefined` where they do not meet. */
export function integers(facts: Facts, from: number, to: number): fc.Arbitrary<number> | undefined {
  const min = Math.ceil(Math.max(from, facts.minimum))
  const max = Math.floor(Math.min(to, facts.maximum))
  return min > max ? undefined : fc.integer({ min, max })
}

/** Numbers of a usual range with so many decimals at most; whole ones where the field is an integer. */
export function decimals(facts: Facts, from: number, to: number, digits: number): fc.Arbitrary<number> | undefined {
  if (facts.isInteger) return integers(facts, from, to)
  const scale = 10 ** digits
  const min = Math.ceil(Math.max(from, facts.minimum) * scale)
  const max = Math.floor(Math.min(to, facts.maximum) * scale)
  return min > max ? undefined : fc.integer({ min, max }).map((value) => value / scale)
}

/** A mostly used arbitrary and a rarer one, either of which may have nothing to offer. */
export function mostly<T>(
  common: fc.Arbitrary<T> | undefined,
  rare: fc.Arbitrary<T> | undefined,
): fc.Arbitrary<T> | undefined {
  if (common === undefined || rare === undefined) return common ?? rare
  return fc.oneof({ withCrossShrink: true }, { arbitrary: common, weight: 3 }, { arbitrary: rare, weight: 1 })
}
