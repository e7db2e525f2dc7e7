import { CURRENCIES } from '../formats/code-table.ts'
import type { DomainEntry } from '../registry.ts'
import { choose, decimals, integers, mostly } from './choose.ts'
import { entry } from './facts.ts'

const currency: DomainEntry = entry({
  name: 'currency',
  when: ({ words, text, isString }) =>
    isString && (/\b(currency|currencies|ccy)( code)?$/.test(words) || /iso[- ]?4217/.test(text)),
  strings: (facts) => {
    const lower = facts.example !== undefined && /^[a-z]{3}$/.test(String(facts.example))
    const codes = lower ? CURRENCIES.map((code) => code.toLowerCase()) : CURRENCIES
    return mostly(choose(facts, codes.slice(0, 5)), choose(facts, codes))
  },
})

const percentage: DomainEntry = entry({
  name: 'percentage',
  when: ({ words, text, isNumber }) =>
    isNumber && (/\b(percent|percentage|pct|rate)\b/.test(words) || /^\s*percentage\b/.test(text)),
  numbers: (facts) => decimals(facts, 0, 100, 2),
})

const MONEY =
  /\b(amount|total|subtotal|sub total|tip|gratuity|price|fee|tax|cost|balance|surcharge|discount|cashback|charge)$/

const amount: DomainEntry = entry({
  name: 'amount',
  when: ({ words, isNumber }) => isNumber && MONEY.test(words),
  numbers: (facts) => mostly(decimals(facts, 1, 10_000, 2), decimals(facts, 0, 1_000_000, 2)),
})

const amountText: DomainEntry = entry({
  name: 'amount-text',
  when: ({ words, isString, format, example }) =>
    isString && format === undefined && MONEY.test(words) && /^\d+(\.\d\d)?$/.test(String(example)),
  strings: (facts) =>
    String(facts.example).includes('.')
      ? decimals({ ...facts, isInteger: false }, 1, 1_000, 2)?.map((value) => value.toFixed(2))
      : integers(facts, 1, 10_000)?.map(String),
})

const quantity: DomainEntry = entry({
  name: 'quantity',
  when: ({ words, isNumber }) => isNumber && /\b(quantity|qty|count|number of [a-z ]+|units)$/.test(words),
  numbers: (facts) => decimals(facts, 1, 100, 0),
})

/** Money: currencies, amounts in minor units (or with cents where the field is not an integer), percentages. */
export const moneyEntries: readonly DomainEntry[] = [currency, percentage, amount, amountText, quantity]
