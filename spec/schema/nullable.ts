import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import type { Contract } from '../model.ts'
import type { Side } from '../schema-view.ts'

/**
 * A schema in normal form with OpenAPI 3.0's `nullable` applied. By the standard it adds null to a `type` beside it,
 * and without one, beside a `$ref`, `allOf` or `enum`, it says nothing; yet authors mean it there, too, and servers do
 * as meant. A request is therefore read strictly, a response widely.
 */
export function nullable(
  schema: JsonObject | boolean,
  written: JsonObject,
  dialect: Contract['dialect'],
  side: Side,
): JsonObject | boolean {
  if ((written['nullable'] !== true && written['nullable'] !== 'true') || !isJsonObject(schema)) return schema
  const { type, enum: values } = schema
  if (side === 'request')
    return dialect === 'oas-3.0' && type !== undefined ? { ...schema, type: withNull(type) } : schema
  if (IN_PLACE.some((keyword) => schema[keyword] !== undefined)) return { anyOf: [schema, { type: 'null' }] }
  return {
    ...schema,
    ...(type === undefined ? {} : { type: withNull(type) }),
    // A cast: keywords are normalised.
    ...(values === undefined ? {} : { enum: [...new Set([...(values as readonly Json[]), null])] }),
  }
}

/** Keywords that null would have to satisfy as well. */
const IN_PLACE = ['$ref', 'allOf', 'anyOf', 'oneOf', 'not', 'if', 'const']

function withNull(type: Json): Json {
  const types = typeof type === 'string' ? [type] : (type as readonly Json[])
  return types.includes('null') ? types : [...types, 'null']
}
