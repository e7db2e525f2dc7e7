import * as fc from 'fast-check'
import type { Format, StringConstraints } from '../registry.ts'
import { charsOf, DIGITS, fits, LOWER, oneOf, within } from './sized.ts'

type Lengths = Pick<StringConstraints, 'minLength' | 'maxLength'>

const ALNUM = LOWER + DIGITS

/** Reserved for documentation (RFC 2606), so nothing is ever sent to anybody. */
const HOSTS = ['example.com', 'example.org', 'example.net', 'www.example.com', 'api.example.com', 'mail.example.org']

/** RFC 1123 host name, with at least two labels wherever the bounds leave room for them. */
export const hostname: Format = {
  strings: (constraints) => {
    const known = oneOf(HOSTS, constraints)
    const made = madeHost(constraints)
    if (known === undefined || made === undefined) return known ?? made
    return fc.oneof({ withCrossShrink: true }, known, made)
  },
}

/** A host name of any length from 1 to 253: letters and digits, a dot at least every 20 characters. */
function madeHost({ minLength, maxLength }: Lengths): fc.Arbitrary<string> | undefined {
  const least = Math.max(1, minLength)
  const most = Math.min(253, maxLength)
  if (least > most) return undefined
  if (most < 5) return charsOf(LOWER, least, most)
  const stem = charsOf(ALNUM, Math.max(1, least - 4), most - 4)
  return stem.map((text) => `${dotted(`a${text.slice(1)}`)}.com`)
}

function dotted(text: string): string {
  return Array.from(text, (char, i) => (i % 20 === 19 && i < text.length - 1 ? '.' : char)).join('')
}

/** RFC 5321 mailbox: a dot-atom of letters, digits and few signs at a documentation domain. */
export const email: Format = { strings: (constraints) => mailbox(constraints) }

function mailbox({ minLength, maxLength }: Lengths): fc.Arbitrary<string> | undefined {
  const domain = HOSTS.slice(0, 3).find((host) => host.length + 2 <= maxLength) ?? (maxLength >= 6 ? 'a.co' : undefined)
  if (domain === undefined) return undefined
  const padding = Math.max(0, minLength - 64 - 1 - domain.length)
  if (padding > 180) return undefined
  const host = padding === 0 ? domain : `${dotted('a'.repeat(Math.max(1, padding - 1)))}.${domain}`
  const room = { least: Math.max(1, minLength - host.length - 1), most: Math.min(64, maxLength - host.length - 1) }
  if (room.least > room.most) return undefined
  const local = charsOf(ALNUM, room.least, Math.min(room.most, Math.max(room.least, 24)))
  return fc.tuple(local, fc.constantFrom('', '', '.', '+', '_')).map(([text, sign]) => `${signed(text, sign)}@${host}`)
}

/** A sign in the middle of a local part, which keeps its length. */
function signed(local: string, sign: string): string {
  const middle = Math.floor(local.length / 2)
  return sign === '' || local.length < 3 ? local : local.slice(0, middle) + sign + local.slice(middle + 1)
}

/** RFC 6531 mailbox; now and then beyond ASCII. */
export const idnEmail: Format = {
  strings: (constraints) => mixed(mailbox(constraints), ['jürgen@example.com', '用户@example.com'], constraints),
}

/** RFC 5890 host name; now and then beyond ASCII. */
export const idnHostname: Format = {
  strings: (constraints) =>
    mixed(hostname.strings?.(constraints), ['bücher.example.com', '例え.example.jp'], constraints),
}

function mixed(
  plain: fc.Arbitrary<string> | undefined,
  others: readonly string[],
  constraints: StringConstraints,
): fc.Arbitrary<string> | undefined {
  const rare = oneOf(others, constraints)
  if (plain === undefined || rare === undefined) return plain ?? rare
  return fc.oneof({ withCrossShrink: true }, { arbitrary: plain, weight: 4 }, { arbitrary: rare, weight: 1 })
}

export const ipv4: Format = { strings: (constraints) => within(quads, constraints, 7, 15) }

const octet: fc.Arbitrary<number> = fc.integer({ min: 0, max: 255 })

const quads: fc.Arbitrary<string> = fc
  .tuple(fc.integer({ min: 1, max: 223 }), octet, octet, fc.integer({ min: 1, max: 254 }))
  .map((parts) => parts.join('.'))

/** RFC 4291: full, shortened, and with an embedded IPv4 address. */
export const ipv6: Format = { strings: (constraints) => within(fc.ipV6(), constraints, 2, 39) }

/** Either family, the older one mostly. */
export const ip: Format = {
  strings: (constraints) => mixedFormats(ipv4.strings?.(constraints), ipv6.strings?.(constraints)),
}

function mixedFormats(
  first: fc.Arbitrary<string> | undefined,
  second: fc.Arbitrary<string> | undefined,
): fc.Arbitrary<string> | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return fc.oneof({ withCrossShrink: true }, { arbitrary: first, weight: 3 }, { arbitrary: second, weight: 1 })
}

export const cidr: Format = {
  strings: (constraints) =>
    fits(constraints, 9, 18)
      ? fc.tuple(quads, fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`)
      : undefined,
}

export const mac: Format = {
  strings: (constraints) => {
    const pair = octet.map((value) => value.toString(16).padStart(2, '0'))
    return fits(constraints, 17)
      ? fc.array(pair, { minLength: 6, maxLength: 6 }).map((pairs) => pairs.join(':'))
      : undefined
  },
}
