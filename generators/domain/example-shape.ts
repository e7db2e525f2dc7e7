import * as fc from 'fast-check'
import { date, dateTime } from '../formats/date-time.ts'
import { uuid } from '../formats/identifier.ts'
import { email, ipv4 } from '../formats/internet.ts'
import { DIGITS, LOWER, oneCharOf } from '../formats/sized.ts'
import { url } from '../formats/uri.ts'
import type { DomainEntry, Format } from '../registry.ts'
import { constraintsOf, entry } from './facts.ts'

/** Longer examples are texts, whose shape says nothing. */
const LONGEST = 64

const KNOWN: readonly (readonly [RegExp, Format])[] = [
  [/^\d{4}-\d\d-\d\d$/, date],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, dateTime],
  [/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i, uuid],
  [/^[^@\s]+@[^@\s]+\.[a-z]+$/i, email],
  [/^https?:\/\/\S+$/, url],
  [/^\d{1,3}(\.\d{1,3}){3}$/, ipv4],
]

/** Strings like the field's example: of the same known form, or with its letters and digits replaced. */
export const exampleShape: DomainEntry = entry({
  name: 'example-shape',
  when: ({ isString, example, format, pattern }) =>
    isString && typeof example === 'string' && example.length > 0 && format === undefined && pattern === undefined,
  strings: (facts) => {
    const example = String(facts.example)
    const itself = fc.constant(example)
    const format = KNOWN.find(([form]) => form.test(example))?.[1]
    if (format !== undefined) return format.strings?.(constraintsOf(facts)) ?? itself
    return example.length <= LONGEST && /^[\w.:/#-]*\d[\w.:/#-]*$/.test(example) ? alike(example) : itself
  },
})

/** The same length and the same signs; a digit for a digit, a letter for a letter (hexadecimal where all of them are). */
function alike(example: string): fc.Arbitrary<string> {
  const lower = /^[^g-z]*$/.test(example) ? 'abcdef' : LOWER
  const upper = (/^[^G-Z]*$/.test(example) ? 'abcdef' : LOWER).toUpperCase()
  const chars = Array.from(example, (char) => {
    if (/\d/.test(char)) return oneCharOf(DIGITS)
    if (/[a-z]/.test(char)) return oneCharOf(lower)
    return /[A-Z]/.test(char) ? oneCharOf(upper) : fc.constant(char)
  })
  // A leading zero is kept out of numbers: `64643131` is not like `04643131`.
  if (/^[1-9]/.test(example)) chars[0] = oneCharOf(DIGITS.slice(1))
  return fc.tuple(...chars).map((parts) => parts.join(''))
}
