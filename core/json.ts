/** A JSON value, immutable all the way down. */
export type Json = null | boolean | number | string | JsonArray | JsonObject

export type JsonArray = readonly Json[]

export interface JsonObject {
  readonly [name: string]: Json
}

/** Whether a value is a JSON object (neither null nor an array). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two JSON values are equal by JSON Schema's definition: 1 equals 1.0, member order does not count. */
export function jsonEquals(left: Json, right: Json): boolean {
  if (left === right) return true
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, i) => jsonEquals(item, right[i]))
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every((name) => Object.hasOwn(right, name) && jsonEquals(left[name] as Json, right[name] as Json))
}
