import * as fc from 'fast-check'
import type { Format } from '../registry.ts'
import { charsOf, DIGITS, exactly, fits, LOWER, oneCharOf } from './sized.ts'

/** RFC 9562 UUID, version 4. */
export const uuid: Format = {
  strings: (constraints) => (fits(constraints, 36) ? fc.uuid({ version: 4 }) : undefined),
}

/** So many lower-case hexadecimal digits: the form of a digest or an object id. */
export function digestOf(length: number): Format {
  return {
    strings: (constraints) => (fits(constraints, length) ? exactly(`${DIGITS}abcdef`, length) : undefined),
  }
}

export const ulid: Format = {
  strings: (constraints) => (fits(constraints, 26) ? fc.ulid() : undefined),
}

/** Lower-case words joined by hyphens. */
export const slug: Format = {
  strings: ({ minLength, maxLength }) => {
    const least = Math.max(1, minLength)
    if (maxLength < 1) return undefined
    const letters = charsOf(LOWER, least, maxLength)
    if (least + 2 > maxLength) return letters
    const two = fc.tuple(charsOf(LOWER, Math.max(1, least - 2), maxLength - 2), oneCharOf(LOWER))
    return fc.oneof(
      letters,
      two.map(([first, last]) => `${first}-${last}`),
    )
  },
}

export const semver: Format = {
  strings: (constraints) => {
    const part = fc.integer({ min: 0, max: 9 })
    return fits(constraints, 5) ? fc.tuple(part, part, part).map((parts) => parts.join('.')) : undefined
  },
}
