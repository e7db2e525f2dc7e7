import type { ErrorObject } from 'ajv/dist/2020.js'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { memberOf, tokensOf, valueAt } from '../../core/json-pointer.ts'
import { minimal } from '../../generators/draw.ts'
import { arbitraryFromSchema } from '../../generators/from-schema.ts'
import type { ResponseSchema } from './response-schema.ts'

/** More than any documented example has wrong. */
const MOST_REPAIRS = 50

/**
 * A documented example as it should have been: some lack members that are required, write a number as a text, leave the
 * zone out of a moment, show members that are not documented, or are wrapped twice. What cannot be mended is replaced by
 * the plainest value of the schema.
 */
export function soundExample(example: Json, schema: ResponseSchema): Json {
  let value = documented(unwrapped(example, schema), schema, [])
  for (let i = 0; i < MOST_REPAIRS; i++) {
    const [violation] = schema.violations(value)
    if (violation === undefined) return value
    const mended = repaired(value, violation, schema)
    if (mended === undefined) break
    value = mended
  }
  return minimal(arbitraryFromSchema(schema.schema), 1).value
}

/** An Example Object in the place of its value. */
function unwrapped(example: Json, schema: ResponseSchema): Json {
  if (!isJsonObject(example) || example['value'] === undefined) return example
  return namesOf(schema, []).has('value') ? example : example['value']
}

/** Without the members that the schema does not name, where it names any. */
function documented(value: Json, schema: ResponseSchema, at: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item: Json, i) => documented(item, schema, [...at, String(i)]))
  if (!isJsonObject(value)) return value
  const names = namesOf(schema, at)
  const isOpen = names.size === 0 || schema.schemasAt(at).some((part) => part['additionalProperties'] !== undefined)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => isOpen || names.has(name))
      .map(([name, member]) => [name, documented(member, schema, [...at, name])]),
  )
}

function namesOf(schema: ResponseSchema, at: readonly string[]): ReadonlySet<string> {
  const properties = schema.schemasAt(at).map((part) => part['properties'])
  return new Set(properties.flatMap((members) => (isJsonObject(members) ? Object.keys(members) : [])))
}

function repaired(
  value: Json,
  { keyword, instancePath, params }: ErrorObject,
  schema: ResponseSchema,
): Json | undefined {
  const at = tokensOf(instancePath)
  const there = valueAt(value, instancePath) as Json
  switch (keyword) {
    case 'required': {
      const member = (params as { missingProperty: string }).missingProperty
      return replaced(value, [...at, member], plainest(schema, [...at, member]))
    }
    case 'type':
      return typeof there === 'number' ? replaced(value, at, String(there)) : undefined
    case 'format':
      return /^\d{4}-\d\d-\d\dT[\d:.]+$/.test(String(there)) ? replaced(value, at, `${String(there)}Z`) : undefined
    default:
      return undefined
  }
}

/** The schema's own example of a place, else its plainest value. */
function plainest(schema: ResponseSchema, at: readonly string[]): Json {
  const parts = schema.schemasAt(at)
  const shown = parts.map((part) => part['example']).find((example) => example !== undefined)
  if (shown !== undefined) return shown
  const root = isJsonObject(schema.schema) ? schema.schema['$defs'] : undefined
  const whole: JsonObject = { allOf: [...parts], ...(root !== undefined && { $defs: root }) }
  return minimal(arbitraryFromSchema(whole), 1).value
}

function replaced(value: Json, [token, ...rest]: readonly string[], by: Json): Json {
  if (token === undefined) return by
  const member = (memberOf(value, token) ?? {}) as Json
  if (Array.isArray(value)) return value.with(Number(token), replaced(member, rest, by)) as Json
  return { ...(value as JsonObject), [token]: replaced(member, rest, by) }
}
