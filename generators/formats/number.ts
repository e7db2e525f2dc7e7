import * as fc from 'fast-check'
import type { Format, NumberConstraints } from '../registry.ts'
import { DIGITS, exactly, fits } from './sized.ts'

/** Fixed-point numbers between two bounds with so many decimals; the schema's own bounds are narrower or win. */
export function decimalBetween(from: number, to: number, decimals: number): Required<Format> {
  return {
    numbers: (constraints) => fixedPoint(constraints, from, to, constraints.integer ? 0 : decimals),
    strings: (constraints) => {
      const least = 2 + decimals
      if (!fits(constraints, least)) return undefined
      const digits = Math.min(constraints.maxLength - decimals - 1, String(Math.floor(to)).length)
      const whole = fc.integer({
        min: Math.max(0, from),
        max: Math.min(Math.floor(to) - 1, 10 ** Math.max(1, digits) - 1),
      })
      return fc.tuple(whole, exactly(DIGITS, decimals)).map(([before, after]) => `${before}.${after}`)
    },
  }
}

function fixedPoint(
  { minimum, maximum, multipleOf }: NumberConstraints,
  from: number,
  to: number,
  decimals: number,
): fc.Arbitrary<number> | undefined {
  if (multipleOf.length > 0) return undefined
  const scale = 10 ** decimals
  const overlaps = maximum >= from && minimum <= to
  const least = Math.ceil(Math.max(minimum, overlaps ? from : minimum) * scale)
  const most = Math.floor(Math.min(maximum, overlaps ? to : maximum) * scale)
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || least > most) return undefined
  return fc.integer({ min: least, max: most }).map((value) => value / scale)
}

/** Whole numbers between two bounds, as numbers or as digits. */
export function integerBetween(from: number, to: number): Format {
  return {
    numbers: (constraints) => fixedPoint(constraints, from, to, 0),
    strings: ({ minLength, maxLength }) => {
      if (maxLength < 1) return undefined
      const digits = Math.min(maxLength, Math.max(minLength, 1, Math.min(9, String(to).length)))
      const least = minLength > 1 ? 10 ** (minLength - 1) : Math.max(0, from)
      const most = Math.min(to, 10 ** digits - 1)
      return least > most || most > Number.MAX_SAFE_INTEGER
        ? undefined
        : fc.integer({ min: least, max: most }).map(String)
    },
  }
}

/** Seconds since the epoch, as servers write them: from 2020 to 2035. */
export const unixTime: Format = {
  numbers: (constraints) => fixedPoint(constraints, 1_577_836_800, 2_051_222_400, 0),
}
