import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { isSchema } from './subschemas.ts'

/** Schemas that apply where a member is there, by its name, with the keyword they stand under: the old one or the new. */
export function dependentSchemas(node: JsonObject): Readonly<Record<string, readonly [string, Json]>> {
  return Object.fromEntries(
    ['dependencies', 'dependentSchemas'].flatMap((keyword) => {
      const value = node[keyword]
      if (!isJsonObject(value)) return []
      return Object.entries(value).flatMap(([name, schema]) => (isSchema(schema) ? [[name, [keyword, schema]]] : []))
    }),
  )
}

/** Members of an applicator; what is no schema among them says nothing and is left out by its position's `true`. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[]
  return isJsonObject(value) ? [value] : []
}
