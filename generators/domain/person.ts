import type * as fc from 'fast-check'
import { email as emailFormat } from '../formats/internet.ts'
import { digitsOnly, phone as phoneFormat } from '../formats/phone.ts'
import type { DomainEntry } from '../registry.ts'
import { byFormat } from './by-format.ts'
import { choose } from './choose.ts'
import { constraintsOf, entry, type Facts } from './facts.ts'

const FIRST = ['Ann', 'Bob', 'Maria', 'José', 'Mei', "D'Arcy"]
const LAST = ['Lee', 'Smith', 'García', 'Müller', "O'Neill", 'Van-Dyk']

const phone: DomainEntry = entry({
  name: 'phone',
  when: ({ words, isString }) => isString && /\b(phone|mobile|fax|telephone|cell|msisdn)( ?number| no)?$/.test(words),
  strings: (facts) => phonesLike(facts) ?? digitsOnly(facts.minLength, facts.maxLength),
})

/** As the example is written: with the plus sign, or as so many digits. */
function phonesLike(facts: Facts): fc.Arbitrary<string> | undefined {
  const example = String(facts.example ?? '')
  if (/^\d{7,15}$/.test(example))
    return digitsOnly(Math.max(example.length, facts.minLength), Math.min(example.length, facts.maxLength))
  return phoneFormat.strings?.(constraintsOf(facts))
}

const firstName: DomainEntry = entry({
  name: 'first-name',
  when: ({ words, isString }) => isString && /\b(first|given|fore|middle) ?name$/.test(words),
  strings: (facts) => choose(facts, FIRST),
})

const lastName: DomainEntry = entry({
  name: 'last-name',
  when: ({ words, isString }) => isString && /\b(last|family|sur) ?name$/.test(words),
  strings: (facts) => choose(facts, LAST),
})

const fullName: DomainEntry = entry({
  name: 'full-name',
  when: ({ words, isString }) =>
    isString && /\b(full name|card ?holder( name)?|name on (card|account)|contact name|customer name)$/.test(words),
  strings: (facts) =>
    choose(
      facts,
      FIRST.flatMap((first) => LAST.map((last) => `${first} ${last}`)),
    ),
})

/** People and how to reach them; nobody is ever reached. */
export const personEntries: readonly DomainEntry[] = [
  byFormat('email', /\be ?mail( address)?$/, emailFormat),
  phone,
  firstName,
  lastName,
  fullName,
]
