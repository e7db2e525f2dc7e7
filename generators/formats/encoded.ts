import * as fc from 'fast-check'
import type { Format } from '../registry.ts'
import { charsOf, DIGITS, LOWER, oneCharOf } from './sized.ts'

/** Base64 with padding (RFC 4648 §4): whole groups of four characters. */
export const byte: Format = {
  strings: ({ minLength, maxLength }) => {
    const least = Math.ceil(minLength / 4)
    const most = Math.min(Math.floor(maxLength / 4), least + 8)
    if (least > most) return undefined
    if (most === 0) return fc.constant('')
    return bytes(3 * Math.max(0, least - 1) + 1, 3 * most).map((data) => data.toString('base64'))
  },
}

/** Base64 in the alphabet for URLs, without padding (RFC 4648 §5). */
export const base64url: Format = {
  strings: ({ minLength, maxLength }) => {
    // n bytes are ceil(4n/3) characters: 1 modulo 4 never occurs.
    const least = Math.max(1, Math.ceil((minLength * 3) / 4))
    const most = Math.min(Math.floor((maxLength * 3) / 4), least + 24)
    return least > most ? undefined : bytes(least, most).map((data) => data.toString('base64url'))
  },
}

function bytes(minLength: number, maxLength: number): fc.Arbitrary<Buffer> {
  return fc.uint8Array({ minLength, maxLength }).map((data) => Buffer.from(data))
}

/** Upper-case hexadecimal digits, whole bytes wherever the bounds allow. */
export const hexadecimal: Format = {
  strings: ({ minLength, maxLength }) => {
    const alphabet = `${DIGITS}ABCDEF`
    const least = Math.max(1, Math.ceil(minLength / 2))
    const most = Math.floor(Math.min(maxLength, 2 * least + 32) / 2)
    if (least > most) return maxLength < 1 ? undefined : charsOf(alphabet, Math.max(1, minLength), maxLength)
    const pair = fc.tuple(oneCharOf(alphabet), oneCharOf(alphabet)).map((digits) => digits.join(''))
    return fc.array(pair, { minLength: least, maxLength: most }).map((pairs) => pairs.join(''))
  },
}

/** The content of a file; text, so that what is sent can be read in a report. */
export const binary: Format = {
  strings: ({ minLength, maxLength }) =>
    charsOf(`${LOWER}${LOWER.toUpperCase()}${DIGITS} .,`, Math.min(Math.max(1, minLength), maxLength), maxLength),
}

/** Of every kind of character that a password rule may ask for, where the bounds leave room. */
export const password: Format = {
  strings: ({ minLength, maxLength }) => {
    const alphabet = `${LOWER}${LOWER.toUpperCase()}${DIGITS}!#$*-_`
    if (maxLength < 8) return charsOf(alphabet, Math.max(Math.min(1, maxLength), minLength), maxLength)
    return charsOf(alphabet, Math.max(4, minLength - 4), Math.min(maxLength - 4, Math.max(12, minLength))).map(
      (rest) => `Aa1!${rest}`,
    )
  },
}

/** One character. */
export const char: Format = {
  strings: ({ minLength, maxLength }) => (minLength > 1 || maxLength < 1 ? undefined : oneCharOf(LOWER + DIGITS)),
}
