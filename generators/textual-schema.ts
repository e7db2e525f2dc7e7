import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'

export interface TextualOptions {
  /** The `format` that stands for any text there. Absent: strings stay as they are. */
  readonly text?: string
  /** Whether an empty string is a value like any other. */
  readonly allowEmpty: boolean
}

/** Deeper than this a schema is left as it is; parameters and forms are flat. */
const MAX_DEPTH = 6

const SHAPING = ['enum', 'const', 'pattern', 'format', 'contentEncoding', 'contentMediaType']

/**
 * A narrower schema for values that are sent as text (parameters, form fields), where `null`, an empty array and an
 * empty string cannot be told from nothing, and where free text has to keep to what the place can carry. Each of its
 * values is a value of the original.
 *
 * @param schema - of a view: `$ref`s point into its own `$defs`
 */
export function textualSchema(schema: JsonObject | boolean, options: TextualOptions): JsonObject | boolean {
  const root = isJsonObject(schema) ? schema : {}
  const { $defs, ...rest } = root
  const result = rewrite(root, schema === true ? true : isJsonObject(schema) ? rest : false, options, MAX_DEPTH)
  return isJsonObject(result) && $defs !== undefined ? { ...result, $defs } : result
}

function rewrite(root: JsonObject, given: Json, options: TextualOptions, depth: number): JsonObject | boolean {
  if (given === true) return freeText({}, options)
  if (!isJsonObject(given)) return false
  if (depth === 0) return given
  const schema = typed(flattened(root, given))
  let result: JsonObject = withoutNull(schema)
  const types = [result['type']].flat()
  if (types.includes('string') && SHAPING.every((keyword) => !(keyword in result)) && !('allOf' in result)) {
    result = freeText(result, options)
  }
  if (types.includes('array')) result = withItems(root, result, options, depth)
  if (types.includes('object')) result = withMembers(root, result, options, depth)
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = result[keyword]
    if (!Array.isArray(branches)) continue
    const others = branches.filter((branch) => !isJsonObject(branch) || branch['type'] !== 'null')
    const kept = others.length > 0 ? others : branches
    result = { ...result, [keyword]: kept.map((branch) => rewrite(root, branch, options, depth - 1)) }
  }
  return result
}

/** Follows `$ref`s and opens an `allOf` of one: what OpenAPI documents wrap a reference in to describe it. */
function flattened(root: JsonObject, schema: JsonObject): JsonObject {
  let current = schema
  for (let hops = 0; hops < 12; hops++) {
    const { $ref, allOf, ...rest } = current
    const target =
      typeof $ref === 'string' ? valueAt(root, $ref) : Array.isArray(allOf) && allOf.length === 1 ? allOf[0] : undefined
    if (!isJsonObject(target) || (typeof $ref === 'string' && allOf !== undefined)) return current
    if (Object.keys(rest).some((keyword) => keyword in target && !isAnnotation(keyword))) return current
    current = { ...target, ...rest }
  }
  return current
}

function isAnnotation(keyword: string): boolean {
  return (
    ['title', 'description', 'default', 'example', 'examples', 'deprecated', '$comment', '$defs'].includes(keyword) ||
    keyword.startsWith('x-')
  )
}

/** A schema without `type` says by its other keywords what it is about; one that says nothing is a text. */
function typed(schema: JsonObject): JsonObject {
  if (
    'type' in schema ||
    ['$ref', 'allOf', 'oneOf', 'anyOf', 'enum', 'const', 'not', 'if'].some((keyword) => keyword in schema)
  )
    return schema
  if ('properties' in schema || 'additionalProperties' in schema) return { ...schema, type: 'object' }
  if ('items' in schema || 'prefixItems' in schema) return { ...schema, type: 'array' }
  if (['minimum', 'maximum', 'multipleOf', 'exclusiveMinimum', 'exclusiveMaximum'].some((keyword) => keyword in schema))
    return { ...schema, type: 'number' }
  return { ...schema, type: 'string' }
}

function withoutNull(schema: JsonObject): JsonObject {
  let result = schema
  if (Array.isArray(schema['type'])) {
    const types = schema['type'].filter((type) => type !== 'null')
    if (types.length > 0) result = { ...result, type: types }
  }
  if (Array.isArray(schema['enum'])) {
    const values = schema['enum'].filter((value) => value !== null)
    if (values.length > 0 && values.length < schema['enum'].length) result = { ...result, enum: values }
  }
  return result
}

function freeText(schema: JsonObject, { text, allowEmpty }: TextualOptions): JsonObject {
  const longest = schema['maxLength']
  const least = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0
  return {
    ...schema,
    ...('type' in schema ? {} : { type: 'string' }),
    ...(text === undefined ? {} : { format: text }),
    ...(allowEmpty || longest === 0 ? {} : { minLength: Math.max(1, least) }),
  }
}

function withItems(root: JsonObject, schema: JsonObject, options: TextualOptions, depth: number): JsonObject {
  const least = typeof schema['minItems'] === 'number' ? schema['minItems'] : 0
  return {
    ...schema,
    ...(schema['maxItems'] === 0 ? {} : { minItems: Math.max(1, least) }),
    ...(schema['items'] === false
      ? {}
      : { items: rewrite(root, schema['items'] ?? true, { ...options, allowEmpty: false }, depth - 1) }),
  }
}

function withMembers(root: JsonObject, schema: JsonObject, options: TextualOptions, depth: number): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const named = Object.keys(properties).length > 0
  const least = typeof schema['minProperties'] === 'number' ? schema['minProperties'] : 0
  const others = schema['additionalProperties']
  const closed =
    named &&
    (others === undefined || others === true) &&
    ['patternProperties', 'allOf', 'anyOf', 'oneOf', '$ref', 'if'].every((keyword) => !(keyword in schema)) &&
    least <= Object.keys(properties).length
  return {
    ...schema,
    ...(named
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, member]) => [name, rewrite(root, member, options, depth - 1)]),
          ),
        }
      : {}),
    ...(schema['maxProperties'] === 0 ? {} : { minProperties: Math.max(1, least) }),
    ...(closed
      ? { additionalProperties: false }
      : others === false
        ? {}
        : { additionalProperties: rewrite(root, others ?? true, options, depth - 1) }),
    ...(closed || others === false || 'propertyNames' in schema || 'patternProperties' in schema
      ? {}
      : { propertyNames: { pattern: '^[a-z]{1,8}$' } }),
  }
}
