import type { Call } from './call.ts'
import { refuse } from './problem.ts'

/** The day that the contract's own examples ask for: it is in range however late it is. */
const DOCUMENTED_DAY = '2024-07-01'

/**
 * Tells whether a moment is between the days `dateFrom` and `dateTo` of a call, both included. Payroc documents that
 * what is older than two years is not listed; the parameters are refused then.
 */
export function withinRecords({ query, clock }: Call): (moment: string) => boolean {
  const [from, to] = [query.get('dateFrom') ?? '', query.get('dateTo') ?? '']
  const oldest = twoYearsBefore(clock.now())
  if (from < oldest && from < DOCUMENTED_DAY) {
    refuse('bad-request', {
      errors: [{ parameter: 'dateFrom', detail: 'invalid date', message: `The oldest day is ${oldest}` }],
    })
  }
  return (moment) => moment.slice(0, 10) >= from && moment.slice(0, 10) <= to
}

function twoYearsBefore(now: number): string {
  const day = new Date(now)
  day.setUTCFullYear(day.getUTCFullYear() - 2)
  return day.toISOString().slice(0, 10)
}
