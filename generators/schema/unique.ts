import { isJsonObject, type Json } from '../../core/json.ts'

/** A text that is the same for equal JSON values only: member order does not count, 1 and 1.0 are one. */
export function identityOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(identityOf).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value === 0 ? 0 : value)
  const names = Object.keys(value).toSorted()
  return `{${names.map((name) => `${JSON.stringify(name)}:${identityOf(value[name] as Json)}`).join(',')}}`
}

/** Whether no two items are equal. */
export function uniqueItems(items: readonly Json[]): boolean {
  return new Set(items.map(identityOf)).size === items.length
}
