import type { Json } from '../core/json.ts'

/**
 * The text of a value outside a JSON document (query, path, header, form field): numbers in plain digits, because
 * `1e+21` is not what a reader of a query string expects; arrays and objects, where the style has no rule for them, as JSON.
 */
export function textOf(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return plainNumber(value)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** A number without exponent: `1e21` is `1000000000000000000000`, `1.5e-7` is `0.00000015`, `-0` is `0`. */
function plainNumber(value: number): string {
  const text = String(value)
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign = '', lead = '', fraction = '', power = '0'] = match
  const digits = lead + fraction
  const point = 1 + Number(power)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return sign + digits.padEnd(point, '0')
}

/** Percent-encodes everything but the unreserved characters of RFC 3986 §2.3; a lone surrogate becomes U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/**
 * Percent-encodes a query value that may hold reserved characters (`allowReserved`). Those that would change how the
 * query is read are encoded all the same: `#` ends it, `&`, `=` and `+` have a meaning in it, brackets are not allowed.
 */
export function percentEncodeReserved(text: string): string {
  return percentEncode(text).replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/g, (encoded) =>
    decodeURIComponent(encoded),
  )
}
