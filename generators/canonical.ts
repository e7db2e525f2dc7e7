import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { Opposites } from './canonical-opposite.ts'
import { type Option, plain, type Unions } from './canonical-union.ts'
import { REFERENCES, type SchemaDocument, type SchemaNode } from './schema/document.ts'
import type { Negation } from './schema/negation.ts'
import { emptyShape, mergeAssertions, type ObjectNode, type Shape } from './schema/shape.ts'
import { isSchema, NOT_WITH_FORMATS } from './schema/subschemas.ts'

/** A place where a schema leaves a choice: a branch of `anyOf` or `oneOf`, of `if`, a way around `not`. */
export interface Group {
  readonly key: string
  readonly pointer: string
  readonly keyword: string
  readonly size: number
  /** What is added to the conjunction when this option is chosen. */
  option(index: number): Option
}

/** Whether a choice is one of ours: how to break a schema. */
export function isWayAround({ keyword }: Group): boolean {
  return keyword === 'not' || keyword === NOT_WITH_FORMATS
}

/** A conjunction of schemas, merged as far as it goes without making a choice. */
export interface Expansion {
  readonly shape: Shape
  /** The choices that are open. */
  readonly groups: readonly Group[]
  /** Why nothing satisfies the conjunction, whatever is chosen. */
  readonly conflict: Conflict | undefined
}

export interface Conflict {
  readonly pointer: string
  readonly reason: string
  /** The schema, where it stands in the document. */
  readonly node?: SchemaNode
}

export interface Canonicaliser {
  /** Merges schemas that must all hold. `choices`: the option taken, by the key of the group. */
  expand(nodes: readonly SchemaNode[], choices: ReadonlyMap<string, number>): Expansion
}

/** References to references are followed so far. */
const MOST_HOPS = 20

/** Merges conjunctions of schemas: `$ref`, `allOf` and all assertions at once, alternatives one choice at a time. */
export function createCanonicaliser(document: SchemaDocument, opposites: Opposites, unions: Unions): Canonicaliser {
  const groups = new Map<string, Group>()

  function expand(nodes: readonly SchemaNode[], choices: ReadonlyMap<string, number>): Expansion {
    const shape = emptyShape()
    const visited = new Set<string>()
    const asserted = new Set<number>()
    const excluded = new Set<SchemaNode>()
    const open = new Set<Group>()
    let conflict: Conflict | undefined

    function add(node: SchemaNode, within: readonly number[]): void {
      const { schema } = node
      // What stands in no document (a way around `not`, a tag) evaluates nothing for `unevaluatedProperties`.
      const outer = node.made === true ? [] : within
      if (schema === true) return
      if (schema === false) {
        conflict ??= { pointer: node.pointer, reason: 'the schema false accepts nothing' }
        return
      }
      const visit = outer.length === 0 ? String(node.id) : `${node.id}:${outer.join(',')}`
      if (visited.has(visit)) return
      visited.add(visit)
      asserted.add(node.id)
      shape.nodes.push(node)
      const evaluates = 'unevaluatedProperties' in schema || 'unevaluatedItems' in schema
      const scopes = evaluates && !outer.includes(node.id) ? [...outer, node.id] : outer
      for (const keyword of REFERENCES) {
        const target = document.target(node, keyword)
        if (target === undefined) continue
        if (!shape.recursive && document.inCycle(node) && document.inCycle(target)) shape.recursive = true
        add(target, scopes)
      }
      // Booleans were dealt with above.
      mergeAssertions(shape, document, node as ObjectNode, scopes)
      if (Array.isArray(schema['allOf'])) {
        for (const [index, part] of schema['allOf'].entries()) {
          add(document.below(node, part as Json, 'allOf', index), scopes)
        }
      }
      for (const keyword of ['not', NOT_WITH_FORMATS]) {
        const part = schema[keyword]
        if (isSchema(part)) exclude(document.below(node, part, keyword), keyword === NOT_WITH_FORMATS)
      }
      for (const group of groupsOf(node, schema)) choose(group, scopes)
    }

    function choose(group: Group, scopes: readonly number[]): void {
      const chosen = group.size === 1 ? 0 : choices.get(group.key)
      if (chosen === undefined) {
        if (group.size === 0) conflict ??= { pointer: group.pointer, reason: `${group.keyword} leaves no alternative` }
        else open.add(group)
        return
      }
      const option = group.option(chosen)
      if (option.conflict !== undefined) conflict ??= { pointer: group.pointer, reason: option.conflict }
      shape.checks.push(...option.checks)
      shape.wishes.push(...(option.wishes ?? []))
      for (const node of option.nodes) add(node, scopes)
    }

    function exclude(part: SchemaNode, withFormats: boolean): void {
      excluded.add(targetOf(part))
      const negation = opposites.negationOf(part, withFormats)
      switch (negation.kind) {
        case 'atom':
          excludeAtom(shape, negation.keyword, negation.value)
          return
        case 'ways':
          choose(waysAround(part, negation, withFormats), [])
      }
    }

    for (const node of nodes) add(node, [])
    for (const node of excluded) {
      if (asserted.has(node.id)) conflict ??= { pointer: node.pointer, reason: 'it must both hold and not hold' }
    }
    return { shape, groups: [...open], conflict }
  }

  /** What a schema that is nothing but a reference stands for. */
  function targetOf(node: SchemaNode): SchemaNode {
    let target = node
    for (let hops = 0; hops < MOST_HOPS; hops++) {
      if (Object.keys(target.schema).length > 1) break
      const next = document.target(target, '$ref')
      if (next === undefined) break
      target = next
    }
    return target
  }

  function waysAround(part: SchemaNode, { ways, perhaps }: Negation & { kind: 'ways' }, withFormats: boolean): Group {
    const keyword = withFormats ? NOT_WITH_FORMATS : 'not'
    return groupOf(part, keyword, ways.length + perhaps.length, (index) => {
      const way = ways[index]
      if (way !== undefined) return plain([way])
      return { nodes: [perhaps[index - ways.length] as SchemaNode], checks: [opposites.of(part, withFormats)] }
    })
  }

  function groupOf(node: SchemaNode, keyword: string, size: number, option: (index: number) => Option): Group {
    const key = `${node.id}/${keyword}`
    const known = groups.get(key)
    if (known !== undefined) return known
    const options: Option[] = []
    const pointer = keyword === 'not' || keyword === NOT_WITH_FORMATS ? node.pointer : child(node.pointer, keyword)
    const group = { key, pointer, keyword, size, option: (index: number) => (options[index] ??= option(index)) }
    groups.set(key, group)
    return group
  }

  function* groupsOf(node: SchemaNode, schema: JsonObject): Iterable<Group> {
    const parts = (keyword: string): readonly SchemaNode[] | undefined => {
      const list = schema[keyword]
      if (!Array.isArray(list)) return undefined
      return list.map((part, index) => document.below(node, part as Json, keyword, index))
    }
    const any = parts('anyOf')
    if (any !== undefined) yield groupOf(node, 'anyOf', any.length, (index) => unions.anyOption(node, any, index))
    const one = parts('oneOf')
    if (one !== undefined) yield groupOf(node, 'oneOf', one.length, (index) => unions.oneOption(node, one, index))
    if (isSchema(schema['if']) && (isSchema(schema['then']) || isSchema(schema['else']))) {
      const condition = document.below(node, schema['if'], 'if')
      const thenNode = document.below(node, schema['then'] ?? true, 'then')
      const elseNode = document.below(node, schema['else'] ?? true, 'else')
      yield groupOf(node, 'if', 2, (index) =>
        plain(index === 0 ? [condition, thenNode] : [opposites.of(condition), elseNode]),
      )
    }
    if (!isJsonObject(schema['dependentSchemas'])) return
    for (const [name, part] of Object.entries(schema['dependentSchemas'])) {
      const dependent = document.below(node, part, 'dependentSchemas', name)
      yield groupOf(node, `dependentSchemas/${name}`, 2, (index) =>
        plain(
          index === 0
            ? [document.made({ properties: { [name]: false } }, node)]
            : [document.made({ type: 'object', required: [name] }, node), dependent],
        ),
      )
    }
  }

  return { expand }
}

function excludeAtom(shape: Shape, keyword: 'enum' | 'const' | 'multipleOf' | 'pattern' | 'format', value: Json): void {
  switch (keyword) {
    case 'enum':
      if (Array.isArray(value)) shape.excluded.push(...(value as readonly Json[]))
      return
    case 'const':
      shape.excluded.push(value)
      return
    case 'multipleOf':
      restrictTo(shape, 'number')
      if (typeof value === 'number') shape.notMultiples.push(value)
      return
    case 'pattern':
    case 'format':
      restrictTo(shape, 'string')
      if (typeof value === 'string') (keyword === 'pattern' ? shape.notPatterns : shape.notFormats).push(value)
  }
}

/** Only values of this type can break the keyword. */
function restrictTo(shape: Shape, type: 'number' | 'string'): void {
  shape.types = new Set([...shape.types].filter((each) => each === type))
  shape.typed = true
}
