import * as fc from 'fast-check'
import type { Format } from '../registry.ts'
import { dateTime, time } from './date-time.ts'
import { byte } from './encoded.ts'
import { dayOf } from './fixed-clock.ts'
import { decimalBetween, integerBetween } from './number.ts'
import { charsOf, DIGITS, fits, LOWER, oneOf } from './sized.ts'

/** RFC 9110 §5.6.7, the preferred form: 29 characters, always GMT. */
const httpDate: Format = {
  strings: (constraints) =>
    fits(constraints, 29)
      ? fc
          .integer({ min: dayOf('2000-01-01') * 86_400, max: dayOf('2060-12-31') * 86_400 })
          .map((second) => new Date(second * 1000).toUTCString())
      : undefined,
}

const ZONE = 'Z'.length

/** RFC 3339 without an offset: those of a clock at hand. */
const timeLocal: Format = { strings: (constraints) => withoutZone(time, constraints) }
const dateTimeLocal: Format = { strings: (constraints) => withoutZone(dateTime, constraints) }

function withoutZone(
  format: Format,
  { minLength, maxLength }: { readonly minLength: number; readonly maxLength: number },
): fc.Arbitrary<string> | undefined {
  // `time` and `date-time` in Zulu, to the second: always of one length.
  const length = format === time ? 8 : 19
  if (length < minLength || length > maxLength) return undefined
  const exact = { minLength: length + ZONE, maxLength: length + ZONE, patterns: [] }
  return format.strings?.(exact)?.map((text) => text.slice(0, length))
}

/** RFC 9110 §12.5.1, without parameters. */
const mediaRange: Format = {
  strings: (constraints) => oneOf(['*/*', 'text/*', 'text/plain', 'application/json', 'image/png'], constraints),
}

/** Structured field values of RFC 8941 §3.3, each as it is written. */
const sfToken: Format = {
  strings: ({ minLength, maxLength }) =>
    maxLength < 1
      ? undefined
      : fc
          .tuple(charsOf(LOWER, 1, 1), charsOf(`${LOWER}${DIGITS}-_.:/`, Math.max(0, minLength - 1), maxLength - 1))
          .map((parts) => parts.join('')),
}
const sfString: Format = {
  strings: ({ minLength, maxLength }) =>
    maxLength < 2
      ? undefined
      : charsOf(`${LOWER}${DIGITS} !#$'()*,-.`, Math.max(0, minLength - 2), maxLength - 2).map((text) => `"${text}"`),
}
const sfBinary: Format = {
  strings: ({ minLength, maxLength, patterns }) =>
    maxLength < 2
      ? undefined
      : byte
          .strings?.({ minLength: Math.max(0, minLength - 2), maxLength: maxLength - 2, patterns })
          ?.map((text) => `:${text}:`),
}
const sfBoolean: Format = { strings: (constraints) => oneOf(['?0', '?1'], constraints) }

/** Formats of the OpenAPI Format Registry beside those in common use. */
export const registeredFormats: Readonly<Record<string, Format>> = {
  'http-date': httpDate,
  'time-local': timeLocal,
  'date-time-local': dateTimeLocal,
  'media-range': mediaRange,
  'sf-token': sfToken,
  'sf-string': sfString,
  'sf-binary': sfBinary,
  'sf-boolean': sfBoolean,
  'sf-integer': integerBetween(-999_999_999_999_999, 999_999_999_999_999),
  'sf-decimal': decimalBetween(0, 999_999_999, 3),
  decimal128: decimalBetween(0, 1_000_000_000, 6),
  'double-int': integerBetween(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
}
