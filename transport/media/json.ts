import type { Json } from '../../core/json.ts'

/** A JSON document; numbers as JSON.stringify writes them (a JSON number may have an exponent). */
export function encodeJson(value: Json): string {
  return JSON.stringify(value)
}
