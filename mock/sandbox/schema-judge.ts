import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Json, JsonObject } from '../../core/json.ts'

/** Judges values by one schema. */
export interface SchemaJudge {
  readonly schema: JsonObject
  /** The first thing that the schema does not allow: where, and what it asks for. */
  firstError(value: Json): { readonly at: string; readonly message: string } | undefined
}

/** A judge for a schema in the form in which the harness views it. */
export function schemaJudge(schema: JsonObject): SchemaJudge {
  const ajv = new Ajv2020({ strict: false, logger: false })
  formats.default(ajv)
  const validate = ajv.compile(schema)
  return {
    schema,
    firstError(value) {
      if (validate(value)) return undefined
      const [error] = validate.errors ?? []
      return { at: (error?.instancePath ?? '').slice(1).replaceAll('/', '.') || 'body', message: error?.message ?? '' }
    },
  }
}
