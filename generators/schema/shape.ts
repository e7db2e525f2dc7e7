import { isJsonObject, type Json, type JsonObject, jsonEquals } from '../../core/json.ts'
import type { SchemaDocument, SchemaNode } from './document.ts'
import { isSchema } from './subschemas.ts'
import { TYPES, type TypeName } from './types.ts'

/** Property rules of one schema object. Each property must satisfy what every rule says of its name. */
export interface ObjectRule {
  readonly properties: ReadonlyMap<string, SchemaNode>
  readonly patterns: readonly { readonly pattern: string; readonly node: SchemaNode }[]
  readonly additional: SchemaNode | undefined
  /** Schemas with `unevaluatedProperties` that this rule counts as evaluated for. */
  readonly scopes: readonly number[]
}

export interface ArrayRule {
  readonly prefix: readonly SchemaNode[]
  readonly rest: SchemaNode | undefined
  readonly scopes: readonly number[]
}

export interface Contains {
  readonly node: SchemaNode
  readonly least: number
  readonly most: number
  readonly scopes: readonly number[]
}

/** `unevaluatedProperties` or `unevaluatedItems` of a schema, by that schema's id. */
export interface Unevaluated {
  readonly owner: number
  readonly node: SchemaNode
  readonly scopes: readonly number[]
}

/** A conjunction of schemas without alternatives: what remains is one list of constraints per type. */
export interface Shape {
  types: Set<TypeName>
  /** Whether a schema named the types; else they are those its keywords speak of. */
  typed: boolean
  readonly implied: Set<TypeName>
  /** Members of `enum` or `const`; `undefined` where there is none. */
  values: readonly Json[] | undefined
  readonly excluded: Json[]
  integer: boolean
  minimum: number
  maximum: number
  exclusiveMinimum: number
  exclusiveMaximum: number
  readonly multiples: number[]
  readonly notMultiples: number[]
  minLength: number
  maxLength: number
  readonly patterns: string[]
  readonly notPatterns: string[]
  readonly formats: string[]
  readonly notFormats: string[]
  minItems: number
  maxItems: number
  unique: boolean
  readonly arrays: ArrayRule[]
  readonly contains: Contains[]
  readonly unevaluatedItems: Unevaluated[]
  minProperties: number
  maxProperties: number
  readonly required: Set<string>
  readonly objects: ObjectRule[]
  readonly names: SchemaNode[]
  readonly dependents: { readonly name: string; readonly needs: readonly string[] }[]
  readonly unevaluatedProperties: Unevaluated[]
  /** What construction does not cover: a value must also satisfy these. */
  readonly checks: SchemaNode[]
  /** A value should also satisfy these, if one is found. */
  readonly wishes: SchemaNode[]
  /** Every schema that was merged. */
  readonly nodes: SchemaNode[]
  /** Whether a reference that leads back to itself was followed. */
  recursive: boolean
}

export function emptyShape(): Shape {
  return {
    types: new Set(TYPES),
    typed: false,
    implied: new Set(),
    values: undefined,
    excluded: [],
    integer: false,
    minimum: -Infinity,
    maximum: Infinity,
    exclusiveMinimum: -Infinity,
    exclusiveMaximum: Infinity,
    multiples: [],
    notMultiples: [],
    minLength: 0,
    maxLength: Infinity,
    patterns: [],
    notPatterns: [],
    formats: [],
    notFormats: [],
    minItems: 0,
    maxItems: Infinity,
    unique: false,
    arrays: [],
    contains: [],
    unevaluatedItems: [],
    minProperties: 0,
    maxProperties: Infinity,
    required: new Set(),
    objects: [],
    names: [],
    dependents: [],
    unevaluatedProperties: [],
    checks: [],
    wishes: [],
    nodes: [],
    recursive: false,
  }
}

/** A node that is not a boolean schema. */
export type ObjectNode = SchemaNode & { readonly schema: JsonObject }

/** Merges the assertions a schema makes itself (not those of the schemas it refers to) into a shape. */
export function mergeAssertions(
  shape: Shape,
  document: SchemaDocument,
  node: ObjectNode,
  scopes: readonly number[],
): void {
  const { schema } = node
  mergeTypes(shape, schema)
  mergeNumber(shape, schema)
  mergeString(shape, schema)
  mergeArray(shape, document, node, scopes)
  mergeObject(shape, document, node, scopes)
}

function mergeTypes(shape: Shape, schema: JsonObject): void {
  const named = typeNames(schema['type'])
  if (named !== undefined) {
    const integersOnly = named.has('integer') && !named.has('number')
    if (integersOnly) shape.integer = true
    shape.types = new Set([...shape.types].filter((type) => named.has(type) || (type === 'number' && integersOnly)))
    shape.typed = true
  }
  for (const list of [schema['enum'], schema['const'] === undefined ? undefined : [schema['const']]]) {
    if (!Array.isArray(list)) continue
    const members: readonly Json[] = list
    shape.values = (shape.values ?? members).filter((value) => members.some((member) => jsonEquals(member, value)))
  }
}

/** The names under `type`; `undefined` where none of them is a type of JSON Schema. */
export function typeNames(type: Json | undefined): ReadonlySet<string> | undefined {
  const names = (Array.isArray(type) ? type : [type]).filter(
    (name) => typeof name === 'string' && (name === 'integer' || (TYPES as readonly string[]).includes(name)),
  )
  return names.length === 0 && !(Array.isArray(type) && type.length === 0) ? undefined : new Set(names as string[])
}

function mergeNumber(shape: Shape, schema: JsonObject): void {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema
  if (typeof minimum === 'number') shape.minimum = Math.max(shape.minimum, minimum)
  if (typeof maximum === 'number') shape.maximum = Math.min(shape.maximum, maximum)
  if (typeof exclusiveMinimum === 'number') shape.exclusiveMinimum = Math.max(shape.exclusiveMinimum, exclusiveMinimum)
  if (typeof exclusiveMaximum === 'number') shape.exclusiveMaximum = Math.min(shape.exclusiveMaximum, exclusiveMaximum)
  if (typeof multipleOf === 'number' && multipleOf > 0) addOnce(shape.multiples, multipleOf)
  const speaks = [minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf].some((value) => value !== undefined)
  if (speaks) shape.implied.add('number')
}

function mergeString(shape: Shape, schema: JsonObject): void {
  const { minLength, maxLength, pattern, format, contentEncoding } = schema
  if (typeof minLength === 'number') shape.minLength = Math.max(shape.minLength, Math.ceil(minLength))
  if (typeof maxLength === 'number') shape.maxLength = Math.min(shape.maxLength, Math.floor(maxLength))
  if (typeof pattern === 'string') addOnce(shape.patterns, pattern)
  if (typeof format === 'string') addOnce(shape.formats, format)
  if (contentEncoding === 'base64' && format === undefined) addOnce(shape.formats, 'byte')
  const speaks = [minLength, maxLength, pattern].some((value) => value !== undefined)
  if (speaks) shape.implied.add('string')
}

function mergeArray(shape: Shape, document: SchemaDocument, node: ObjectNode, scopes: readonly number[]): void {
  const { schema } = node
  const { minItems, maxItems, uniqueItems, items, contains, unevaluatedItems } = schema
  if (typeof minItems === 'number') shape.minItems = Math.max(shape.minItems, Math.ceil(minItems))
  if (typeof maxItems === 'number') shape.maxItems = Math.min(shape.maxItems, Math.floor(maxItems))
  if (uniqueItems === true) shape.unique = true
  // A list under `items` is how earlier drafts wrote `prefixItems`.
  const tuple = Array.isArray(items) ? 'items' : 'prefixItems'
  const prefix = schema[tuple]
  const rest = tuple === 'items' ? schema['additionalItems'] : items
  if (Array.isArray(prefix) || isSchema(rest)) {
    shape.arrays.push({
      prefix: Array.isArray(prefix) ? prefix.map((part, i) => document.below(node, part as Json, tuple, i)) : [],
      rest: isSchema(rest) ? document.below(node, rest, 'items') : undefined,
      scopes,
    })
  }
  if (isSchema(contains)) {
    const { minContains, maxContains } = schema
    shape.contains.push({
      node: document.below(node, contains, 'contains'),
      least: typeof minContains === 'number' ? minContains : 1,
      most: typeof maxContains === 'number' ? maxContains : Infinity,
      scopes,
    })
  }
  if (isSchema(unevaluatedItems)) {
    const rule = document.below(node, unevaluatedItems, 'unevaluatedItems')
    shape.unevaluatedItems.push({ owner: node.id, node: rule, scopes: scopes.filter((scope) => scope !== node.id) })
  }
  const speaks = [minItems, maxItems, uniqueItems, items, contains, schema['prefixItems'], unevaluatedItems]
  if (speaks.some((value) => value !== undefined)) shape.implied.add('array')
}

function mergeObject(shape: Shape, document: SchemaDocument, node: ObjectNode, scopes: readonly number[]): void {
  const { schema } = node
  const { properties, patternProperties, additionalProperties, propertyNames, required, dependentRequired } = schema
  const { minProperties, maxProperties, unevaluatedProperties } = schema
  if (typeof minProperties === 'number') shape.minProperties = Math.max(shape.minProperties, Math.ceil(minProperties))
  if (typeof maxProperties === 'number') shape.maxProperties = Math.min(shape.maxProperties, Math.floor(maxProperties))
  if (Array.isArray(required)) for (const name of required) if (typeof name === 'string') shape.required.add(name)
  if (isJsonObject(properties) || isJsonObject(patternProperties) || isSchema(additionalProperties)) {
    shape.objects.push(scopes.length === 0 ? objectRule(document, node) : { ...objectRule(document, node), scopes })
  }
  if (isSchema(propertyNames)) shape.names.push(document.below(node, propertyNames, 'propertyNames'))
  for (const [name, needs] of Object.entries(isJsonObject(dependentRequired) ? dependentRequired : {})) {
    if (Array.isArray(needs)) shape.dependents.push({ name, needs: needs.filter((need) => typeof need === 'string') })
  }
  if (isSchema(unevaluatedProperties)) {
    const rule = document.below(node, unevaluatedProperties, 'unevaluatedProperties')
    shape.unevaluatedProperties.push({
      owner: node.id,
      node: rule,
      scopes: scopes.filter((scope) => scope !== node.id),
    })
  }
  const speaks = [properties, patternProperties, additionalProperties, propertyNames, required, dependentRequired]
  if ([...speaks, minProperties, maxProperties, unevaluatedProperties].some((value) => value !== undefined)) {
    shape.implied.add('object')
  }
}

const objectRules = new WeakMap<SchemaNode, ObjectRule>()

/** The property rules of one schema; the same at every call, since conjunctions are merged over and over. */
function objectRule(document: SchemaDocument, node: ObjectNode): ObjectRule {
  const known = objectRules.get(node)
  if (known !== undefined) return known
  const { properties, patternProperties, additionalProperties } = node.schema
  const named = isJsonObject(properties) ? Object.entries(properties) : []
  const matched = isJsonObject(patternProperties) ? Object.entries(patternProperties) : []
  const rule: ObjectRule = {
    properties: new Map(named.map(([name, part]) => [name, document.below(node, part, 'properties', name)] as const)),
    patterns: matched.map(([pattern, part]) => ({
      pattern,
      node: document.below(node, part, 'patternProperties', pattern),
    })),
    additional: isSchema(additionalProperties)
      ? document.below(node, additionalProperties, 'additionalProperties')
      : undefined,
    scopes: [],
  }
  objectRules.set(node, rule)
  return rule
}

function addOnce<T>(list: T[], value: T): void {
  if (!list.includes(value)) list.push(value)
}
