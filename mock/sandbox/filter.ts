import type { Json } from '../../core/json.ts'

/** Whether one thing passes a filter: by whether its parameter was sent, and with which values. */
export interface Filter {
  /** The value must be the one that was asked for. */
  is(parameter: string, value: Json | undefined): boolean
  /** The value must be one of those that were asked for, sent as several parameters or separated by commas. */
  isOneOf(parameter: string, value: Json | undefined): boolean
  /** Any of the values must be the one that was asked for. */
  isAnyOf(parameter: string, values: readonly (Json | undefined)[]): boolean
  /** The moment must not be before, or after, the one that was asked for. */
  isWithin(from: string, to: string, moment: Json | undefined): boolean
  /** The digits of a masked card number, or of an account's end. */
  hasDigits(first6: string, last4: string, number: Json | undefined): boolean
}

export function filterBy(query: URLSearchParams): Filter {
  const asked = (parameter: string): string | undefined => query.get(parameter) ?? undefined
  return {
    is: (parameter, value) => !query.has(parameter) || query.get(parameter) === String(value ?? ''),
    isOneOf(parameter, value) {
      const wanted = query.getAll(parameter).flatMap((text) => text.split(','))
      return wanted.length === 0 || wanted.includes(String(value ?? ''))
    },
    isAnyOf: (parameter, values) => !query.has(parameter) || values.includes(query.get(parameter)),
    isWithin(from, to, moment) {
      const at = Date.parse(String(moment))
      const [first, last] = [asked(from), asked(to)].map((text) => (text === undefined ? Number.NaN : Date.parse(text)))
      // Seconds are all that the API shows: the bounds are read to the second, too.
      return !(at < Math.floor((first as number) / 1000) * 1000) && !(at > (last as number))
    },
    hasDigits(first6, last4, number) {
      const text = String(number ?? '')
      const [start, end] = [asked(first6), asked(last4)]
      return (start === undefined || text.startsWith(start)) && (end === undefined || text.endsWith(end))
    },
  }
}
