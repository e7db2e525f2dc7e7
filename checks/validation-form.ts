import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { tagTableOf, type TagTable } from './discriminator-tags.ts'
import { formatChecks } from './formats.ts'
import { isSchema, resolveIn } from './view-reference.ts'

/** A schema as ajv gets it: only keywords that are judged, each of a sane shape, and our own in place of some. */
export type Form = boolean | FormObject

export interface FormObject {
  [keyword: string]: unknown
}

/** Keywords of ours in a form, and the document's keyword that each stands for. */
export const OWN_KEYWORDS = {
  lazyRef: '$ref',
  anyOfBranches: 'anyOf',
  oneOfBranches: 'oneOf',
  taggedBranches: 'discriminator',
} as const

/** What a form needs from the validator that it is made for. */
export interface FormSurroundings {
  readonly view: SchemaView
  /** The value of `lazyRef` (or of `$ref` where evaluation must be seen through) for a subschema of the view. */
  refTo(subschema: JsonObject | boolean): FormObject
  /** Remembers which subschema a form was made from, so that an error can name its place in the document. */
  remember(form: FormObject, subschema: JsonObject): void
}

/**
 * Rewrites a view for validation. Differences from the letter of JSON Schema, all of them on the lenient side:
 * `oneOf` accepts a value that fits more than one branch (an overlap is the contract's defect, not the server's), and
 * a `discriminator` decides alone which branch counts. Under `not` and `if`, where lenient would mean strict, `oneOf`
 * stays exact. Keywords of an impossible shape (`required: true`) say nothing.
 */
export function formOf(schema: JsonObject | boolean, around: FormSurroundings, exact = false): Form {
  if (typeof schema === 'boolean') return schema
  const form: FormObject = {}
  around.remember(form, schema)
  for (const [keyword, value] of Object.entries(schema)) {
    const rewrite = REWRITES[keyword]
    if (rewrite !== undefined) Object.assign(form, rewrite(value, keyword, around, exact))
  }
  addBranches(form, schema, around, exact)
  return form
}

type Rewrite = (value: Json, keyword: string, around: FormSurroundings, exact: boolean) => FormObject | undefined

const TYPES = new Set<unknown>(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'])

const keepIf =
  (isSane: (value: Json) => boolean): Rewrite =>
  (value, keyword) =>
    isSane(value) ? { [keyword]: value } : undefined

const count = keepIf((value) => Number.isInteger(value) && (value as number) >= 0)
const bound = keepIf((value) => typeof value === 'number' && Number.isFinite(value))

const oneSchema: Rewrite = (value, keyword, around, exact) =>
  isSchema(value) ? { [keyword]: formOf(value, around, exact) } : undefined

/** Under `not` and `if` a lenient reading would refuse more. */
const exactSchema: Rewrite = (value, keyword, around) => oneSchema(value, keyword, around, true)

const schemaList: Rewrite = (value, keyword, around, exact) => {
  const schemas = Array.isArray(value) ? value.filter(isSchema) : []
  return schemas.length === 0 ? undefined : { [keyword]: schemas.map((schema) => formOf(schema, around, exact)) }
}

const schemaMap: Rewrite = (value, keyword, around, exact) => {
  if (!isJsonObject(value)) return undefined
  const entries = Object.entries(value).filter(([name, schema]) => name !== '__proto__' && isSchema(schema))
  // Filtered to schemas on the line above, which the entries' type does not show.
  return { [keyword]: Object.fromEntries(entries.map(([n, s]) => [n, formOf(s as JsonObject, around, exact)])) }
}

const REWRITES: Readonly<Record<string, Rewrite>> = {
  $ref: (value, _keyword, { view, refTo }) => {
    const target = typeof value === 'string' ? resolveIn(view, value) : undefined
    return target === undefined ? undefined : refTo(target)
  },
  type: (value) => {
    const types = (Array.isArray(value) ? value : [value]).filter((type) => TYPES.has(type))
    return types.length === 0 ? undefined : { type: [...new Set(types)] }
  },
  enum: keepIf((value) => Array.isArray(value) && value.length > 0),
  const: (value) => ({ const: value }),
  format: keepIf((value) => typeof value === 'string' && formatChecks.has(value)),
  pattern: keepIf((value) => typeof value === 'string'),
  multipleOf: keepIf((value) => typeof value === 'number' && value > 0),
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  minContains: count,
  maxContains: count,
  uniqueItems: keepIf((value) => value === true),
  required: (value) => {
    const names = Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
    return names.length === 0 ? undefined : { required: [...new Set(names)] }
  },
  dependentRequired: (value) => {
    if (!isJsonObject(value)) return undefined
    return { dependentRequired: Object.fromEntries(Object.entries(value).filter(([, names]) => Array.isArray(names))) }
  },
  properties: schemaMap,
  patternProperties: schemaMap,
  dependentSchemas: schemaMap,
  additionalProperties: oneSchema,
  unevaluatedProperties: oneSchema,
  unevaluatedItems: oneSchema,
  items: oneSchema,
  contains: oneSchema,
  propertyNames: oneSchema,
  then: oneSchema,
  else: oneSchema,
  not: exactSchema,
  if: exactSchema,
  prefixItems: schemaList,
  allOf: schemaList,
}

function addBranches(form: FormObject, schema: JsonObject, around: FormSurroundings, exact: boolean): void {
  const table = exact ? undefined : tagTableOf(schema, around.view)
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const value = schema[keyword]
    if (!Array.isArray(value) || value.length === 0) continue
    if (exact) Object.assign(form, schemaList(value, keyword, around, true))
    else if (table?.keyword === keyword) Object.assign(form, tagged(value, table, around))
    else form[`${keyword}Branches`] = value.filter(isSchema).map((branch) => formOf(branch, around))
  }
}

/** Each branch is reached over a reference: the generated code names it once for every tag. */
function tagged(branches: readonly Json[], table: TagTable, { refTo }: FormSurroundings): FormObject {
  return {
    taggedBranches: branches.map((branch) => (isSchema(branch) ? refTo(branch) : true)),
    tagTable: table,
  }
}
