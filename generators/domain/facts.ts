import type * as fc from 'fast-check'
import type { Json } from '../../core/json.ts'
import { draw } from '../draw.ts'
import { isLegalText } from '../formats/legal-text.ts'
import type { DomainEntry, Field, StringConstraints } from '../registry.ts'

/** What entries look at, worked out once per field. */
export interface Facts {
  /** The name in lower case, as words: `cardNumber`, `card_number` and `Card-Number` are `card number`. */
  readonly words: string
  /** Title and description in lower case. */
  readonly text: string
  /** The first string or number that documents the field. */
  readonly example: string | number | undefined
  readonly isString: boolean
  readonly isInteger: boolean
  /** An integer or a number. */
  readonly isNumber: boolean
  readonly format: string | undefined
  readonly pattern: RegExp | undefined
  readonly minLength: number
  readonly maxLength: number
  /** Inclusive; infinite where there is none. */
  readonly minimum: number
  readonly maximum: number
}

const known = new WeakMap<Field, Facts>()

/** The facts of a field; the same object for the same field. */
function factsOf(field: Field): Facts {
  let facts = known.get(field)
  if (facts === undefined) {
    facts = workOut(field)
    known.set(field, facts)
  }
  return facts
}

function workOut({ name, schema }: Field): Facts {
  const types = [schema['type']].flat()
  const isInteger = types.includes('integer')
  const examples = [schema['example'], ...listOf(schema['examples']), schema['default']]
  return {
    words: wordsOf(name),
    text: `${textIn(schema['title'])} ${textIn(schema['description'])}`.toLowerCase(),
    example: examples.find((value) => typeof value === 'string' || typeof value === 'number'),
    isString: types.includes('string'),
    isInteger,
    isNumber: isInteger || types.includes('number'),
    format: isLegalText(schema['format']) ? undefined : textIn(schema['format']) || undefined,
    pattern: expressionOf(schema['pattern']),
    minLength: numberOr(schema['minLength'], 0),
    maxLength: numberOr(schema['maxLength'], Infinity),
    minimum: Math.max(numberOr(schema['minimum'], -Infinity), numberOr(schema['exclusiveMinimum'], -Infinity)),
    maximum: Math.min(numberOr(schema['maximum'], Infinity), numberOr(schema['exclusiveMaximum'], Infinity)),
  }
}

/** `merchantIDs` is `merchant ids`, `line1` is `line1`, `X-Request-ID` is `x request id`. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z]{2})/g, '$1 $2')
    .replace(/[^a-zA-Z\d]+/g, ' ')
    .trim()
    .toLowerCase()
}

function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value
  return []
}

function textIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function numberOr(value: Json | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback
}

function expressionOf(pattern: Json | undefined): RegExp | undefined {
  if (typeof pattern !== 'string') return undefined
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      continue
    }
  }
  return undefined
}

/** The lengths of a field, as formats take them. */
export function constraintsOf(facts: Facts): StringConstraints {
  return { minLength: facts.minLength, maxLength: facts.maxLength, patterns: [] }
}

/** Whether a string keeps to the length and pattern of a field. */
export function allows(facts: Facts, value: string): boolean {
  const length = Array.from(value).length
  return length >= facts.minLength && length <= facts.maxLength && facts.pattern?.test(value) !== false
}

/** What an entry is made of; the schema's enum and const are always left alone. */
export interface EntrySpec {
  readonly name: string
  when(facts: Facts): boolean
  strings?(facts: Facts): fc.Arbitrary<string> | undefined
  numbers?(facts: Facts): fc.Arbitrary<number> | undefined
}

/** An entry whose strings are known to suit the length and pattern of a field before they are offered. */
export function entry(spec: EntrySpec): DomainEntry {
  return {
    name: spec.name,
    matches: (field) => !('enum' in field.schema) && !('const' in field.schema) && spec.when(factsOf(field)),
    values: (field) => {
      const facts = factsOf(field)
      if (facts.isString) return suitable(spec.strings?.(facts), facts)
      return facts.isNumber ? spec.numbers?.(facts) : undefined
    },
  }
}

/** A dozen samples stand for all values: what one of them breaks is not worth offering. */
function suitable(values: fc.Arbitrary<string> | undefined, facts: Facts): fc.Arbitrary<string> | undefined {
  if (values === undefined) return undefined
  for (let seed = 0; seed < 12; seed++) if (!allows(facts, draw(values, seed).value)) return undefined
  return values
}
