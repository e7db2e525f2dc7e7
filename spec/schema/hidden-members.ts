import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { child } from '../../core/json-pointer.ts'
import type { Located } from '../reference.ts'
import type { Side } from '../schema-view.ts'
import type { SchemaGraph } from './schema-graph.ts'
import { subschemasOf } from './subschemas.ts'

/** Whether a member with this schema is not for this side of the wire: `readOnly` in a request, `writeOnly` in a response. */
export function isHidden(graph: SchemaGraph, at: Located, side: Side): boolean {
  const flag = side === 'request' ? 'readOnly' : 'writeOnly'
  const isFlagged = (node: Json): boolean => isJsonObject(node) && (node[flag] === true || node[flag] === 'true')
  const target = graph.resolve(at)
  // In 3.0 nothing counts beside a $ref.
  if (target?.pointer !== at.pointer && graph.dialect !== 'oas-3.0' && isFlagged(at.node)) return true
  if (target === undefined || !isJsonObject(target.node)) return false
  if (isFlagged(target.node)) return true
  const members = target.node['allOf']
  return (
    Array.isArray(members) &&
    members.some((member: Json, index) => {
      const part = graph.resolve({ pointer: child(target.pointer, 'allOf', index), node: member })
      return part !== undefined && isFlagged(part.node)
    })
  )
}

/** Names of members that a schema or any schema that must hold with it hides from this side. */
export function hiddenNames(graph: SchemaGraph, at: Located, side: Side): ReadonlySet<string> {
  const hidden = new Set<string>()
  for (const { pointer, node } of conjuncts(graph, at)) {
    const properties = node['properties']
    if (!isJsonObject(properties)) continue
    for (const [name, member] of Object.entries(properties)) {
      if (isHidden(graph, { pointer: child(pointer, 'properties', name), node: member }, side)) hidden.add(name)
    }
  }
  return hidden
}

/** Names that a schema, or one that applies with it, requires. */
export function requiredNames(graph: SchemaGraph, at: Located): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { node } of conjuncts(graph, at, true)) {
    const required = node['required']
    if (Array.isArray(required)) for (const name of required) if (typeof name === 'string') names.add(name)
  }
  return names
}

/** A schema and those that must hold with it for the same value, behind `$ref`s too; with `choices`, also those that may. */
export function conjuncts(
  graph: SchemaGraph,
  start: Located,
  choices = false,
): readonly { readonly pointer: string; readonly node: JsonObject }[] {
  const found: { readonly pointer: string; readonly node: JsonObject }[] = []
  const seen = new Set<object>()
  const pending: Located[] = [start]
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const { pointer, node } = at
    if (!isJsonObject(node) || seen.has(node)) continue
    seen.add(node)
    if (typeof node['$ref'] === 'string') {
      const target = graph.resolve(at)
      if (target !== undefined) pending.push(target)
      if (graph.dialect === 'oas-3.0') continue
    }
    found.push({ pointer, node })
    for (const { tokens, node: inner, role } of subschemasOf(node)) {
      if (tokens[0] === 'allOf' || (choices && (role === 'all' || role === 'some')))
        pending.push({ pointer: child(pointer, ...tokens), node: inner })
    }
  }
  return found
}
