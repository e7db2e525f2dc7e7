import { child } from '../core/json-pointer.ts'
import { isJsonObject, type Json } from '../core/json.ts'
import { locatedAt } from '../spec/dereference.ts'
import type { Contract, DocumentPointer } from '../spec/model.ts'

const MAX_DEPTH = 12

/**
 * An example that a schema gives of itself, without what only a response has: the schema serves both sides, so the
 * example shows `readOnly` members that a request should not send.
 */
export function withoutReadOnly(contract: Contract, schema: DocumentPointer | undefined, example: Json): Json {
  return pruned(contract, schema, example, MAX_DEPTH)
}

function pruned(contract: Contract, schema: DocumentPointer | undefined, value: Json, depth: number): Json {
  const described = schema === undefined || depth === 0 ? undefined : locatedAt(contract, schema)
  if (described === undefined) return value
  if (Array.isArray(value)) {
    return value.map((item) => pruned(contract, child(described.pointer, 'items'), item, depth - 1))
  }
  if (!isJsonObject(value)) return value
  const members = Object.entries(value).flatMap(([name, member]): readonly (readonly [string, Json])[] => {
    const place = memberPlace(contract, described.pointer, name, depth)
    const node = place === undefined ? undefined : locatedAt(contract, place)?.node
    if (isJsonObject(node) && node['readOnly'] === true) return []
    return [[name, pruned(contract, place, member, depth - 1)]]
  })
  return Object.fromEntries(members)
}

/** Where a member is described, also within `allOf`. */
function memberPlace(
  contract: Contract,
  schema: DocumentPointer,
  name: string,
  depth: number,
): DocumentPointer | undefined {
  const described = locatedAt(contract, schema)
  if (described === undefined || !isJsonObject(described.node) || depth === 0) return undefined
  const { properties, allOf } = described.node
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return child(described.pointer, 'properties', name)
  const parts = Array.isArray(allOf) ? allOf.length : 0
  for (let part = 0; part < parts; part++) {
    const found = memberPlace(contract, child(described.pointer, 'allOf', part), name, depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}
