import type { Json, JsonObject } from '../../core/json.ts'
import { jsonEquals } from '../../core/json.ts'
import { isOfType, typesOf } from './schema-types.ts'

/** Keywords that say nothing about validity, and those that are judged here. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  ...words('title description example examples default deprecated readOnly writeOnly externalDocs xml $comment'),
  ...words('type nullable enum const minLength maxLength minimum maximum'),
])

function words(text: string): readonly string[] {
  return text.split(' ')
}

/**
 * Whether a plain value is valid by a plain schema, seen without a validator: most examples are of this kind, and to
 * compile a validator for each would take longer than all the rest. `false` means only that the validator must be asked.
 */
export function isPlainlyValid(schema: JsonObject, value: Json): boolean {
  if (typeof value === 'object') return false
  if (!Object.keys(schema).every((keyword) => UNDERSTOOD.has(keyword) || keyword.startsWith('x-'))) return false
  const types = typesOf(schema)
  if (types === undefined || !isOfType(value, types)) return false
  const { enum: members, const: constant, minLength, maxLength, minimum, maximum } = schema
  if (members !== undefined && !(Array.isArray(members) && members.some((member) => jsonEquals(member, value))))
    return false
  if (constant !== undefined && !jsonEquals(constant, value)) return false
  if (typeof value === 'string') return isBetween(Array.from(value).length, minLength, maxLength)
  return typeof value === 'number' ? isBetween(value, minimum, maximum) : true
}

function isBetween(value: number, low: Json | undefined, high: Json | undefined): boolean {
  if (low !== undefined && !(typeof low === 'number' && low <= value)) return false
  return high === undefined || (typeof high === 'number' && value <= high)
}
