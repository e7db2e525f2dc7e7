import type * as fc from 'fast-check'
import { datesBetween, dateTimesOn } from '../formats/date-time.ts'
import { FIXED_NOW } from '../formats/fixed-clock.ts'
import type { DomainEntry } from '../registry.ts'
import { integers } from './choose.ts'
import { constraintsOf, entry, type Facts } from './facts.ts'

const NOW = FIXED_NOW.getUTCFullYear()

/** Long after, and long before, the fixed clock and any day this is likely to run on. */
const FUTURE: readonly [string, string] = [`${NOW + 4}-01-01`, `${NOW + 8}-12-31`]
const PAST: readonly [string, string] = [`${NOW - 16}-01-01`, `${NOW - 1}-12-31`]
const BIRTH: readonly [string, string] = [`${NOW - 86}-01-01`, `${NOW - 26}-12-31`]

const isMoment = ({ isString, format }: Facts): boolean => isString && /^(date|date-?time)$/i.test(format ?? '')

function between(range: readonly [string, string]): (facts: Facts) => fc.Arbitrary<string> | undefined {
  return (facts) => {
    const days = datesBetween(...range)
    return facts.format?.toLowerCase() === 'date' ? days : dateTimesOn(days, constraintsOf(facts))
  }
}

const birth: DomainEntry = entry({
  name: 'date-of-birth',
  when: (facts) => isMoment(facts) && /\b(birth|birthday|dob|born)\b/.test(facts.words),
  strings: between(BIRTH),
})

const future: DomainEntry = entry({
  name: 'date-in-the-future',
  when: (facts) =>
    isMoment(facts) &&
    (/\b(expir\w*|valid until|due)\b/.test(facts.words) ||
      /\bin the future\b|\bfuture date\b|\bnot be in the past\b/.test(facts.text)),
  strings: between(FUTURE),
})

const past: DomainEntry = entry({
  name: 'date-in-the-past',
  when: (facts) => isMoment(facts) && /\bin the past\b|\bpast date\b|\bnot be in the future\b/.test(facts.text),
  strings: between(PAST),
})

const year: DomainEntry = entry({
  name: 'year',
  when: ({ words, isInteger }) => isInteger && /\byear$/.test(words),
  numbers: (facts) => integers(facts, 1990, 2035),
})

const month: DomainEntry = entry({
  name: 'month',
  when: ({ words, isInteger }) => isInteger && /\bmonth$/.test(words),
  numbers: (facts) => integers(facts, 1, 12),
})

const day: DomainEntry = entry({
  name: 'day',
  when: ({ words, isInteger }) => isInteger && /\bday$/.test(words),
  numbers: (facts) => integers(facts, 1, 28),
})

/** Dates that must lie before or after now, and parts of dates. */
export const momentEntries: readonly DomainEntry[] = [birth, past, future, year, month, day]
