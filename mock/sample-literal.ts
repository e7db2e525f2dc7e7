import type { JsonObject } from '../core/json.ts'

/** The number that Prism writes for a schema: a bound, or 0. */
export function sampleNumber(schema: JsonObject, isConverted: boolean): number {
  const { minimum, exclusiveMinimum, exclusiveMaximum, maximum } = isConverted ? converted(schema) : schema
  if (typeof minimum === 'number') return minimum
  if (typeof exclusiveMinimum === 'number') {
    const next = exclusiveMinimum + 1
    return next === exclusiveMaximum ? (next + next - 1) / 2 : next
  }
  if (typeof exclusiveMaximum === 'number') return exclusiveMaximum - 1
  return typeof maximum === 'number' ? maximum : 0
}

/** Prism gives the bounds of its format to a number, and takes OpenAPI 3.0's boolean bounds for numeric ones. */
function converted(schema: JsonObject): JsonObject {
  const range = RANGES[String(schema['format'])]
  const result: Record<string, JsonObject[string]> = { ...schema }
  if (range !== undefined) {
    result['minimum'] = Math.max(numberOr(schema['minimum'], range[0]), range[0])
    result['maximum'] = Math.min(numberOr(schema['maximum'], range[1]), range[1])
  }
  for (const [keyword, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const value = schema[keyword]
    if (value === undefined || typeof value === 'number') continue
    if (value === true && typeof result[bound] === 'number') {
      result[keyword] = result[bound]
      delete result[bound]
    } else delete result[keyword]
  }
  return result
}

function numberOr(value: unknown, fallback: number): number {
  const number = Number(value)
  return Number.isNaN(number) ? fallback : number
}

const RANGES: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  float: [-(2 ** 128), 2 ** 128 - 1],
  double: [-Number.MAX_VALUE, Number.MAX_VALUE],
}

/** The text that Prism writes for a schema: a fixed one by format, else `string`, repeated and cut to the length. */
export function sampleString({ format, minLength, maxLength }: JsonObject, name: string | undefined): string {
  const least = typeof minLength === 'number' ? minLength | 0 : 0
  if (format === 'password') return samplePassword(least)
  if (format === 'uuid') return sampleUuid(name ?? 'id')
  const fixed = FIXED[String(format)]
  if (fixed !== undefined) return fixed
  const text = repeated('string', least)
  return typeof maxLength === 'number' && maxLength !== 0 && text.length > maxLength ? text.slice(0, maxLength) : text
}

const FIXED: Readonly<Record<string, string>> = {
  email: 'user@example.com',
  'idn-email': 'пользователь@пример.ру',
  'date-time': '2019-08-24T14:15:22Z',
  date: '2019-08-24',
  time: '14:15:22Z',
  ipv4: '192.168.0.1',
  ipv6: '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
  hostname: 'example.com',
  'idn-hostname': 'пример.ру',
  iri: 'http://пример.ру',
  'iri-reference': '../словарь',
  uri: 'http://example.com',
  'uri-reference': '../dictionary',
  'uri-template': 'http://example.com/{endpoint}',
  'json-pointer': '/json/pointer',
  'relative-json-pointer': '1/relative/json/pointer',
  regex: '/regex/',
}

function samplePassword(least: number): string {
  const base = 'pa$$word'
  if (least <= base.length) return base
  const rest = least - base.length - 1
  return `${base}_${repeated('qwerty!@#$%^123456', rest).slice(0, rest)}`
}

function repeated(text: string, least: number): string {
  return least > text.length ? text.repeat(Math.trunc(least / text.length) + 1).slice(0, least) : text
}

/** A UUID that depends on the name of its member: Bob Jenkins' small fast generator, seeded with a hash of the name. */
function sampleUuid(name: string): string {
  const hash = [...name].reduce((sum, _, i) => ((sum << 5) - sum + name.charCodeAt(i)) | 0, 0)
  let [a, b, c, d] = [hash, hash, hash, hash]
  const random = (): number => {
    const t = (a - ((b << 27) | (b >>> 5))) | 0
    a = b ^ ((c << 17) | (c >>> 15))
    b = (c + d) | 0
    c = (d + t) | 0
    d = (a + t) | 0
    return (d >>> 0) / 4_294_967_296
  }
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const nibble = ((random() * 16) % 16) | 0
    return (place === 'x' ? nibble : (nibble & 3) | 8).toString(16)
  })
}
