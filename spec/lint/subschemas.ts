import type { JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'

/** A schema inside another, with the keyword it stands under. Boolean schemas are left out. */
export interface Subschema {
  readonly keyword: string
  readonly schema: JsonObject
}

const SINGLE = [
  'items',
  'additionalItems',
  'additionalProperties',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
  'not',
  'if',
  'then',
  'else',
]
// `items` with a list is the older spelling of `prefixItems`.
const LISTS = ['allOf', 'oneOf', 'anyOf', 'prefixItems', 'items']
const MAPS = ['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']

/** The schemas directly inside a schema, in the order they are written. */
export function subschemasOf(schema: JsonObject): readonly Subschema[] {
  const found: Subschema[] = []
  for (const [keyword, value] of Object.entries(schema)) {
    let children: readonly unknown[] = []
    if (Array.isArray(value) && LISTS.includes(keyword)) children = value
    else if (SINGLE.includes(keyword)) children = [value]
    else if (MAPS.includes(keyword) && isJsonObject(value)) children = Object.values(value)
    for (const child of children) if (isJsonObject(child)) found.push({ keyword, schema: child })
  }
  return found
}
