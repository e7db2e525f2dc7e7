import * as fc from 'fast-check'
import { FIXED_NOW } from '../formats/fixed-clock.ts'
import { digitsOnly } from '../formats/phone.ts'
import { DIGITS, exactly } from '../formats/sized.ts'
import type { DomainEntry } from '../registry.ts'
import { choose, integers } from './choose.ts'
import { entry, type Facts } from './facts.ts'

/** Published test numbers of the card brands and processors; each passes Luhn, none belongs to anybody. */
const TEST_CARD_NUMBERS: readonly string[] = [
  '4111111111111111',
  '4242424242424242',
  '4012888888881881',
  '4222222222222',
  '5555555555554444',
  '5105105105105100',
  '2223003122003222',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '6011000990139424',
  '30569309025904',
  '38520000023237',
  '3530111333300000',
  '3566002020360505',
  '6200000000000005',
]

const isMasked = ({ text, example }: Facts): boolean =>
  /mask|truncat|last (4|four)/.test(text) || /[*xX•]{4}/.test(String(example))

const cardNumber: DomainEntry = entry({
  name: 'card-number',
  when: (facts) =>
    /\b(card (number|no|num)|pan|ccnumber|cc number|primary account number)$|^cardnumber$/.test(facts.words) &&
    !isMasked(facts),
  strings: (facts) => choose(facts, TEST_CARD_NUMBERS),
  numbers: (facts) => among(facts, TEST_CARD_NUMBERS.map(Number)),
})

function among({ minimum, maximum }: Facts, values: readonly number[]): fc.Arbitrary<number> | undefined {
  const allowed = values.filter((value) => value >= minimum && value <= maximum)
  return allowed.length === 0 ? undefined : fc.constantFrom(...allowed)
}

const securityCode: DomainEntry = entry({
  name: 'card-security-code',
  when: ({ words }) => /\b(cvv2?|cvc2?|cvn|csc|cvd|security code|verification (value|code|number))$/.test(words),
  strings: (facts) => codeOf(facts),
  numbers: (facts) => integers(facts, 100, 999),
})

/** Three digits, four where the field asks for more. */
function codeOf({ minLength, maxLength }: Facts): fc.Arbitrary<string> | undefined {
  if (minLength <= 3 && maxLength >= 3) return exactly(DIGITS, 3)
  return minLength <= 4 && maxLength >= 4 ? exactly(DIGITS, 4) : undefined
}

const MONTHS = Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, '0'))

/** Well after the fixed clock and any day this is likely to run on. */
const YEARS = [4, 5, 6, 7, 8].map((years) => FIXED_NOW.getUTCFullYear() + years)

const isExpiry = (words: string): boolean => /\bexp(iry|iration|ires?)?\b/.test(words)

const expiryMonth: DomainEntry = entry({
  name: 'expiry-month',
  when: ({ words }) => isExpiry(words) && /\b(month|mm)\b/.test(words),
  strings: (facts) =>
    choose(facts, MONTHS) ??
    choose(
      facts,
      MONTHS.map((month) => String(Number(month))),
    ),
  numbers: (facts) => integers(facts, 1, 12),
})

const expiryYear: DomainEntry = entry({
  name: 'expiry-year',
  when: ({ words }) => isExpiry(words) && /\b(year|yy|yyyy)\b/.test(words),
  strings: (facts) => {
    const short = choose(
      facts,
      YEARS.map((year) => String(year % 100)),
    )
    const long = choose(facts, YEARS.map(String))
    return String(facts.example ?? '').length === 2 ? (short ?? long) : (long ?? short)
  },
  numbers: (facts) =>
    among(facts, YEARS) ??
    among(
      facts,
      YEARS.map((year) => year % 100),
    ),
})

interface ExpiryForm {
  readonly documented: RegExp
  readonly example: RegExp
  write(month: string, year: number): string
}

const FORMS: readonly ExpiryForm[] = [
  { documented: /\bmm\/yyyy\b/, example: /^\d\d\/\d{4}$/, write: (month, year) => `${month}/${year}` },
  { documented: /\bmm\/yy\b/, example: /^\d\d\/\d\d$/, write: (month, year) => `${month}/${year % 100}` },
  { documented: /\byyyy-mm\b(?!-)/, example: /^\d{4}-\d\d$/, write: (month, year) => `${year}-${month}` },
  { documented: /\bmmyyyy\b/, example: /^(0\d|1[0-2])20\d\d$/, write: (month, year) => `${month}${year}` },
  { documented: /\byyyymm\b/, example: /^20\d\d(0\d|1[0-2])$/, write: (month, year) => `${year}${month}` },
  { documented: /\byymm\b/, example: /^[2-9]\d(0\d|1[0-2])$/, write: (month, year) => `${year % 100}${month}` },
  { documented: /\bmmyy\b/, example: /^(0\d|1[0-2])\d\d$/, write: (month, year) => `${month}${year % 100}` },
]

const expiry: DomainEntry = entry({
  name: 'card-expiry',
  when: ({ words, isString, format, text, example }) =>
    isString &&
    format === undefined &&
    isExpiry(words) &&
    (/\bcard\b|mm ?\/? ?yy|yy-?mm/.test(`${words} ${text}`) ||
      FORMS.some((form) => form.example.test(String(example)))),
  strings: (facts) => {
    const documented = FORMS.filter((form) => form.documented.test(facts.text))
    const shown = FORMS.filter((form) => form.example.test(String(facts.example)))
    const implied = facts.maxLength === 4 ? FORMS.slice(-1) : facts.maxLength === 5 ? FORMS.slice(1, 2) : []
    const form = documented[0] ?? shown.at(-1) ?? implied[0]
    return (
      form &&
      choose(
        facts,
        YEARS.flatMap((year) => MONTHS.map((month) => form.write(month, year))),
      )
    )
  },
})

const lastFour: DomainEntry = entry({
  name: 'last-four',
  when: ({ words, isString }) => isString && /\blast ?(4|four)( digits)?$/.test(words),
  strings: () => exactly(DIGITS, 4),
})

const bin: DomainEntry = entry({
  name: 'issuer-identification',
  when: ({ words, isString }) => isString && /^(card )?(bin|iin|first (6|six))$/.test(words),
  strings: (facts) =>
    choose(
      facts,
      TEST_CARD_NUMBERS.map((number) => number.slice(0, 6)),
    ) ?? digitsOnly(facts.minLength, facts.maxLength),
})

/** Cards: numbers, expiry and security codes. */
export const cardEntries: readonly DomainEntry[] = [
  cardNumber,
  securityCode,
  expiryMonth,
  expiryYear,
  expiry,
  lastFour,
  bin,
]
