import type { SecretKind } from '../../core/exchange.ts'
import { createQuickScan, type QuickScan } from './quick-scan.ts'

/** Tells which names say that their value is a secret. */
export interface SecretNames {
  /** Of a body member, form field, query parameter or path segment: `cardNumber`, `new_password`. */
  field(name: string): SecretKind | undefined
  header(name: string): SecretKind | undefined
  /** Whether a text may hold such a name, or a card number: one pass, meant to say no of most texts. */
  scan(text: string): QuickScan
  /**
   * Matches such a name with what stands between it and its value (first group) and the quote that opens the value
   * (second group, may be empty). What precedes the name is not matched, so that no text makes it slow.
   */
  readonly assigned: RegExp
}

/** The built-in names and the user's own, which are compared as a whole. */
export function createSecretNames(own: Readonly<Record<string, SecretKind>> = {}): SecretNames {
  const exact = new Map(Object.entries(own).map(([name, kind]) => [wordsOf(name).join(''), kind]))
  const patterns = [...TAILS.keys(), ...WHOLE.keys()].map((name) => name.replaceAll(' ', '[-_ .]?'))
  const ownPatterns = Object.keys(own).map((name) => wordsOf(name).join('[-_ .]?'))
  const all = [...patterns, ...ownPatterns].join('|')
  const quote = String.raw`\\*["']|%22|%27`
  const assigned = new RegExp(
    String.raw`(?:${all})((?:${quote})?\s*(?:[:=]|%3[ad])\s*(${quote})?|(?:\s[^<>]{0,200})?>)`,
    'gi',
  )
  const field = (name: string): SecretKind | undefined => {
    const words = wordsOf(name)
    const joined = words.join('')
    return exact.get(joined) ?? WHOLE_JOINED.get(joined) ?? tailOf(words)
  }
  const header = (name: string): SecretKind | undefined => {
    const words = wordsOf(name)
    return HEADERS.get(words.join('')) ?? field(name) ?? (words.at(-1) === 'token' ? 'access-token' : undefined)
  }
  const known = cached(field)
  const endings = [...TAILS_JOINED.keys(), ...WHOLE_JOINED.keys(), ...exact.keys()].map((name) => name.slice(-3))
  return {
    field: known,
    header: cached(header),
    // What a plain `number` is depends on what it is in.
    scan: createQuickScan(endings, (name) => known(name) !== undefined || name === 'number'),
    assigned,
  }
}

/** Names that are secret as the last words of a longer one, too: `customerCardNumber`, `old-password`. */
const TAILS: ReadonlyMap<string, SecretKind> = new Map([
  ...kind('card-number', [
    'card number',
    'card no',
    'card num',
    'card pan',
    'primary account number',
    'cc number',
    'cc num',
    'funding pan',
    'device pan',
  ]),
  ...kind('card-security-code', [
    'cvv',
    'cvv2',
    'cvc',
    'cvc2',
    'cv2',
    'csc',
    'card cid',
    'security code',
    'verification value',
    'cvv encrypted',
    'encrypted cvv',
    'cvc encrypted',
    'encrypted cvc',
    'encrypted security code',
    'card verification code',
  ]),
  ...kind('track-data', [
    'track data',
    'track1',
    'track2',
    'track3',
    'track 1 data',
    'track 2 data',
    'track1 data',
    'track2 data',
    'mag stripe',
    'magstripe',
    'magnetic stripe',
    'stripe data',
    'pin block',
  ]),
  ...kind('account-number', ['account number', 'account no', 'acct number', 'acct no', 'account num', 'iban', 'bban']),
  ...kind('routing-number', ['routing number', 'routing no', 'aba number', 'sort code', 'aba routing']),
  ...kind('tax-id', [
    'tax id',
    'tax number',
    'taxpayer id',
    'tax identification number',
    'taxpayer identification number',
    'tax identifier',
    'fein',
  ]),
  ...kind('personal-id', [
    'ssn',
    'social security number',
    'social security',
    'social insurance number',
    'national id',
    'national id number',
    'national identification number',
    'national insurance number',
    'passport',
    'passport number',
    'passport no',
    'driving licence number',
    'drivers license',
    'driver license',
    'drivers license number',
    'driver license number',
    'identity card number',
  ]),
  ...kind('webhook-secret', ['webhook secret', 'signing secret', 'signing key']),
  ...kind('credential', [
    'password',
    'passwd',
    'passphrase',
    'pwd',
    'secret',
    'client secret',
    'secret key',
    'private key',
    'secret access key',
    'encryption key',
    'client assertion',
  ]),
  ...kind('api-key', ['api key', 'apikey', 'subscription key']),
  ...kind('access-token', [
    'access token',
    'refresh token',
    'id token',
    'auth token',
    'session token',
    'bearer token',
    'security token',
    'authorization token',
    'authentication token',
    'csrf token',
    'api token',
    'secret token',
  ]),
])

/** Names that mean something else within a longer one (`shippingPin`, `panel`). */
const WHOLE: ReadonlyMap<string, SecretKind> = new Map([
  ...kind('card-number', ['pan', 'dpan', 'fpan']),
  ...kind('track-data', ['track']),
  ...kind('credential', ['pin', 'otp', 'new pin', 'old pin', 'card pin', 'encrypted pin', 'pin encrypted', 'passcode']),
  ...kind('tax-id', ['ein', 'tin']),
  ...kind('access-token', ['jwt']),
])

const WHOLE_JOINED: ReadonlyMap<string, SecretKind> = joinedNames(WHOLE)
const TAILS_JOINED: ReadonlyMap<string, SecretKind> = joinedNames(TAILS)

const HEADERS: ReadonlyMap<string, SecretKind> = joinedNames(
  new Map([
    ...kind('access-token', ['authorization', 'proxy authorization']),
    ...kind('credential', ['cookie', 'set cookie', 'php auth pw']),
    ...kind('api-key', ['x api key', 'api key', 'x auth key', 'x functions key', 'x access key']),
  ]),
)

/** Most words of a name in the table; `taxpayerIdentificationNumber` has three. */
const MOST_WORDS = 4

function tailOf(words: readonly string[]): SecretKind | undefined {
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count--) {
    const tail = words.slice(-count).join('')
    const found = TAILS_JOINED.get(tail)
    // `x-foo-secret` signs and verifies; a plain `secret` may be any.
    if (found === 'credential' && tail === 'secret' && words.length > 1 && words.at(-2) !== 'client')
      return 'webhook-secret'
    if (found !== undefined) return found
  }
  return undefined
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function kind(of: SecretKind, names: readonly string[]): readonly (readonly [string, SecretKind])[] {
  return names.map((name) => [name, of])
}

function joinedNames(names: ReadonlyMap<string, SecretKind>): ReadonlyMap<string, SecretKind> {
  return new Map([...names].map(([name, of]) => [name.replaceAll(' ', ''), of]))
}

/** Names come from contracts, so they repeat; a server that makes them up must not fill the memory. */
const MOST_REMEMBERED = 5_000

function cached(lookup: (name: string) => SecretKind | undefined): (name: string) => SecretKind | undefined {
  const known = new Map<string, SecretKind | undefined>()
  return (name) => {
    if (known.has(name)) return known.get(name)
    const found = name.length > 100 ? undefined : lookup(name)
    if (known.size < MOST_REMEMBERED) known.set(name, found)
    return found
  }
}
