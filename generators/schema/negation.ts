import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { expressionOf, matchesPattern } from '../pattern-expression.ts'
import { searchTexts } from '../pattern-search.ts'
import { REFERENCES, type SchemaDocument, type SchemaNode } from './document.ts'
import { satisfies } from './evaluate.ts'
import { isSchema, NOT_WITH_FORMATS } from './subschemas.ts'
import { typeNames } from './shape.ts'
import { TYPES } from './types.ts'

/**
 * How a schema can be broken:
 * - `atom`: one keyword whose opposite the generator knows (`enum`, `const`, `multipleOf`, `pattern`, `format`)
 * - `ways`: schemas, each of which excludes it (neither of both lists has one: it accepts everything); `perhaps`: schemas
 *   most values of which it refuses, so that they must be filtered
 */
export type Negation =
  | {
      readonly kind: 'atom'
      readonly keyword: 'enum' | 'const' | 'multipleOf' | 'pattern' | 'format'
      readonly value: Json
    }
  | { readonly kind: 'ways'; readonly ways: readonly SchemaNode[]; readonly perhaps: readonly SchemaNode[] }

const ATOMS = ['enum', 'const', 'multipleOf', 'pattern', 'format'] as const

/** Keywords that assert something; a schema with one of these only is broken in one way. */
const ASSERTIONS = new Set<string>([
  'type',
  'enum',
  'const',
  'multipleOf',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'minItems',
  'maxItems',
  'uniqueItems',
  'prefixItems',
  'items',
  'contains',
  'unevaluatedItems',
  'minProperties',
  'maxProperties',
  'required',
  'properties',
  'patternProperties',
  'additionalProperties',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  NOT_WITH_FORMATS,
  'if',
  '$ref',
  '$dynamicRef',
])

/** Names of an extra member, the shortest first: what else is said of names may bound their length. */
const EXTRA = ['a', 'x', 'extra', 'x-extra']

/** Names that `propertyNames` may refuse, plain ones first. */
const ODD_NAMES = ['extra', 'a', 'A', '0', 'x-1', 'some-rather-long-name-of-a-member', ' ', '']

/** More alternatives than this are not spelled out pair by pair. */
const MOST_PAIRS = 6

/**
 * How to break the schema of a node.
 *
 * @param withFormats - whether a wrong format breaks it; else only where nothing else does
 */
export function negationOf(document: SchemaDocument, node: SchemaNode, withFormats: boolean): Negation {
  return negate(document, node, withFormats, new Set())
}

/** @param asked - schemas whose negation is being worked out: a reference may lead back to one */
function negate(
  document: SchemaDocument,
  node: SchemaNode,
  withFormats: boolean,
  asked: ReadonlySet<number>,
): Negation {
  const { schema } = node
  if (typeof schema === 'boolean') return { kind: 'ways', ways: schema ? [] : [document.made(true, node)], perhaps: [] }
  const asserting = Object.keys(schema).filter((keyword) => ASSERTIONS.has(keyword))
  const only = asserting.length === 1 ? ATOMS.find((keyword) => keyword === asserting[0]) : undefined
  if (only !== undefined) return { kind: 'atom', keyword: only, value: schema[only] as Json }
  const made = (way: JsonObject | boolean): SchemaNode => document.made(way, node)
  const within = new Set([...asked, node.id])
  const ways: SchemaNode[] = []
  const perhaps = asserting.filter((keyword) => !isIdle(schema, keyword)).flatMap((keyword) => UNCERTAIN[keyword] ?? [])
  const likely = perhaps.map(made)
  for (const keyword of REFERENCES) {
    const target = document.target(node, keyword)
    if (target === undefined) continue
    const around = within.has(target.id) ? undefined : negate(document, target, withFormats, within)
    if (around?.kind === 'ways') {
      ways.push(...around.ways)
      likely.push(...around.perhaps)
    } else if (target.scope === node.scope) ways.push(made(opposite(target.schema, withFormats)))
    else ways.push(made(opposite({ [keyword]: schema[keyword] as Json }, withFormats)))
  }
  for (const way of waysOf({ document, node, schema, withFormats, not: (part) => opposite(part, withFormats) })) {
    // The opposite of a part (through `$ref` or `allOf`) is spelled out, so that its ways stand side by side.
    const part = partOf(way, withFormats)
    const inner = part === undefined ? undefined : document.below(node, part, 'not')
    const spelled =
      inner === undefined || within.has(inner.id) ? undefined : negate(document, inner, withFormats, within)
    if (spelled?.kind !== 'ways') ways.push(made(way))
    else {
      ways.push(...spelled.ways)
      likely.push(...spelled.perhaps)
    }
  }
  return { kind: 'ways', ways, perhaps: likely }
}

/** What a way negates, when it says nothing else. */
function partOf(way: JsonObject | boolean, withFormats: boolean): Json | undefined {
  if (typeof way === 'boolean' || Object.keys(way).length !== 1) return undefined
  return way[withFormats ? NOT_WITH_FORMATS : 'not']
}

/** Keywords whose opposite no schema says, and values that are likely to break them. */
const UNCERTAIN: Readonly<Record<string, readonly JsonObject[]>> = {
  propertyNames: [{ type: 'object', minProperties: 1 }],
  unevaluatedProperties: [{ type: 'object', minProperties: 1 }],
  unevaluatedItems: [{ type: 'array', minItems: 1 }],
}

/** Whether a keyword holds a schema that accepts everything. */
function isIdle(schema: JsonObject, keyword: string): boolean {
  return isTrue(schema[keyword] as Json)
}

function isTrue(value: Json): boolean {
  return value === true || (isJsonObject(value) && !Object.keys(value).some((keyword) => ASSERTIONS.has(keyword)))
}

interface Broken {
  readonly document: SchemaDocument
  readonly node: SchemaNode
  readonly schema: JsonObject
  readonly withFormats: boolean
  not(part: Json): JsonObject | boolean
}

function opposite(part: Json, withFormats: boolean): JsonObject | boolean {
  if (typeof part === 'boolean') return !part
  return withFormats ? { [NOT_WITH_FORMATS]: part } : { not: part }
}

function* waysOf(broken: Broken): Iterable<JsonObject | boolean> {
  const { schema, withFormats } = broken
  yield* waysAroundType(schema)
  for (const keyword of ATOMS) {
    if (schema[keyword] === undefined || (keyword === 'format' && !withFormats)) continue
    const type =
      keyword === 'multipleOf' ? 'number' : keyword === 'pattern' || keyword === 'format' ? 'string' : undefined
    yield { ...(type === undefined ? {} : { type }), not: { [keyword]: schema[keyword] } }
  }
  yield* waysAroundBounds(schema)
  yield* waysAroundObject(broken)
  yield* waysAroundArray(broken)
  yield* waysAroundCombination(broken)
}

function* waysAroundType(schema: JsonObject): Iterable<JsonObject> {
  const names = schema['type'] === undefined ? undefined : typeNames(schema['type'])
  if (names === undefined) return
  const others = TYPES.filter((type) => !names.has(type) && !(type === 'number' && names.has('integer')))
  if (others.length > 0) yield { type: others }
  if (names.has('integer') && !names.has('number')) yield { type: 'number', not: { multipleOf: 1 } }
}

function* waysAroundBounds(schema: JsonObject): Iterable<JsonObject> {
  const opposite = [
    ['minimum', 'number', 'exclusiveMaximum', 0],
    ['maximum', 'number', 'exclusiveMinimum', 0],
    ['exclusiveMinimum', 'number', 'maximum', 0],
    ['exclusiveMaximum', 'number', 'minimum', 0],
    ['minLength', 'string', 'maxLength', -1],
    ['maxLength', 'string', 'minLength', 1],
    ['minItems', 'array', 'maxItems', -1],
    ['maxItems', 'array', 'minItems', 1],
    ['minProperties', 'object', 'maxProperties', -1],
    ['maxProperties', 'object', 'minProperties', 1],
  ] as const
  for (const [keyword, type, other, difference] of opposite) {
    const bound = schema[keyword]
    if (typeof bound === 'number' && (difference !== -1 || bound > 0)) yield { type, [other]: bound + difference }
  }
}

function* waysAroundObject({ document, node, schema, not }: Broken): Iterable<JsonObject> {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
  const patterns = isJsonObject(schema['patternProperties']) ? schema['patternProperties'] : {}
  for (const name of Array.isArray(schema['required']) ? schema['required'] : []) {
    if (typeof name === 'string') yield { type: 'object', properties: { [name]: false } }
  }
  const names = schema['propertyNames']
  if (isSchema(names) && !isTrue(names)) {
    const rule = document.below(node, names, 'propertyNames')
    const refused = ODD_NAMES.filter((name) => !satisfies(document, rule, name))
    for (const name of refused.slice(0, 2)) yield { type: 'object', required: [name] }
  }
  for (const [name, part] of Object.entries(properties)) {
    if (!isSchema(part) || isTrue(part)) continue
    document.below(node, part, 'properties', name)
    yield { type: 'object', required: [name], properties: { [name]: not(part) } }
  }
  for (const [name, needs] of Object.entries(
    isJsonObject(schema['dependentRequired']) ? schema['dependentRequired'] : {},
  )) {
    for (const need of Array.isArray(needs) ? needs : []) {
      if (typeof need === 'string') yield { type: 'object', required: [name], properties: { [need]: false } }
    }
  }
  for (const [name, part] of Object.entries(
    isJsonObject(schema['dependentSchemas']) ? schema['dependentSchemas'] : {},
  )) {
    document.below(node, part, 'dependentSchemas', name)
    yield { type: 'object', required: [name], ...asObject(not(part)) }
  }
  for (const [pattern, part] of Object.entries(patterns)) {
    const name = isSchema(part) && !isTrue(part) ? shortestMatch(pattern) : undefined
    if (name === undefined) continue
    document.below(node, part, 'patternProperties', pattern)
    yield { type: 'object', required: [name], properties: { [name]: not(part) } }
  }
  const rest = schema['additionalProperties']
  if (!isSchema(rest) || isTrue(rest)) return
  const extra = EXTRA.find(
    (name) => !Object.hasOwn(properties, name) && !Object.keys(patterns).some((each) => matchesPattern(each, name)),
  )
  if (extra === undefined) return
  document.below(node, rest, 'additionalProperties')
  yield { type: 'object', required: [extra], properties: { [extra]: not(rest) } }
}

function shortestMatch(pattern: string): string | undefined {
  return expressionOf(pattern) === undefined
    ? undefined
    : searchTexts([pattern], { minLength: 0, maxLength: Infinity }).smallest()
}

/** Values that an array can hold twice, whatever its items are. */
const REPEATED: readonly Json[] = [0, '', 'a', false, null, {}, []]

function* waysAroundArray({ document, node, schema, not }: Broken): Iterable<JsonObject> {
  const prefix = Array.isArray(schema['prefixItems']) ? schema['prefixItems'] : []
  for (const [index, part] of prefix.entries()) {
    if (!isSchema(part as Json) || isTrue(part as Json)) continue
    document.below(node, part as Json, 'prefixItems', index)
    const before = Array.from({ length: index }, () => true)
    yield { type: 'array', minItems: index + 1, prefixItems: [...before, not(part as Json)] }
  }
  const { items, contains, minContains, maxContains } = schema
  if (schema['uniqueItems'] === true) {
    for (const value of REPEATED) {
      yield { type: 'array', minItems: 2, prefixItems: [{ const: value }, { const: value }] }
    }
  }
  if (isSchema(items) && !isTrue(items)) {
    document.below(node, items, 'items')
    const before = prefix.map(() => true)
    yield prefix.length === 0
      ? { type: 'array', contains: not(items) }
      : { type: 'array', minItems: prefix.length + 1, prefixItems: [...before, not(items)] }
  }
  if (!isSchema(contains)) return
  document.below(node, contains, 'contains')
  const least = typeof minContains === 'number' ? minContains : 1
  if (least === 1) yield { type: 'array', items: not(contains) }
  else if (least > 1) yield { type: 'array', contains, minContains: 0, maxContains: least - 1 }
  if (typeof maxContains === 'number') yield { type: 'array', contains, minContains: maxContains + 1 }
}

function* waysAroundCombination({ document, node, schema, not }: Broken): Iterable<JsonObject | boolean> {
  const parts = (keyword: string): readonly Json[] => {
    const list = schema[keyword]
    if (!Array.isArray(list)) return []
    for (const [index, part] of list.entries()) document.below(node, part as Json, keyword, index)
    return list
  }
  for (const part of parts('allOf')) yield not(part)
  if (Array.isArray(schema['anyOf'])) yield { allOf: parts('anyOf').map(not) }
  if (Array.isArray(schema['oneOf'])) {
    const branches = parts('oneOf')
    yield { allOf: branches.map(not) }
    for (const [index, part] of branches.slice(0, MOST_PAIRS).entries()) {
      for (const other of branches.slice(index + 1, MOST_PAIRS)) yield { allOf: [part, other] }
    }
  }
  if (isSchema(schema['not'])) {
    document.below(node, schema['not'], 'not')
    yield schema['not']
  }
  const loose = schema[NOT_WITH_FORMATS]
  if (isSchema(loose)) {
    document.below(node, loose, NOT_WITH_FORMATS)
    yield loose
  }
  const condition = schema['if']
  if (!isSchema(condition)) return
  document.below(node, condition, 'if')
  for (const branch of ['then', 'else'] as const) {
    const part = schema[branch]
    if (!isSchema(part) || isTrue(part)) continue
    document.below(node, part, branch)
    yield { allOf: [branch === 'then' ? condition : not(condition), not(part)] }
  }
}

function asObject(schema: JsonObject | boolean): JsonObject {
  if (typeof schema !== 'boolean') return schema
  return schema ? {} : { enum: [] }
}
