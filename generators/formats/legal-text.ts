import type { Arbitrary } from 'fast-check'
import * as fc from 'fast-check'
import type { Format } from '../registry.ts'
import { DIGITS, LOWER, oneCharOf } from './sized.ts'

const ALNUM = `${LOWER}${LOWER.toUpperCase()}${DIGITS}`

/**
 * Names that stand in for "any string" in a parameter, so that what is generated can be told apart by every server: not
 * in any specification and never in a contract.
 */
export const PATH_TEXT = 'conformance:path-text'
export const QUERY_TEXT = 'conformance:query-text'
export const HEADER_TEXT = 'conformance:header-text'

/** Whether a `format` is one of these stand-ins, and so says nothing about what the string means. */
export function isLegalText(format: unknown): boolean {
  return format === PATH_TEXT || format === QUERY_TEXT || format === HEADER_TEXT
}

/** Text of a path segment or a cookie: no dot segment, nothing that needs percent-encoding. */
export const pathText: Format = {
  strings: ({ minLength, maxLength }) => bounded(`${ALNUM}-_`, '', minLength, maxLength),
}

/** Text of a query parameter, not empty: most servers take an empty one for a missing one. */
export const queryText: Format = {
  strings: ({ minLength, maxLength }) => bounded(`${ALNUM}-_.`, "~!@#$%&*+=:;/?'()é漢😀", minLength, maxLength),
}

/** A field value of visible ASCII (RFC 9110 §5.5), not empty. */
export const headerText: Format = {
  strings: ({ minLength, maxLength }) => bounded(`${ALNUM}-_.`, '!#$%&*+/:;=?@^|~()', minLength, maxLength),
}

function bounded(common: string, rare: string, minLength: number, maxLength: number): Arbitrary<string> {
  const least = Math.min(Math.max(1, minLength), maxLength)
  const plain = oneCharOf(common)
  const unit =
    rare === '' ? plain : fc.oneof({ arbitrary: plain, weight: 9 }, { arbitrary: oneCharOf(rare), weight: 1 })
  return fc.string({ unit, minLength: least, maxLength: Math.max(least, Math.min(maxLength, least + 64)) })
}
