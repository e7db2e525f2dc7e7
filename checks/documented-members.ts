import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { escapeToken, tokensOf } from '../core/json-pointer.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { followRefs, isSchema } from './view-reference.ts'

/**
 * What a schema documents at one place, all its alternatives taken together: a member counts as documented when any
 * branch, condition or part names it. Made lazily, one level at a time, so that circular schemas have a shape too.
 */
export interface Shape {
  /** Every subschema that applies, or may apply, here. */
  readonly all: readonly JsonObject[]
  /** The subschemas that name members here, first the outermost. */
  readonly schemas: readonly JsonObject[]
  /** Whether members that nobody names are welcome: none is named at all, or the schema says so. */
  readonly isOpen: boolean
  /** The shape of a documented member; `undefined` when none documents it. */
  member(name: string): Shape | undefined
  /** The shape of an item. */
  item(index: number): Shape | undefined
}

const shapes = new WeakMap<SchemaView, Shape>()

/** The shape of a whole view; the same object for the same view. */
export function shapeOf(view: SchemaView): Shape {
  let shape = shapes.get(view)
  if (shape === undefined) {
    shape = combine([view.schema], view)
    shapes.set(view, shape)
  }
  return shape
}

/** The shape at a pointer into a value; `undefined` when something on the way there is undocumented. */
export function shapeAt(shape: Shape, pointer: string): Shape | undefined {
  let current: Shape | undefined = shape
  for (const token of tokensOf(pointer)) current = current && step(current, token)
  return current
}

/**
 * A pointer with `*` in place of each index and of each member name that no schema fixes: the same for every value.
 *
 * @param keepsLast whether the last name is what the pointer is about, and so stays whatever it is
 */
export function templateIn(shape: Shape, pointer: string, keepsLast: boolean): string {
  let current: Shape | undefined = shape
  const tokens = tokensOf(pointer)
  return tokens
    .map((token, position) => {
      const isFixed = current === undefined || current.schemas.some((schema) => names(schema, token))
      const isKept = isFixed || (keepsLast && position === tokens.length - 1)
      current = current && step(current, token)
      return /^\d+$/.test(token) || !isKept ? '/*' : `/${escapeToken(token)}`
    })
    .join('')
}

function step(shape: Shape, token: string): Shape | undefined {
  return shape.member(token) ?? (/^\d+$/.test(token) ? shape.item(Number(token)) : undefined)
}

function combine(roots: readonly unknown[], view: SchemaView): Shape {
  const parts = flatten(roots, view)
  const objects = parts.all.filter((schema) => listsNames(schema))
  const isOpen = parts.isAnything || objects.length === 0 || parts.all.some(welcomesOthers)
  const members = new Map<string, Shape | undefined>()
  const items = new Map<number, Shape | undefined>()
  const lookUp = <K>(known: Map<K, Shape | undefined>, key: K, find: () => readonly unknown[]): Shape | undefined => {
    if (known.has(key)) return known.get(key)
    const found = find()
    const shape = found.length === 0 ? undefined : combine(found, view)
    // Names that no schema fixes come from values: keeping them all would let a server fill the memory.
    if (known.size < 10_000) known.set(key, shape)
    return shape
  }
  return {
    all: parts.all,
    schemas: objects,
    isOpen,
    member: (name) => lookUp(members, name, () => parts.all.flatMap((schema) => schemasOfMember(schema, name))),
    item: (index) => lookUp(items, index, () => parts.all.flatMap((schema) => schemasOfItem(schema, index))),
  }
}

/** Every subschema that applies, or may apply, to the same value. */
function flatten(roots: readonly unknown[], view: SchemaView): { all: readonly JsonObject[]; isAnything: boolean } {
  const all = new Set<JsonObject>()
  let isAnything = false
  const add = (schema: unknown, isAlternative: boolean): void => {
    const target = followRefs(schema, view)
    // As an alternative, a schema that says nothing of members allows all of them; as a part of `allOf` it adds none.
    if (isAlternative && (target === true || (isJsonObject(target) && isFreeForm(target)))) isAnything = true
    for (const layer of new Set([schema, target])) {
      if (!isJsonObject(layer) || all.has(layer)) continue
      all.add(layer)
      for (const part of listOf(layer['allOf'])) add(part, false)
      for (const keyword of ['anyOf', 'oneOf']) for (const branch of listOf(layer[keyword])) add(branch, true)
      for (const keyword of ['if', 'then', 'else']) if (isSchema(layer[keyword])) add(layer[keyword], false)
      if (isJsonObject(layer['dependentSchemas'])) {
        for (const part of Object.values(layer['dependentSchemas'])) add(part, false)
      }
    }
  }
  for (const root of roots) add(root, false)
  return { all: [...all], isAnything }
}

const SAYS_SOMETHING = ['properties', 'patternProperties', 'allOf', 'anyOf', 'oneOf', '$ref', 'enum', 'const', 'items']

/** Whether a schema lets objects through without a word about their members; `{ required: … }` only adds a condition. */
function isFreeForm(schema: JsonObject): boolean {
  const { type } = schema
  if (SAYS_SOMETHING.some((keyword) => keyword in schema)) return false
  if (type === undefined)
    return !['required', 'not', 'minProperties', 'dependentRequired'].some((name) => name in schema)
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

function listsNames({ properties }: JsonObject): boolean {
  return isJsonObject(properties) && Object.keys(properties).length > 0
}

function names({ properties }: JsonObject, name: string): boolean {
  return isJsonObject(properties) && Object.hasOwn(properties, name)
}

function welcomesOthers(schema: JsonObject): boolean {
  return ['additionalProperties', 'unevaluatedProperties'].some((keyword) => {
    const value = schema[keyword]
    return value === true || isJsonObject(value)
  })
}

function schemasOfMember(schema: JsonObject, name: string): readonly unknown[] {
  const { properties, patternProperties, additionalProperties, unevaluatedProperties } = schema
  const found: unknown[] = []
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) found.push(properties[name])
  for (const [pattern, value] of Object.entries(isJsonObject(patternProperties) ? patternProperties : {})) {
    if (matches(pattern, name)) found.push(value)
  }
  if (found.length > 0) return found
  return [additionalProperties, unevaluatedProperties].filter((value) => value === true || isJsonObject(value))
}

function schemasOfItem({ items, prefixItems, unevaluatedItems }: JsonObject, index: number): readonly unknown[] {
  const positioned = listOf(prefixItems)[index]
  if (positioned !== undefined) return [positioned]
  return [items, unevaluatedItems].filter(isSchema)
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function matches(pattern: string, name: string): boolean {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags).test(name)
    } catch {
      // Tried again without flags; a pattern that no engine reads names nothing for certain.
    }
  }
  return true
}
