import { COUNTRIES_ALPHA_2, COUNTRIES_ALPHA_3, LANGUAGES, US_STATES } from '../formats/code-table.ts'
import type { DomainEntry } from '../registry.ts'
import { choose, decimals, mostly } from './choose.ts'
import { entry, type Facts } from './facts.ts'

const isCodeLike = ({ example }: Facts): boolean => example === undefined || /^[A-Za-z]{2,3}$/.test(String(example))

const country: DomainEntry = entry({
  name: 'country',
  when: (facts) =>
    facts.isString &&
    isCodeLike(facts) &&
    (/\bcountry( code)?( iso)?( [23])?$/.test(facts.words) || /iso[- ]?3166(?!-2)/.test(facts.text)),
  strings: (facts) => {
    const three = /alpha-?3|three[- ](letter|character)/.test(facts.text) || String(facts.example ?? '').length === 3
    const [first, second] = three ? [COUNTRIES_ALPHA_3, COUNTRIES_ALPHA_2] : [COUNTRIES_ALPHA_2, COUNTRIES_ALPHA_3]
    const codes = choose(facts, first) === undefined ? second : first
    return mostly(choose(facts, codes.slice(0, 5)), choose(facts, codes))
  },
})

/** Only where two letters are what the field is about: a `state` is as often a status. */
const state: DomainEntry = entry({
  name: 'us-state',
  when: ({ words, isString, maxLength, example }) =>
    isString &&
    /\b(state|province|region)( code)?$/.test(words) &&
    (maxLength === 2 || /^[A-Z]{2}$/.test(String(example))),
  strings: (facts) => choose(facts, US_STATES),
})

const language: DomainEntry = entry({
  name: 'language',
  when: (facts) =>
    facts.isString &&
    /\b(language|lang|locale)( code)?$/.test(facts.words) &&
    !/[a-z]{4}/i.test(String(facts.example ?? '')),
  strings: (facts) => {
    if (/^[a-z]{2}-[A-Z]{2}$/.test(String(facts.example)))
      return choose(facts, ['en-US', 'en-GB', 'fr-CA', 'de-DE', 'es-MX'])
    if (/^[a-z]{2}_[A-Z]{2}$/.test(String(facts.example)))
      return choose(facts, ['en_US', 'en_GB', 'fr_CA', 'de_DE', 'es_MX'])
    return mostly(choose(facts, LANGUAGES.slice(0, 4)), choose(facts, LANGUAGES))
  },
})

const postalCode: DomainEntry = entry({
  name: 'postal-code',
  when: ({ words, isString }) => isString && /\b(zip|postal|post) ?(code)?$|\b(postcode|zipcode|zip)$/.test(words),
  strings: (facts) => {
    const letters = /[a-z]/i.test(String(facts.example ?? ''))
    const codes = ['10001', '60601', '90210', '33101', '02108']
    return letters ? choose(facts, ['SW1A 1AA', 'M1 1AE', 'K1A 0B1', 'EC1A 1BB', 'D02 AF30']) : choose(facts, codes)
  },
})

const city: DomainEntry = entry({
  name: 'city',
  when: ({ words, isString }) => isString && /\b(city|town|locality)( name)?$/.test(words),
  strings: (facts) => choose(facts, ['Chicago', 'New York', 'Toronto', 'London', 'Paris', 'San José']),
})

const street: DomainEntry = entry({
  name: 'street',
  when: ({ words, isString, format }) =>
    isString && format === undefined && /\b(street|address ?(line)? ?1|line ?1|street address|address1)$/.test(words),
  strings: (facts) => choose(facts, ['1 Example Ave.', '10 High Street', '221B Baker Street', '350 5th Ave']),
})

const coordinates: DomainEntry = entry({
  name: 'coordinate',
  when: ({ words, isNumber }) => isNumber && /\b(lat|latitude|lng|lon|long|longitude)$/.test(words),
  numbers: (facts) => (/lat/.test(facts.words) ? decimals(facts, -90, 90, 5) : decimals(facts, -180, 180, 5)),
})

const timeZone: DomainEntry = entry({
  name: 'time-zone',
  when: ({ words, isString, format }) => isString && format === undefined && /\btime ?zone$/.test(words),
  strings: (facts) => choose(facts, ['UTC', 'America/New_York', 'America/Chicago', 'Europe/London', 'Asia/Tokyo']),
})

/** Places: countries, states, addresses, languages. */
export const placeEntries: readonly DomainEntry[] = [
  country,
  state,
  language,
  postalCode,
  city,
  street,
  coordinates,
  timeZone,
]
