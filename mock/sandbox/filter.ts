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

/** The filter that a query asks for; the same one for the same query, because lists ask for it item by item. */
export function filterBy(query: URLSearchParams): Filter {
  const known = filters.get(query)
  if (known !== undefined) return known
  const made = filterOf(query)
  filters.set(query, made)
  return made
}

const filters = new WeakMap<URLSearchParams, Filter>()

function filterOf(query: URLSearchParams): Filter {
  const sent = new Map([...new Set(query.keys())].map((name) => [name, query.getAll(name)] as const))
  const asked = (parameter: string): string | undefined => sent.get(parameter)?.[0]
  const time = (parameter: string): number | undefined => {
    const text = asked(parameter)
    return text === undefined ? undefined : Date.parse(text)
  }
  return {
    is(parameter, value) {
      const wanted = asked(parameter)
      return wanted === undefined || wanted === String(value ?? '')
    },
    isOneOf(parameter, value) {
      const wanted = sent.get(parameter)?.flatMap((text) => text.split(','))
      return wanted === undefined || wanted.includes(String(value ?? ''))
    },
    isAnyOf(parameter, values) {
      const wanted = asked(parameter)
      return wanted === undefined || values.includes(wanted)
    },
    isWithin(from, to, moment) {
      const [first, last] = [time(from), time(to)]
      if (first === undefined && last === undefined) return true
      const at = Date.parse(String(moment))
      // Seconds are all that the API shows: the bounds are read to the second, too.
      return !(at < Math.floor((first ?? Number.NaN) / 1000) * 1000) && !(at > (last ?? Number.NaN))
    },
    hasDigits(first6, last4, number) {
      const [start, end] = [asked(first6), asked(last4)]
      const text = String(number ?? '')
      return (start === undefined || text.startsWith(start)) && (end === undefined || text.endsWith(end))
    },
  }
}
