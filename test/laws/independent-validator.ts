import { registerSchema, unregisterSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import type { Json, JsonObject } from '../../core/json.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
let registered = 0

/**
 * Judges values by an implementation of JSON Schema that the harness itself does not use.
 *
 * @returns whether a value satisfies the schema
 */
export async function independentValidator(schema: JsonObject | boolean): Promise<(value: Json) => boolean> {
  const id = `https://independent.test/${registered++}`
  // The validator types schemas as closed objects; ours are any JSON. It keeps what it is given, so it gets a copy.
  registerSchema(structuredClone(schema) as never, id, DIALECT)
  try {
    const judge = await validate(id)
    return (value) => judge(value as never).valid
  } finally {
    unregisterSchema(id)
  }
}
