import * as fc from 'fast-check'
import { charsOf, DIGITS, exactly } from '../formats/sized.ts'
import type { DomainEntry } from '../registry.ts'
import { choose, integers } from './choose.ts'
import { entry } from './facts.ts'

/** Federal Reserve districts that a routing number may begin with. */
const DISTRICTS = ['02', '03', '06', '07', '11', '12', '26', '32'] as const

/** Nine digits with the ABA checksum. */
const routingNumbers: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...DISTRICTS), exactly(DIGITS, 6))
  .map(([district, rest]) => withCheckDigit(district + rest))

function withCheckDigit(eight: string): string {
  const sum = Array.from(eight).reduce((total, digit, i) => total + Number(digit) * ([3, 7, 1][i % 3] ?? 0), 0)
  return `${eight}${(10 - (sum % 10)) % 10}`
}

/** The account part of an IBAN, by country. */
const ACCOUNTS = [
  { country: 'DE', prefix: '', digits: 18 },
  { country: 'NL', prefix: 'ABNA', digits: 10 },
  { country: 'GB', prefix: 'WEST', digits: 14 },
  { country: 'FR', prefix: '', digits: 23 },
  { country: 'ES', prefix: '', digits: 20 },
] as const

/** IBANs with their check digits (ISO 13616), at most so long. */
function ibans(maxLength: number): fc.Arbitrary<string> | undefined {
  const fitting = ACCOUNTS.filter(({ prefix, digits }) => 4 + prefix.length + digits <= maxLength)
  if (fitting.length === 0) return undefined
  const kinds = fitting.map(({ country, prefix, digits }) =>
    exactly(DIGITS, digits).map((account) => withCheckDigits(country, prefix + account)),
  )
  return fc.oneof({ withCrossShrink: true }, ...kinds)
}

function withCheckDigits(country: string, account: string): string {
  const digits = Array.from(`${account}${country}00`, (char) => String(Number.parseInt(char, 36))).join('')
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${account}`
}

const routing: DomainEntry = entry({
  name: 'routing-number',
  when: ({ words, isString }) => isString && /\b(routing|aba|rtn)( transit)?( number| no)?$/.test(words),
  strings: () => routingNumbers,
})

const iban: DomainEntry = entry({
  name: 'iban',
  when: ({ words, isString, format }) => isString && (/\biban( number)?$/.test(words) || format === 'iban'),
  strings: ({ maxLength }) => ibans(maxLength),
})

const bic: DomainEntry = entry({
  name: 'bic',
  when: ({ words, isString, format }) => isString && (/\b(bic|swift)( code)?$/.test(words) || format === 'bic'),
  strings: (facts) => choose(facts, ['DEUTDEFF', 'CHASUS33', 'BNPAFRPP', 'BARCGB22', 'DEUTDEFF500']),
})

const sortCode: DomainEntry = entry({
  name: 'sort-code',
  when: ({ words, isString }) => isString && /\bsort code$/.test(words),
  strings: (facts) => choose(facts, ['200000', '608371', '404784', '20-00-00', '60-83-71']),
})

const accountNumber: DomainEntry = entry({
  name: 'account-number',
  when: ({ words, isString, format }) => isString && format === undefined && /\baccount (number|no|num)$/.test(words),
  strings: ({ minLength, maxLength }) => {
    const [least, most] = [Math.max(minLength, Math.min(8, maxLength)), Math.min(maxLength, Math.max(minLength, 12))]
    return least < 1 ? undefined : charsOf(DIGITS.slice(1), least, most)
  },
})

const taxId: DomainEntry = entry({
  name: 'tax-id',
  when: ({ words, format }) =>
    format === undefined && /\b(ssn|ein|itin|tin|social security( number)?|tax id|tax payer id)$/.test(words),
  strings: (facts) => {
    const dashed = /^\d\d-\d{7}$/.test(String(facts.example))
    const digits = exactly(DIGITS.slice(1), 9)
    return dashed ? digits.map((text) => `${text.slice(0, 2)}-${text.slice(2)}`) : digits
  },
  numbers: (facts) => integers(facts, 100_000_000, 899_999_999),
})

const merchantCategory: DomainEntry = entry({
  name: 'merchant-category-code',
  when: ({ words }) => /\b(mcc|merchant category code)$/.test(words),
  strings: (facts) => choose(facts, ['5411', '5812', '5999', '5045', '7299', '4121']),
  numbers: (facts) => integers(facts, 5000, 5999),
})

/** Banks and authorities: routing and account numbers, IBAN, tax ids. */
export const bankEntries: readonly DomainEntry[] = [
  routing,
  iban,
  bic,
  sortCode,
  accountNumber,
  taxId,
  merchantCategory,
]
