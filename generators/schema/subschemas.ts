import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/**
 * Our own keyword: `not`, with `format` counted as an assertion. It tells branches of a `oneOf` apart that differ in
 * nothing else (`date` and `date-time`); everywhere else `format` is a remark.
 */
export const NOT_WITH_FORMATS = 'x-not-with-formats'

const SINGLE = [
  'items',
  'contains',
  'additionalProperties',
  'propertyNames',
  'not',
  NOT_WITH_FORMATS,
  'if',
  'then',
  'else',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
] as const
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'] as const
const MAPS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'] as const

/** A schema directly below another one, with the pointer tokens that lead to it. */
export interface Subschema {
  readonly tokens: readonly (string | number)[]
  readonly schema: JsonObject | boolean
}

/** The schemas directly below a schema; what stands under `enum`, `const`, `default` or `examples` is data. */
export function* subschemasOf(schema: JsonObject): Iterable<Subschema> {
  for (const keyword of SINGLE) {
    const value = schema[keyword]
    if (isSchema(value)) yield { tokens: [keyword], schema: value }
  }
  for (const keyword of LISTS) {
    const value = schema[keyword]
    if (!Array.isArray(value)) continue
    for (const [index, item] of value.entries()) if (isSchema(item)) yield { tokens: [keyword, index], schema: item }
  }
  for (const keyword of MAPS) {
    const value = schema[keyword]
    if (!isJsonObject(value)) continue
    for (const [name, item] of Object.entries(value)) {
      if (isSchema(item)) yield { tokens: [keyword, name], schema: item }
    }
  }
}

/** The schema with each schema directly below it replaced. */
export function withSubschemas(
  schema: JsonObject,
  replace: (part: JsonObject | boolean) => JsonObject | boolean,
): JsonObject {
  const replaced = (part: Json): Json => (isSchema(part) ? replace(part) : part)
  const copy: Record<string, Json> = { ...schema }
  for (const keyword of SINGLE) if (copy[keyword] !== undefined) copy[keyword] = replaced(copy[keyword])
  for (const keyword of LISTS) {
    const list = copy[keyword]
    if (Array.isArray(list)) copy[keyword] = list.map((part) => replaced(part as Json))
  }
  for (const keyword of MAPS) {
    const map = copy[keyword]
    if (!isJsonObject(map)) continue
    copy[keyword] = Object.fromEntries(Object.entries(map).map(([name, part]) => [name, replaced(part)]))
  }
  return copy
}

/** Whether a JSON value can stand where a schema is expected. */
export function isSchema(value: Json | undefined): value is JsonObject | boolean {
  return typeof value === 'boolean' || isJsonObject(value)
}
