import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { DocumentPointer } from '../model.ts'
import type { Located } from '../reference.ts'
import type { Side } from '../schema-view.ts'
import { isHidden } from './hidden-members.ts'
import type { SchemaGraph } from './schema-graph.ts'
import { isSchema } from './subschemas.ts'
import { unicodePattern } from './unicode-pattern.ts'

const SINGLE = ['contains', 'propertyNames', 'unevaluatedItems', 'unevaluatedProperties', 'additionalProperties']

/**
 * The keywords of a schema that hold schemas of members and items, in the 2020-12 spelling; members that are not for
 * this side are left out.
 *
 * @param build what turns such a schema into its normal form
 */
export function memberKeywords(
  graph: SchemaGraph,
  side: Side,
  { pointer }: Located,
  node: JsonObject,
  build: (pointer: DocumentPointer, node: Json) => JsonObject | boolean,
): Record<string, Json> {
  const out: Record<string, Json> = {}
  for (const keyword of SINGLE) {
    const value = node[keyword]
    if (isSchema(value)) out[keyword] = build(child(pointer, keyword), value)
  }
  Object.assign(out, itemKeywords(pointer, node, build))

  const properties = node['properties']
  if (isJsonObject(properties)) {
    out['properties'] = Object.fromEntries(
      Object.entries(properties).flatMap(([name, member]) => {
        const at: Located = { pointer: child(pointer, 'properties', name), node: member }
        return isHidden(graph, at, side) ? [] : [[name, build(at.pointer, member)]]
      }),
    )
  }
  const patterns = node['patternProperties']
  if (isJsonObject(patterns)) {
    const usable = Object.entries(patterns).flatMap(([pattern, member]) => {
      const expression = unicodePattern(pattern)
      if (expression === undefined) return []
      return [[expression, build(child(pointer, 'patternProperties', pattern), member)] as const]
    })
    if (usable.length > 0) out['patternProperties'] = Object.fromEntries(usable)
  }
  return out
}

/** Older drafts write a list of schemas under `items`, and what follows it under `additionalItems`. */
function itemKeywords(
  pointer: DocumentPointer,
  node: JsonObject,
  build: (pointer: DocumentPointer, node: Json) => JsonObject | boolean,
): Record<string, Json> {
  const isOld = !Array.isArray(node['prefixItems']) && Array.isArray(node['items'])
  const listKeyword = isOld ? 'items' : 'prefixItems'
  const restKeyword = isOld ? 'additionalItems' : 'items'
  const list = node[listKeyword]
  const rest = node[restKeyword]
  return {
    ...(Array.isArray(list) && list.length > 0
      ? { prefixItems: list.map((item: Json, index) => build(child(pointer, listKeyword, index), item)) }
      : {}),
    ...(isSchema(rest) ? { items: build(child(pointer, restKeyword), rest) } : {}),
  }
}
