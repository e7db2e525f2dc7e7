/**
 * The moment that generated dates are relative to, where a field asks for the future or the past: fixed, so that the
 * same seed yields the same request next year.
 */
export const FIXED_NOW: Date = new Date('2026-01-01T00:00:00Z')

const DAY = 86_400_000

/** Days since the epoch of a date such as `2026-01-15`. */
export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / DAY)
}

/** The date of a day since the epoch, as RFC 3339 `full-date`. */
export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}
