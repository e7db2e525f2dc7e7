import * as fc from 'fast-check'
import type { Format, StringConstraints } from '../registry.ts'
import { dateOf, dayOf } from './fixed-clock.ts'
import { fits } from './sized.ts'

/** The date that all dates shrink to: none of its parts can be taken for another. */
const PLAIN = dayOf('2026-01-15')

/** Offsets in use, so that no reader has a reason to refuse one. */
const ZONES = ['Z', '+00:00', '+01:00', '-05:00', '+05:30', '+13:00', '-09:30'] as const

const SHAPES = [
  { digits: 0, zones: ['Z'] },
  { digits: 3, zones: ['Z'] },
  { digits: 0, zones: ZONES.slice(1) },
  { digits: 6, zones: ['Z'] },
  { digits: 3, zones: ZONES.slice(1) },
] as const

/** Dates from `first` to `last` (both `YYYY-MM-DD`), shrinking to 2026-01-15 or what is nearest to it. */
export function datesBetween(first: string, last: string): fc.Arbitrary<string> {
  const [from, to] = [dayOf(first), dayOf(last)]
  const plain = Math.min(Math.max(PLAIN, from), to)
  return fc.integer({ min: from - plain, max: to - plain }).map((offset) => dateOf(plain + offset))
}

const anyDate: fc.Arbitrary<string> = datesBetween('1970-01-01', '2099-12-31')

/** RFC 3339 `full-date`. */
export const date: Format = {
  strings: (constraints) => (fits(constraints, 10) ? anyDate : undefined),
}

/** RFC 3339 `full-time`; no leap seconds, which hardly any reader knows. */
export const time: Format = { strings: (constraints) => times(constraints) }

/** RFC 3339 `date-time`, with and without fractions and offsets. */
export const dateTime: Format = { strings: (constraints) => dateTimesOn(anyDate, constraints) }

/** Date-times on the days of another arbitrary. */
export function dateTimesOn(
  days: fc.Arbitrary<string>,
  { minLength, maxLength }: Pick<StringConstraints, 'minLength' | 'maxLength'>,
): fc.Arbitrary<string> | undefined {
  const clock = times({ minLength: minLength - 11, maxLength: maxLength - 11 })
  return clock && fc.tuple(days, clock).map(([day, hour]) => `${day}T${hour}`)
}

function times(lengths: Pick<StringConstraints, 'minLength' | 'maxLength'>): fc.Arbitrary<string> | undefined {
  const shapes = SHAPES.flatMap(({ digits, zones }) => {
    const fraction = digits === 0 ? 0 : digits + 1
    const fitting = zones.filter((zone) => fits(lengths, 8 + fraction + zone.length))
    return fitting.length === 0 ? [] : [{ digits, zone: fc.constantFrom(...fitting) }]
  })
  if (shapes.length === 0) return undefined
  const variants = shapes.map(({ digits, zone }) =>
    fc.tuple(ofDay, fractionOf(digits), zone).map(([clock, fraction, offset]) => clock + fraction + offset),
  )
  return fc.oneof({ withCrossShrink: true }, ...variants)
}

/** `HH:MM:SS`, shrinking to noon. */
const ofDay: fc.Arbitrary<string> = fc.integer({ min: -43_200, max: 43_199 }).map((offset) => {
  const second = 43_200 + offset
  return [second / 3600, (second / 60) % 60, second % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':')
})

function fractionOf(digits: number): fc.Arbitrary<string> {
  if (digits === 0) return fc.constant('')
  return fc.integer({ min: 0, max: 10 ** digits - 1 }).map((fraction) => `.${String(fraction).padStart(digits, '0')}`)
}

/** RFC 3339 appendix A: units in order and without a gap, or weeks alone. */
export const duration: Format = {
  strings: (constraints) => {
    const units = [['D'], ['W'], ['H'], ['M', 'S'], ['Y', 'M', 'D'], ['M', 'D'], ['H', 'M', 'S']]
    const parts = units.flatMap((names) => {
      const prefix = names.includes('H') || names.includes('S') ? 'PT' : 'P'
      const digits = fits(constraints, prefix.length + 2 * names.length, prefix.length + 3 * names.length) ? 59 : 9
      if (!fits(constraints, prefix.length + 2 * names.length)) return []
      const amount = fc.integer({ min: 1, max: digits })
      const text = (amounts: readonly number[]): string => amounts.map((value, i) => `${value}${names[i]}`).join('')
      return [fc.tuple(...names.map(() => amount)).map((amounts) => prefix + text(amounts))]
    })
    return parts.length === 0 ? undefined : fc.oneof({ withCrossShrink: true }, ...parts)
  },
}
