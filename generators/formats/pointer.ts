import * as fc from 'fast-check'
import type { Format } from '../registry.ts'
import { charsOf, LOWER, oneOf } from './sized.ts'

/** RFC 6901. */
export const jsonPointer: Format = {
  strings: ({ minLength, maxLength }) => pointers(minLength, maxLength),
}

function pointers(minLength: number, maxLength: number): fc.Arbitrary<string> {
  if (maxLength < 1) return fc.constant('')
  const single = charsOf(LOWER, Math.max(0, minLength - 1), Math.min(maxLength - 1, Math.max(8, minLength))).map(
    (token) => `/${token}`,
  )
  const known = oneOf(['', '/a', '/a/b', '/items/0', '/a~1b', '/m~0n', '/a/b/-'], { minLength, maxLength })
  return known === undefined ? single : fc.oneof({ withCrossShrink: true }, known, single)
}

/** A count of levels up, then a JSON pointer or `#`. */
export const relativeJsonPointer: Format = {
  strings: ({ minLength, maxLength }) => {
    if (maxLength < 1) return undefined
    const level = fc.constantFrom('0', '1', '2', '9')
    const rest = pointers(Math.max(0, minLength - 1), maxLength - 1)
    const pointed = fc.tuple(level, rest).map(([up, pointer]) => up + pointer)
    return minLength <= 2 && maxLength >= 2
      ? fc.oneof(
          pointed,
          level.map((up) => `${up}#`),
        )
      : pointed
  },
}

/** ECMA-262, and nothing that other engines read differently. */
export const regex: Format = {
  strings: (constraints) => {
    const known = ['a', 'a*', '[a-z]+', '^[a-z]+$', '^\\d{3}-\\d{4}$', '(a|b)?', '^[A-Z][a-z]{1,9}$']
    const { minLength, maxLength } = constraints
    return oneOf(known, constraints) ?? charsOf(LOWER, minLength, maxLength)
  },
}
