import { isJsonObject } from '../core/json.ts'
import { type LocatedObject, memberAt, type ModelContext } from './model-context.ts'
import type { Located } from './reference.ts'

/** The schema under a name: an object or a boolean, its `$ref` not followed. Anything else is noted and means any value. */
export function schemaAt(context: ModelContext, at: LocatedObject, name: string): Located | undefined {
  const found = memberAt(at, name)
  if (found === undefined || found.node === null) return undefined
  if (isJsonObject(found.node) || typeof found.node === 'boolean') return found
  context.warn(found.pointer, 'a schema should be an object')
  return undefined
}

/**
 * Swagger 2.0 put a parameter's or header's schema beside its name; documents that were converted by hand still do.
 * The object is then its own schema: what is not a schema keyword in it is ignored.
 */
export function leftoverSchema(at: LocatedObject): Located | undefined {
  const { type, enum: values } = at.node
  return typeof type === 'string' || Array.isArray(values) ? at : undefined
}
