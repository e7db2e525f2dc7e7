import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { wordsOf } from '../../../generators/domain/facts.ts'
import { builtInDomain, defineDomain } from '../../../generators/domain/registry.ts'
import { biasOf, draw, minimal } from '../../../generators/draw.ts'
import type { Field } from '../../../generators/registry.ts'

const field = (name: string, schema: JsonObject = { type: 'string' }): Field => ({ name, schema })

const offered = (given: Field): { entry: string; values: readonly Json[] } | undefined => {
  for (const entry of builtInDomain) {
    const values = entry.matches(given) ? entry.values(given) : undefined
    if (values === undefined) continue
    return { entry: entry.name, values: Array.from({ length: 100 }, (_, i) => draw(values, i, biasOf(i)).value) }
  }
  return undefined
}

const passesLuhn = (digits: string): boolean =>
  Array.from(digits)
    .toReversed()
    .reduce((sum, digit, i) => {
      const doubled = Number(digit) * (i % 2 === 0 ? 1 : 2)
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }, 0) %
    10 ===
  0

const passesAba = (digits: string): boolean => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = Array.from(digits, Number)
  return digits.length === 9 && (3 * (a + d + g) + 7 * (b + e + h) + (c + f + i)) % 10 === 0
}

const passesIban = (iban: string): boolean => {
  const moved = iban.slice(4) + iban.slice(0, 4)
  let remainder = 0
  for (const char of moved)
    for (const digit of String(Number.parseInt(char, 36))) remainder = (remainder * 10 + Number(digit)) % 97
  return remainder === 1
}

const text = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

describe('a domain value', () => {
  it.each<[string, Field, string, (value: Json) => boolean]>([
    ['a card number', field('cardNumber'), 'card-number', (value) => passesLuhn(text(value))],
    [
      'a short card number',
      field('pan', { type: 'string', maxLength: 15 }),
      'card-number',
      (value) => text(value).length <= 15,
    ],
    [
      'a security code',
      field('cvv', { type: 'string', minLength: 3, maxLength: 4 }),
      'card-security-code',
      (value) => /^\d{3}$/.test(text(value)),
    ],
    [
      'an expiry in four digits',
      field('expiryDate', { type: 'string', maxLength: 4, description: 'Expiry date of the card (MMYY).' }),
      'card-expiry',
      (value) => /^(0[1-9]|1[0-2])3[0-4]$/.test(text(value)),
    ],
    [
      'an expiry with a slash',
      field('expiry', { type: 'string', example: '12/27' }),
      'card-expiry',
      (value) => /^(0[1-9]|1[0-2])\/3[0-4]$/.test(text(value)),
    ],
    [
      'an expiry month',
      field('exp_month', { type: 'integer' }),
      'expiry-month',
      (value) => Number(value) >= 1 && Number(value) <= 12,
    ],
    [
      'an expiry year',
      field('expirationYear', { type: 'string', pattern: '^\\d{4}$' }),
      'expiry-year',
      (value) => /^203[0-4]$/.test(text(value)),
    ],
    ['a routing number', field('routingNumber'), 'routing-number', (value) => passesAba(text(value))],
    ['an IBAN', field('iban', { type: 'string', maxLength: 34 }), 'iban', (value) => passesIban(text(value))],
    [
      'an account number',
      field('accountNumber', { type: 'string', minLength: 4, maxLength: 17 }),
      'account-number',
      (value) => /^\d{8,12}$/.test(text(value)),
    ],
    [
      'a currency',
      field('currency', { type: 'string', pattern: '^[A-Z]{3}$' }),
      'currency',
      (value) => Intl.supportedValuesOf('currency').includes(text(value)),
    ],
    [
      'a currency in small letters',
      field('currency', { type: 'string', example: 'usd' }),
      'currency',
      (value) => /^[a-z]{3}$/.test(text(value)),
    ],
    ['a country', field('countryCode'), 'country', (value) => /^[A-Z]{2}$/.test(text(value))],
    [
      'a country in three letters',
      field('country', { type: 'string', minLength: 3, maxLength: 3 }),
      'country',
      (value) => /^[A-Z]{3}$/.test(text(value)),
    ],
    [
      'a state',
      field('state', { type: 'string', maxLength: 2 }),
      'us-state',
      (value) => /^[A-Z]{2}$/.test(text(value)),
    ],
    [
      'an amount in minor units',
      field('amount', { type: 'integer', minimum: 1 }),
      'amount',
      (value) => Number.isInteger(value) && Number(value) >= 1,
    ],
    [
      'an amount with cents',
      field('totalPrice', { type: 'number' }),
      'amount',
      (value) => Math.abs(Number(value) * 100 - Math.round(Number(value) * 100)) < 1e-6,
    ],
    ['an email', field('emailAddress'), 'email', (value) => /^[^@\s]+@example\.(com|org|net)$/.test(text(value))],
    ['a phone number', field('phone'), 'phone', (value) => /^\+1\d{10}$/.test(text(value))],
    [
      'a phone number in digits',
      field('mobile', { type: 'string', example: '2025550143' }),
      'phone',
      (value) => /^\d{10}$/.test(text(value)),
    ],
    [
      'a postal code',
      field('postalCode', { type: 'string', maxLength: 10 }),
      'postal-code',
      (value) => /^\d{5}$/.test(text(value)),
    ],
    [
      'a language',
      field('language', { type: 'string', maxLength: 2 }),
      'language',
      (value) => /^[a-z]{2}$/.test(text(value)),
    ],
    ['an IP address', field('ipAddress'), 'ip-address', (value) => /[.:]/.test(text(value))],
    ['a URL', field('callbackUrl'), 'url', (value) => URL.canParse(text(value))],
    [
      'a date of birth',
      field('dateOfBirth', { type: 'string', format: 'date' }),
      'date-of-birth',
      (value) => text(value) < '2001',
    ],
    [
      'a date in the future',
      field('startDate', { type: 'string', format: 'date', description: 'Must be in the future.' }),
      'date-in-the-future',
      (value) => text(value) > '2030',
    ],
    ['a record id', field('petId', { type: 'integer', format: 'int64' }), 'id', (value) => Number(value) > 0],
    [
      'a string like its example',
      field('reference', { type: 'string', example: 'AB-1234x' }),
      'example-shape',
      (value) => /^[A-F]{2}-[1-9]?\d{3,4}[a-z]$/.test(text(value)),
    ],
  ])('is %s', (_, given, entry, accepts) => {
    const found = offered(given)

    expect(found?.entry).toBe(entry)
    expect(found?.values.filter((value) => !accepts(value))).toEqual([])
  })

  it.each([
    ['has an enum', field('currency', { type: 'string', enum: ['USD'] })],
    ['has a constant', field('cardNumber', { type: 'string', const: '1' })],
    ['is masked', field('cardNumber', { type: 'string', description: 'Masked card number', pattern: '^x' })],
    ['says nothing', field('foo')],
    ['is a status, not a state of the USA', field('state')],
    ['has a pattern that the values break', field('routingNumber', { type: 'string', pattern: '^[a-z]+$' })],
    ['is of another type', field('email', { type: 'boolean' })],
  ])('is not offered for a field that %s', (_, given) => {
    expect(offered(given)).toBeUndefined()
  })

  it('keeps to the lengths of its field whatever they are', () => {
    const names = [
      'cardNumber',
      'cvv',
      'expiryDate',
      'routingNumber',
      'iban',
      'accountNumber',
      'currency',
      'country',
      'email',
      'phone',
      'zip',
      'firstName',
      'city',
      'url',
      'ssn',
      'amount',
      'ipAddress',
    ]
    const lengths = fc.tuple(fc.constantFrom(...names), fc.nat(40), fc.nat(40))

    fc.assert(
      fc.property(lengths, ([name, a, b]) => {
        const [minLength, maxLength] = [Math.min(a, b), Math.max(a, b)]

        const values = offered(field(name, { type: 'string', minLength, maxLength }))?.values ?? []

        expect(values.filter((value) => text(value).length < minLength || text(value).length > maxLength)).toEqual([])
      }),
    )
  })

  it('never throws, whatever the field looks like', () => {
    const schema = fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'number', ['string', 'null']),
        format: fc.constantFrom('date', 'uuid', 'x'),
        pattern: fc.constantFrom('(', '^[A-Z]+$', '\\p{L}+'),
        minLength: fc.nat(50),
        maxLength: fc.nat(50),
        minimum: fc.double({ noNaN: true, noDefaultInfinity: true }),
        maximum: fc.double({ noNaN: true, noDefaultInfinity: true }),
        example: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
        description: fc.constantFrom('ISO 4217 code', 'ISO 3166-1', 'in the future', 'MM/YY', 7),
      },
      { noNullPrototype: true },
    ) as fc.Arbitrary<JsonObject>
    const names = fc.constantFrom('expiryDate', 'amount', 'country', 'currency', 'iban', 'date', 'id', 'mobile', '')

    fc.assert(
      fc.property(names, schema, (name, given) => {
        expect(() => offered(field(name, given))).not.toThrow()
      }),
    )
  })

  it('is the same for the same seed, and shrinks to a plain one', () => {
    const given = field('cardNumber')
    const values = builtInDomain[0]?.values(given) as fc.Arbitrary<Json>

    expect(offered(given)).toEqual(offered(given))
    expect(minimal(values, 3).value).toBe('4111111111111111')
  })

  it('gives way to an entry of the user', () => {
    const own = { name: 'own', matches: () => true, values: () => fc.constant('mine') }

    expect(defineDomain([own])[0]).toBe(own)
    expect(defineDomain([own]).slice(1)).toEqual(builtInDomain)
  })
})

describe('the words of a name', () => {
  it.each([
    ['cardNumber', 'card number'],
    ['card_number', 'card number'],
    ['X-Request-ID', 'x request id'],
    ['IPAddress', 'ip address'],
    ['merchantIDs', 'merchant ids'],
    ['cvv2', 'cvv2'],
    ['HTTPServerURL', 'http server url'],
  ])('of %s are %s', (name, words) => {
    expect(wordsOf(name)).toBe(words)
  })
})
