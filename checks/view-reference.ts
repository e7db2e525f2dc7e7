import { isJsonObject, type JsonObject } from '../core/json.ts'
import { valueAt } from '../core/json-pointer.ts'
import type { SchemaView } from '../spec/schema-view.ts'

/** Whether a value can be a schema at all. */
export function isSchema(value: unknown): value is JsonObject | boolean {
  return typeof value === 'boolean' || isJsonObject(value)
}

/** What a `$ref` within a view points to. */
export function resolveIn(view: SchemaView, ref: string): JsonObject | boolean | undefined {
  const target = valueAt(view.schema, ref)
  if (isSchema(target)) return target
  const decoded = ref.includes('%') ? valueAt(view.schema, decodeURIComponent(ref)) : undefined
  return isSchema(decoded) ? decoded : undefined
}

const HOPS = 32

/** The schema at the end of a chain of references; `undefined` where it ends in nothing or in itself. */
export function followRefs(schema: unknown, view: SchemaView): JsonObject | boolean | undefined {
  let current = schema
  for (let hop = 0; hop < HOPS; hop++) {
    if (!isJsonObject(current)) return isSchema(current) ? current : undefined
    const { $ref } = current
    if (typeof $ref !== 'string') return current
    current = resolveIn(view, $ref)
  }
  return undefined
}
