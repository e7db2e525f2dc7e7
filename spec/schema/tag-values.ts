import { isJsonObject, type Json, jsonEquals } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Located } from '../reference.ts'
import { conjuncts } from './hidden-members.ts'
import { plainKeywords } from './keywords.ts'
import type { SchemaGraph } from './schema-graph.ts'

/** What a branch of a choice says itself of the member that tells branches apart. */
export interface TagFacts {
  /** The only values it allows; `undefined` where it names none. */
  readonly values: readonly Json[] | undefined
  /** Whether it declares the member at all. */
  readonly declared: boolean
  /** Whether it forbids members that it does not declare. */
  readonly closed: boolean
  /** The member's type, where it is one that is not text. */
  readonly type: Json | undefined
}

/** Reads what a schema and those that hold with it say of a member. A choice in it allows what its branches allow. */
export function tagFacts(graph: SchemaGraph, at: Located, tag: string, depth = 0): TagFacts {
  let values: readonly Json[] | undefined
  let declared = false
  let closed = false
  let type: Json | undefined
  for (const { pointer, node } of conjuncts(graph, at)) {
    const properties = node['properties']
    const property = isJsonObject(properties) && Object.hasOwn(properties, tag) ? properties[tag] : undefined
    if (property !== undefined) {
      declared = true
      const own = valuesOf(graph, { pointer: child(pointer, 'properties', tag), node: property })
      type ??= own.type
      values = both(values, own.values)
    } else if (node['additionalProperties'] === false) closed = true
    if (depth < DEEPEST) values = both(values, valuesOfChoice(graph, pointer, node, tag, depth))
  }
  return { values, declared, closed, type }
}

const DEEPEST = 4

function valuesOfChoice(
  graph: SchemaGraph,
  pointer: string,
  node: Readonly<Record<string, Json>>,
  tag: string,
  depth: number,
): readonly Json[] | undefined {
  for (const keyword of ['oneOf', 'anyOf']) {
    const branches = node[keyword]
    if (!Array.isArray(branches) || branches.length === 0) continue
    const found = branches.map(
      (branch: Json, index) =>
        tagFacts(graph, { pointer: child(pointer, keyword, index), node: branch }, tag, depth + 1).values,
    )
    if (found.every((values) => values !== undefined)) return found.flat()
  }
  return undefined
}

function valuesOf(
  graph: SchemaGraph,
  at: Located,
): { readonly values: readonly Json[] | undefined; readonly type: Json | undefined } {
  let values: readonly Json[] | undefined
  let type: Json | undefined
  for (const { node } of conjuncts(graph, at)) {
    const keywords = plainKeywords(node)
    type ??= keywords['type']
    if (keywords['const'] !== undefined) values = both(values, [keywords['const']])
    // A cast: the keywords are normalised.
    if (keywords['enum'] !== undefined) values = both(values, keywords['enum'] as readonly Json[])
  }
  return { values, type }
}

function both(left: readonly Json[] | undefined, right: readonly Json[] | undefined): readonly Json[] | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return left.filter((value) => right.some((other) => jsonEquals(value, other)))
}
