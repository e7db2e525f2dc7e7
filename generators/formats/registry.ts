import * as fc from 'fast-check'
import type { Format, FormatRegistry } from '../registry.ts'
import { country, countryAlpha3, currency, language, languageTag } from './code-table.ts'
import { date, dateTime, duration, time } from './date-time.ts'
import { base64url, binary, byte, char, hexadecimal, password } from './encoded.ts'
import { digestOf, semver, slug, ulid, uuid } from './identifier.ts'
import { cidr, email, hostname, idnEmail, idnHostname, ip, ipv4, ipv6, mac } from './internet.ts'
import { HEADER_TEXT, headerText, PATH_TEXT, pathText, QUERY_TEXT, queryText } from './legal-text.ts'
import { decimalBetween, integerBetween, unixTime } from './number.ts'
import { phone } from './phone.ts'
import { jsonPointer, regex, relativeJsonPointer } from './pointer.ts'
import { registeredFormats } from './registered.ts'
import { iri, uri, uriReference, uriTemplate, url } from './uri.ts'

const decimal = decimalBetween(0, 10_000, 2)
const percentage = decimalBetween(0, 100, 2)

/** A format of JSON documents in a string. */
const jsonText: Format = {
  strings: ({ minLength, maxLength }) => (minLength > 2 || maxLength < 2 ? undefined : fc.constantFrom('{}', '[]')),
}

/** Formats by name: those of JSON Schema and OpenAPI, the registered ones, and what is in common use besides. */
const NAMED: Readonly<Record<string, Format>> = {
  date,
  'full-date': date,
  'yyyy-mm-dd': date,
  time,
  'full-time': time,
  'partial-time': { strings: (constraints) => partialTime(constraints) },
  'date-time': dateTime,
  datetime: dateTime,
  date_time: dateTime,
  timestamp: { ...dateTime, ...unixTime },
  iso8601: dateTime,
  'iso-8601': dateTime,
  rfc3339: dateTime,
  duration,
  'unix-time': unixTime,
  unixtime: unixTime,
  epoch: unixTime,
  uuid,
  uuid4: uuid,
  guid: uuid,
  ulid,
  objectid: digestOf(24),
  md5: digestOf(32),
  sha1: digestOf(40),
  sha256: digestOf(64),
  slug,
  semver,
  email,
  'e-mail': email,
  'idn-email': idnEmail,
  hostname,
  domain: hostname,
  fqdn: hostname,
  'idn-hostname': idnHostname,
  uri,
  url,
  'http-url': url,
  'https-url': url,
  'uri-reference': uriReference,
  uriref: uriReference,
  iri,
  'iri-reference': uriReference,
  'uri-template': uriTemplate,
  ipv4,
  ipv6,
  ip,
  'ip-address': ip,
  cidr,
  'ipv4-cidr': cidr,
  mac,
  'mac-address': mac,
  'json-pointer': jsonPointer,
  'relative-json-pointer': relativeJsonPointer,
  regex,
  json: jsonText,
  byte,
  base64: byte,
  base64url,
  binary,
  file: binary,
  password,
  char,
  hexadecimal,
  hex: hexadecimal,
  hexstring: hexadecimal,
  'iso-639': language,
  'iso-639-1': language,
  language,
  'language-code': language,
  locale: languageTag,
  bcp47: languageTag,
  'language-tag': languageTag,
  'iso-3166': country,
  'iso-3166-1': country,
  'iso-3166-1-alpha-2': country,
  'iso-3166-alpha-2': country,
  'iso-3166-1-alpha-3': countryAlpha3,
  'iso-3166-alpha-3': countryAlpha3,
  country,
  'country-code': country,
  'iso-4217': currency,
  iso4217: currency,
  currency: { ...decimal, ...currency },
  'currency-code': currency,
  phone,
  'phone-number': phone,
  tel: phone,
  telephone: phone,
  'e.164': phone,
  e164: phone,
  percentage,
  percent: percentage,
  decimal,
  bigdecimal: decimal,
  money: decimal,
  integer: integerBetween(0, 1_000_000),
  int: integerBetween(0, 1_000_000),
  uint8: integerBetween(0, 255),
  uint16: integerBetween(0, 65_535),
  uint32: integerBetween(0, 4_294_967_295),
  uint64: integerBetween(0, Number.MAX_SAFE_INTEGER),
  ...registeredFormats,
  [PATH_TEXT]: pathText,
  [QUERY_TEXT]: queryText,
  [HEADER_TEXT]: headerText,
}

function partialTime({
  minLength,
  maxLength,
}: {
  minLength: number
  maxLength: number
}): fc.Arbitrary<string> | undefined {
  if (minLength > 8 || maxLength < 8) return undefined
  return time.strings?.({ minLength: 9, maxLength: 9, patterns: [] })?.map((text) => text.slice(0, 8))
}

/** The formats that come with the harness; also under their usual spellings (`dateTime`, `UUID`, `Date`). */
export const builtInFormats: FormatRegistry = new Map(
  Object.entries(NAMED).flatMap(([name, format]) => spellings(name).map((spelling) => [spelling, format] as const)),
)

function spellings(name: string): readonly string[] {
  const camel = name.replace(/[-_]([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
  return [...new Set([name, camel, capital(name), capital(camel), name.toUpperCase(), name.replaceAll('-', '_')])]
}

/** The built-in formats with a user's own, which win. */
export function defineFormats(formats: Readonly<Record<string, Format>>): FormatRegistry {
  return new Map([...builtInFormats, ...Object.entries(formats)])
}
