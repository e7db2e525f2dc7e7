import { valueAt } from '../../core/json-pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'

/** Longer chains of `$ref` and `allOf` than this are not followed: no real body has them, and a circle must end. */
const MAX_HOPS = 12

/** A schema with its `$ref`s followed within `root`; what stands beside a `$ref` stays. */
export function followReference(root: JsonObject, schema: Json | undefined): JsonObject | undefined {
  let current = isJsonObject(schema) ? schema : undefined
  for (let hops = 0; hops < MAX_HOPS && current !== undefined; hops++) {
    const { $ref, ...siblings } = current
    if (typeof $ref !== 'string') return current
    const target = valueAt(root, $ref)
    current = isJsonObject(target) ? { ...target, ...siblings } : undefined
  }
  return current
}

/** The schema of a property, seen through `$ref`, `allOf` and the branches of unions; `undefined` where none is declared. */
export function memberSchema(
  root: JsonObject,
  schema: Json | undefined,
  name: string,
  hops: number = MAX_HOPS,
): JsonObject | undefined {
  const resolved = followReference(root, schema)
  if (resolved === undefined || hops === 0) return undefined
  const properties = resolved['properties']
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return followReference(root, properties[name])
  for (const part of [resolved['allOf'], resolved['oneOf'], resolved['anyOf']].flat()) {
    const found = part === undefined ? undefined : memberSchema(root, part, name, hops - 1)
    if (found !== undefined) return found
  }
  return undefined
}
