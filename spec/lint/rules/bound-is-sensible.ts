import { child } from '../../../core/json-pointer.ts'
import type { Json } from '../../../core/json.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'

const COUNTS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
]
const NUMBERS = ['minimum', 'maximum', 'multipleOf']
const EXCLUSIVE = ['exclusiveMinimum', 'exclusiveMaximum']

/** JSON Schema validation §6.2-6.5: what the value of a bound may be; exclusive bounds changed with OpenAPI 3.1. */
export const boundIsSensible: LintRule = {
  code: 'bound-is-sensible',
  severity: 'error',
  describe: 'Bounds are numbers, counts are whole and not negative, multipleOf is above zero.',
  *check({ contract, sites, pointerOf, otherPlaces }) {
    const is30 = contract.dialect === 'oas-3.0'
    for (const schema of sites.schemas) {
      for (const [keyword, value] of Object.entries(schema)) {
        const message = complaint(keyword, value, is30)
        if (message === undefined) continue
        yield { pointer: child(pointerOf(schema), keyword), otherPlaces: otherPlaces(schema), message }
      }
    }
  },
}

function complaint(keyword: string, value: Json, is30: boolean): string | undefined {
  if (COUNTS.includes(keyword)) {
    const isCount = typeof value === 'number' && Number.isInteger(value) && value >= 0
    return isCount ? undefined : `${keyword} is a whole number from 0, here it is ${show(value)}`
  }
  if (NUMBERS.includes(keyword)) {
    if (typeof value !== 'number') return `${keyword} is a number, here it is ${show(value)}`
    return keyword === 'multipleOf' && value <= 0 ? `multipleOf is above 0, here it is ${value}` : undefined
  }
  if (!EXCLUSIVE.includes(keyword)) return undefined
  const plain = keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum'
  if (is30) return typeof value === 'boolean' ? undefined : `in OpenAPI 3.0 ${keyword} is true or false beside ${plain}`
  return typeof value === 'number'
    ? undefined
    : `in OpenAPI 3.1 ${keyword} is the bound itself, here it is ${show(value)}`
}
