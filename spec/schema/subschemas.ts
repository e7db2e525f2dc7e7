import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/**
 * How a subschema takes part in its parent:
 * - `all`: it must hold for the same value · `some`: it is one of several for the same value
 * - `test`: it is asked of the same value, but need not hold (`not`, `if`)
 * - `inside`: it is about a member or item
 */
export type SubschemaRole = 'all' | 'some' | 'test' | 'inside'

/** A schema within a schema, with the tokens that lead to it. */
export interface Subschema {
  readonly tokens: readonly (string | number)[]
  readonly node: Json
  readonly role: SubschemaRole
}

const SINGLE: Readonly<Record<string, SubschemaRole>> = {
  not: 'test',
  if: 'test',
  then: 'all',
  else: 'all',
  items: 'inside',
  additionalItems: 'inside',
  unevaluatedItems: 'inside',
  contains: 'inside',
  additionalProperties: 'inside',
  unevaluatedProperties: 'inside',
  propertyNames: 'inside',
  contentSchema: 'inside',
}

const LISTS: Readonly<Record<string, SubschemaRole>> = {
  allOf: 'all',
  anyOf: 'some',
  oneOf: 'some',
  prefixItems: 'inside',
  items: 'inside',
}

const MAPS: Readonly<Record<string, SubschemaRole>> = {
  dependentSchemas: 'all',
  dependencies: 'all',
  properties: 'inside',
  patternProperties: 'inside',
}

/** The schemas directly within a schema, those behind its `$ref` not included. */
export function subschemasOf(schema: JsonObject): readonly Subschema[] {
  const found: Subschema[] = []
  const add = (tokens: readonly (string | number)[], node: Json, role: SubschemaRole): void => {
    if (isJsonObject(node)) found.push({ tokens, node, role })
  }
  for (const [keyword, value] of Object.entries(schema)) {
    const single = SINGLE[keyword]
    const list = LISTS[keyword]
    const map = MAPS[keyword]
    if (Array.isArray(value)) {
      if (list !== undefined) value.forEach((item: Json, index) => add([keyword, index], item, list))
    } else if (map !== undefined && isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) add([keyword, name], member, map)
    } else if (single !== undefined) add([keyword], value, single)
    // One schema where a list belongs is read as a list of one.
    else if (list !== undefined) add([keyword], value, list)
  }
  return found
}

/** Whether a value can be a schema at all. */
export function isSchema(value: Json | undefined): value is JsonObject | boolean {
  return isJsonObject(value) || typeof value === 'boolean'
}
