import { isJsonObject, type Json, type JsonObject, jsonEquals } from '../../core/json.ts'
import { lengthOf } from '../pattern-draw.ts'
import { matchesPattern } from '../pattern-expression.ts'
import { isMultipleOf } from './decimal.ts'
import type { SchemaDocument, SchemaNode } from './document.ts'
import { GenerationFailed } from './errors.ts'
import { hasFormat } from './format-rules.ts'
import { NOT_WITH_FORMATS } from './subschemas.ts'
import { typeOf } from './types.ts'
import { uniqueItems } from './unique.ts'

/** What of an instance its schema has looked at, for `unevaluatedProperties` and `unevaluatedItems`. */
interface Seen {
  readonly names: Set<string>
  readonly items: Set<number>
}

/** More schemas than this are not asked about one value. */
const MOST_QUESTIONS = 200_000

/**
 * Whether a value satisfies a schema: the generator's own judge, for what it cannot build by construction (`not`,
 * `oneOf` with overlapping branches, enum members under further constraints). It never proves our output right:
 * tests do that with another implementation.
 *
 * @param options - whether `format` is an assertion or says nothing
 */
export function satisfies(
  document: SchemaDocument,
  node: SchemaNode,
  value: Json,
  options: { readonly formats: boolean } = { formats: false },
): boolean {
  const verdicts = new Map<object, Map<number, boolean>>()
  let asked = 0
  return judgeWhole(node, value)

  /** Asks about a value of its own. What was concluded is kept: branches that overlap ask the same again and again. */
  function judgeWhole(at: SchemaNode, instance: Json): boolean {
    if (typeof instance !== 'object' || instance === null) return judge(at, instance, undefined, [])
    let known = verdicts.get(instance)
    if (known === undefined) verdicts.set(instance, (known = new Map()))
    const verdict = known.get(at.id) ?? judge(at, instance, undefined, [])
    known.set(at.id, verdict)
    return verdict
  }

  /** `active`: the schemas being asked about this very instance; asking one again adds nothing. */
  function judge(at: SchemaNode, instance: Json, seen: Seen | undefined, active: readonly number[]): boolean {
    const { schema } = at
    if (typeof schema === 'boolean') return schema
    if (active.includes(at.id)) return true
    if (++asked > MOST_QUESTIONS) throw new GenerationFailed(at.pointer, 'its alternatives are too many to tell apart')
    const inner = [...active, at.id]
    const needed =
      seen !== undefined || 'unevaluatedProperties' in schema || 'unevaluatedItems' in schema ? emptySeen() : undefined
    const ask = (part: Json | undefined, ...tokens: readonly (string | number)[]): boolean =>
      part === undefined || inPlace(document.below(at, part, ...tokens))
    const inPlace = (part: SchemaNode): boolean => {
      const own = needed === undefined ? undefined : emptySeen()
      if (!judge(part, instance, own, inner)) return false
      if (own !== undefined) merge(needed as Seen, own)
      return true
    }
    const reference = (keyword: '$ref' | '$dynamicRef'): boolean => {
      const target = document.target(at, keyword)
      return target === undefined || inPlace(target)
    }

    if (!reference('$ref') || !reference('$dynamicRef') || !assertions(schema, instance)) return false
    if (!list(schema, 'allOf').every((part, i) => ask(part, 'allOf', i))) return false
    const any = list(schema, 'anyOf').map((part, i) => ask(part, 'anyOf', i))
    if (Array.isArray(schema['anyOf']) && !any.includes(true)) return false
    if (Array.isArray(schema['oneOf'])) {
      let holding = 0
      for (const [i, part] of list(schema, 'oneOf').entries()) if (ask(part, 'oneOf', i) && ++holding > 1) return false
      if (holding !== 1) return false
    }
    if (schema['not'] !== undefined && judge(document.below(at, schema['not'], 'not'), instance, undefined, inner)) {
      return false
    }
    const loose = schema[NOT_WITH_FORMATS]
    if (loose !== undefined) {
      const part = document.below(at, loose, NOT_WITH_FORMATS)
      if (satisfies(document, part, instance, { formats: true })) return false
    }
    if (schema['if'] !== undefined) {
      const branch = ask(schema['if'], 'if') ? 'then' : 'else'
      if (!ask(schema[branch], branch)) return false
    }
    if (isJsonObject(instance) && !objectParts(at, schema, instance, needed, ask)) return false
    if (Array.isArray(instance) && !arrayParts(at, schema, instance, needed)) return false
    if (seen !== undefined && needed !== undefined) merge(seen, needed)
    return true
  }

  function assertions(schema: JsonObject, instance: Json): boolean {
    const type = schema['type']
    if (type !== undefined && !hasType(instance, type)) return false
    if (schema['const'] !== undefined && !jsonEquals(schema['const'], instance)) return false
    if (Array.isArray(schema['enum']) && !schema['enum'].some((member) => jsonEquals(member as Json, instance)))
      return false
    if (typeof instance === 'number') return numberHolds(schema, instance)
    if (typeof instance === 'string') return stringHolds(schema, instance, options.formats)
    return true
  }

  function objectParts(
    at: SchemaNode,
    schema: JsonObject,
    instance: JsonObject,
    seen: Seen | undefined,
    ask: (part: Json | undefined, ...tokens: readonly (string | number)[]) => boolean,
  ): boolean {
    const names = Object.keys(instance)
    if (!within(names.length, schema['minProperties'], schema['maxProperties'])) return false
    if (!list(schema, 'required').every((name) => typeof name !== 'string' || Object.hasOwn(instance, name)))
      return false
    for (const [name, others] of entries(schema, 'dependentRequired')) {
      if (!Object.hasOwn(instance, name) || !Array.isArray(others)) continue
      if (!others.every((other) => typeof other !== 'string' || Object.hasOwn(instance, other))) return false
    }
    for (const [name, part] of entries(schema, 'dependentSchemas')) {
      if (Object.hasOwn(instance, name) && !ask(part, 'dependentSchemas', name)) return false
    }
    if (schema['propertyNames'] !== undefined) {
      const rule = document.below(at, schema['propertyNames'], 'propertyNames')
      if (!names.every((name) => judgeWhole(rule, name))) return false
    }
    const patterns = entries(schema, 'patternProperties')
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {}
    const member = (name: string, part: Json, ...tokens: readonly string[]): boolean => {
      seen?.names.add(name)
      return judgeWhole(document.below(at, part, ...tokens), instance[name] as Json)
    }
    for (const name of names) {
      let covered = false
      if (Object.hasOwn(properties, name)) {
        covered = true
        if (!member(name, properties[name] as Json, 'properties', name)) return false
      }
      for (const [pattern, part] of patterns) {
        if (!matchesPattern(pattern, name)) continue
        covered = true
        if (!member(name, part, 'patternProperties', pattern)) return false
      }
      if (covered || schema['additionalProperties'] === undefined) continue
      if (!member(name, schema['additionalProperties'], 'additionalProperties')) return false
    }
    const rest = schema['unevaluatedProperties']
    if (rest === undefined) return true
    return names.every((name) => seen?.names.has(name) === true || member(name, rest, 'unevaluatedProperties'))
  }

  function arrayParts(at: SchemaNode, schema: JsonObject, instance: readonly Json[], seen: Seen | undefined): boolean {
    if (!within(instance.length, schema['minItems'], schema['maxItems'])) return false
    if (schema['uniqueItems'] === true && !uniqueItems(instance)) return false
    const item = (index: number, part: Json, ...tokens: readonly (string | number)[]): boolean => {
      seen?.items.add(index)
      return judgeWhole(document.below(at, part, ...tokens), instance[index] as Json)
    }
    const tuple = Array.isArray(schema['items']) ? 'items' : 'prefixItems'
    const prefix = list(schema, tuple)
    for (let i = 0; i < Math.min(prefix.length, instance.length); i++) {
      if (!item(i, prefix[i] as Json, tuple, i)) return false
    }
    const rest = tuple === 'items' ? schema['additionalItems'] : schema['items']
    if (rest !== undefined) {
      for (let i = prefix.length; i < instance.length; i++) if (!item(i, rest, 'items')) return false
    }
    if (schema['contains'] !== undefined) {
      const rule = document.below(at, schema['contains'], 'contains')
      let count = 0
      for (const [index, value] of instance.entries()) {
        if (!judgeWhole(rule, value)) continue
        count++
        seen?.items.add(index)
      }
      if (!within(count, schema['minContains'] ?? 1, schema['maxContains'])) return false
    }
    const unevaluated = schema['unevaluatedItems']
    if (unevaluated === undefined) return true
    return instance.every((_, i) => seen?.items.has(i) === true || item(i, unevaluated, 'unevaluatedItems'))
  }
}

function numberHolds(schema: JsonObject, value: number): boolean {
  const limit = (keyword: string, holds: (bound: number) => boolean): boolean => {
    const bound = schema[keyword]
    return typeof bound !== 'number' || holds(bound)
  }
  return (
    limit('minimum', (bound) => value >= bound) &&
    limit('maximum', (bound) => value <= bound) &&
    limit('exclusiveMinimum', (bound) => value > bound) &&
    limit('exclusiveMaximum', (bound) => value < bound) &&
    limit('multipleOf', (step) => isMultipleOf(value, step))
  )
}

function stringHolds(schema: JsonObject, value: string, withFormats: boolean): boolean {
  if (schema['minLength'] !== undefined || schema['maxLength'] !== undefined) {
    if (!within(lengthOf(value), schema['minLength'], schema['maxLength'])) return false
  }
  if (typeof schema['pattern'] === 'string' && !matchesPattern(schema['pattern'], value)) return false
  return !withFormats || typeof schema['format'] !== 'string' || hasFormat(value, schema['format'])
}

function hasType(value: Json, type: Json): boolean {
  const actual = typeOf(value)
  return (Array.isArray(type) ? type : [type]).some(
    (name) => name === actual || (name === 'integer' && typeof value === 'number' && Number.isInteger(value)),
  )
}

function within(count: number, least: Json | undefined, most: Json | undefined): boolean {
  return (typeof least !== 'number' || count >= least) && (typeof most !== 'number' || count <= most)
}

function list(schema: JsonObject, keyword: string): readonly Json[] {
  const value = schema[keyword]
  return Array.isArray(value) ? value : []
}

function entries(schema: JsonObject, keyword: string): readonly (readonly [string, Json])[] {
  const value = schema[keyword]
  return isJsonObject(value) ? Object.entries(value) : []
}

function emptySeen(): Seen {
  return { names: new Set(), items: new Set() }
}

function merge(target: Seen, source: Seen): void {
  for (const name of source.names) target.names.add(name)
  for (const index of source.items) target.items.add(index)
}
