import type { Json } from '../core/json.ts'

/** A value as text: a string as it is, anything else as JSON. Never throws, unlike `String` of an object with a `toString`. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
