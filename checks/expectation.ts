import { isJsonObject, type Json } from '../core/json.ts'
import type { Violation } from './violation.ts'

const LONGEST = 120

/** A value as a report shows it: JSON, cut to a sane length. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (isJsonObject(value)) return cut(`an object with ${nameList(Object.keys(value))}`)
  if (Array.isArray(value)) return `an array of ${value.length} ${value.length === 1 ? 'item' : 'items'}`
  return cut(JSON.stringify(value))
}

/** Cuts a text where it gets too long to read, between code points. */
export function cut(text: string, longest: number = LONGEST): string {
  if (text.length <= longest) return text
  return `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** What the contract promises at the place of a violation: completes "the contract promises …". */
export function expectationOf(violation: Violation): string {
  const { keyword, schema, member } = violation
  const limit = schema?.[keyword]
  switch (keyword) {
    case 'type':
      return typeList(limit)
    case 'required':
      return `the member ${JSON.stringify(member)}`
    case 'dependentRequired':
      return `the member ${JSON.stringify(member)} beside ${JSON.stringify(violation.params['property'])}`
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'false schema':
      return 'nothing at this place'
    case 'enum':
      return Array.isArray(limit) ? oneOf(limit.map((value) => JSON.stringify(value))) : 'a listed value'
    case 'const':
      return cut(JSON.stringify(limit))
    case 'format':
      return `${schema?.['type'] === undefined ? 'a value' : typeList(schema['type'])} in format ${say(limit)}`
    case 'pattern':
      return cut(`a string matching ${say(limit)}`)
    case 'minimum':
      return `a number of at least ${say(limit)}`
    case 'maximum':
      return `a number of at most ${say(limit)}`
    case 'exclusiveMinimum':
      return `a number above ${say(limit)}`
    case 'exclusiveMaximum':
      return `a number below ${say(limit)}`
    case 'multipleOf':
      return `a multiple of ${say(limit)}`
    case 'minLength':
      return `a string of at least ${counted(limit, 'character')}`
    case 'maxLength':
      return `a string of at most ${counted(limit, 'character')}`
    case 'minItems':
      return `an array of at least ${counted(limit, 'item')}`
    case 'maxItems':
      return `an array of at most ${counted(limit, 'item')}`
    case 'minProperties':
      return `an object of at least ${counted(limit, 'member')}`
    case 'maxProperties':
      return `an object of at most ${counted(limit, 'member')}`
    case 'uniqueItems':
      return 'an array without equal items'
    case 'contains':
      return 'an array with an item of the described kind'
    case 'propertyNames':
      return 'member names of the described kind'
    case 'discriminator':
      return oneOf((violation.allowedTags ?? []).map((tag) => JSON.stringify(tag)))
    case 'anyOf':
    case 'oneOf':
      return 'a value that fits one of the described alternatives'
    case 'not':
      return 'a value that does not fit the excluded schema'
    default:
      return `a value that satisfies ${keyword}`
  }
}

/** What came instead: completes "the response has …". */
export function actualOf(violation: Violation): string {
  const { keyword, data, member } = violation
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return isJsonObject(data) && Object.keys(data).length > 0
        ? cut(`only ${nameList(Object.keys(data))}`)
        : 'no members'
    case 'additionalProperties':
    case 'unevaluatedProperties':
    case 'discriminator':
      return member !== undefined && isJsonObject(data) && Object.hasOwn(data, member) ? show(data[member]) : 'nothing'
    case 'propertyNames':
      return JSON.stringify(member)
    case 'minLength':
    case 'maxLength':
      return typeof data === 'string' ? `${show(data)} (${counted(Array.from(data).length, 'character')})` : show(data)
    default:
      return show(data)
  }
}

/** A limit as written: text as it is, anything else as JSON. */
function say(limit: Json | undefined): string {
  return typeof limit === 'string' ? limit : (JSON.stringify(limit) ?? 'nothing')
}

function typeList(types: Json | undefined): string {
  const names = (Array.isArray(types) ? types : [types]).filter((type) => typeof type === 'string')
  return names.map((name) => (name === 'null' ? name : `${/^[aio]/.test(name) ? 'an' : 'a'} ${name}`)).join(' or ')
}

function oneOf(values: readonly string[]): string {
  if (values.length === 1) return cut(values[0] ?? '')
  const shown = values.slice(0, 8)
  const rest = values.length > shown.length ? ` (and ${values.length - shown.length} more)` : ''
  return `one of ${cut(shown.join(', '))}${rest}`
}

function nameList(names: readonly string[]): string {
  if (names.length === 0) return 'no members'
  return `${names.length === 1 ? 'the member' : 'the members'} ${names.map((name) => JSON.stringify(name)).join(', ')}`
}

function counted(number: Json | undefined, noun: string): string {
  return `${say(number)} ${noun}${number === 1 ? '' : 's'}`
}
