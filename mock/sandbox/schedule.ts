/** How often a plan collects. */
export type Frequency = 'weekly' | 'fortnightly' | 'monthly' | 'quarterly' | 'yearly'

const DAYS: Readonly<Partial<Record<Frequency, number>>> = { weekly: 7, fortnightly: 14 }
const MONTHS: Readonly<Partial<Record<Frequency, number>>> = { monthly: 1, quarterly: 3, yearly: 12 }

const DAY = 86_400_000

/** The day on which a period begins, counted from 0; of a month that is too short for the day, the last. */
export function dueDate(start: string, frequency: Frequency, period: number): string {
  const [year, month, day] = start.split('-').map(Number) as [number, number, number]
  const days = DAYS[frequency]
  if (days !== undefined) return dayOf(Date.parse(`${start}T00:00:00Z`) + period * days * DAY) ?? start
  const months = month - 1 + period * (MONTHS[frequency] ?? 1)
  return dayOf(monthStart(year, months) + (Math.min(day, lastDay(year, months)) - 1) * DAY) ?? start
}

/** Two digits would be a year of the last century to `Date.UTC`. */
function monthStart(year: number, months: number): number {
  return new Date(0).setUTCFullYear(year, months, 1)
}

function lastDay(year: number, months: number): number {
  return Math.round((monthStart(year, months + 1) - monthStart(year, months)) / DAY)
}

/** The period that a day is in; before the first has begun, the first. */
export function periodOf(start: string, frequency: Frequency, today: string): number {
  const days = DAYS[frequency]
  if (days !== undefined) return Math.max(0, Math.floor((Date.parse(today) - Date.parse(start)) / (days * DAY)))
  const period = Math.floor((monthsOf(today) - monthsOf(start)) / (MONTHS[frequency] ?? 1))
  return Math.max(0, dueDate(start, frequency, period) > today ? period - 1 : period)
}

function monthsOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
}

/** The first day from today on which a payment is due. */
export function nextDueDate(start: string, frequency: Frequency, today: string): string {
  return start > today ? start : dueDate(start, frequency, periodOf(start, frequency, today) + 1)
}

/** Dates that four digits of a year cannot hold are none. */
function dayOf(ms: number): string | undefined {
  const moment = new Date(ms)
  return Number.isNaN(ms) || moment.getUTCFullYear() > 9999 || moment.getUTCFullYear() < 0
    ? undefined
    : moment.toISOString().slice(0, 10)
}
