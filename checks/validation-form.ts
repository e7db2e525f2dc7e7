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
  /** Whether references are seen through for what they evaluate; else `unevaluatedProperties` says nothing. */
  readonly evaluates: boolean
  /** A form that reaches a subschema of the view over a reference, compiled on its own. */
  refTo(subschema: JsonObject | boolean, exact: boolean): FormObject
  /** Remembers which subschema a form was made from, so that an error can name its place in the document. */
  remember(form: FormObject, subschema: JsonObject): void
}

/**
 * Rewrites a view for validation. Differences from the letter of JSON Schema, all of them on the lenient side:
 * `oneOf` accepts a value that fits more than one branch (an overlap is the contract's defect, not the server's), and
 * a `discriminator` decides alone which branch counts. Under `not` and `if`, where lenient would mean strict
 * (`exact`), `oneOf` stays as it is. Keywords of an impossible shape (`required: true`) say nothing.
 *
 * Branches, and what is nested deeply, are reached over references: one function for a whole large schema would take
 * long to compile, for parts of it that no value may ever reach.
 */
export function formOf(schema: JsonObject | boolean, around: FormSurroundings, exact: boolean): Form {
  return formAt(schema, { around, exact, depth: 0 })
}

interface Position {
  readonly around: FormSurroundings
  readonly exact: boolean
  readonly depth: number
}

function formAt(schema: JsonObject | boolean, position: Position): Form {
  if (typeof schema === 'boolean') return schema
  const form: FormObject = {}
  position.around.remember(form, schema)
  for (const [keyword, value] of Object.entries(schema)) {
    const rewrite = REWRITES[keyword]
    if (rewrite !== undefined) Object.assign(form, rewrite(value, keyword, position))
  }
  addBranches(form, schema, position)
  addUnevaluatedItems(form, schema, position)
  return form
}

const IN_PLACE = ['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'items', 'contains', 'dependentSchemas']

/** Where nothing else can evaluate items it is `items`; elsewhere ajv does not follow them reliably. */
function addUnevaluatedItems(form: FormObject, schema: JsonObject, position: Position): void {
  const { unevaluatedItems } = schema
  if (!isSchema(unevaluatedItems) || IN_PLACE.some((keyword) => keyword in schema)) return
  form['items'] = inner(unevaluatedItems, position)
}

const DEEPEST = 3

function inner(schema: JsonObject | boolean, { around, exact, depth }: Position): Form {
  if (depth >= DEEPEST && isNested(schema)) return around.refTo(schema, exact)
  return formAt(schema, { around, exact, depth: depth + 1 })
}

const NESTING = [
  'properties',
  'items',
  'additionalProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'patternProperties',
  'prefixItems',
]

function isNested(schema: JsonObject | boolean): boolean {
  return typeof schema !== 'boolean' && NESTING.some((keyword) => keyword in schema)
}

type Rewrite = (value: Json, keyword: string, position: Position) => FormObject | undefined

const TYPES = new Set<unknown>(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'])

const keepIf =
  (isSane: (value: Json) => boolean): Rewrite =>
  (value, keyword) =>
    isSane(value) ? { [keyword]: value } : undefined

const count = keepIf((value) => Number.isInteger(value) && (value as number) >= 0)
const bound = keepIf((value) => typeof value === 'number' && Number.isFinite(value))

const oneSchema: Rewrite = (value, keyword, position) =>
  isSchema(value) ? { [keyword]: inner(value, position) } : undefined

/** Under `not` and `if` a lenient reading would refuse more. */
const exactSchema: Rewrite = (value, keyword, position) => oneSchema(value, keyword, { ...position, exact: true })

const schemaList: Rewrite = (value, keyword, position) => {
  const schemas = Array.isArray(value) ? value.filter(isSchema) : []
  return schemas.length === 0 ? undefined : { [keyword]: schemas.map((schema) => inner(schema, position)) }
}

const schemaMap: Rewrite = (value, keyword, position) => {
  if (!isJsonObject(value)) return undefined
  const entries = Object.entries(value).filter(([name, schema]) => name !== '__proto__' && isSchema(schema))
  // Filtered to schemas on the line above, which the entries' type does not show.
  return { [keyword]: Object.fromEntries(entries.map(([name, one]) => [name, inner(one as JsonObject, position)])) }
}

const ONE_SCHEMA = ['additionalProperties', 'items', 'contains', 'propertyNames', 'then', 'else']

const REWRITES: Readonly<Record<string, Rewrite>> = {
  ...Object.fromEntries(ONE_SCHEMA.map((keyword) => [keyword, oneSchema])),
  $ref: (value, _keyword, { around, exact }) => {
    const target = typeof value === 'string' ? resolveIn(around.view, value) : undefined
    return target === undefined ? undefined : around.refTo(target, exact)
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
  unevaluatedProperties: (value, keyword, position) =>
    position.around.evaluates ? oneSchema(value, keyword, position) : undefined,
  not: exactSchema,
  if: exactSchema,
  prefixItems: schemaList,
  allOf: schemaList,
}

function addBranches(form: FormObject, schema: JsonObject, position: Position): void {
  const { around, exact } = position
  const table = exact ? undefined : tagTableOf(schema, around.view)
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const value = schema[keyword]
    if (!Array.isArray(value) || value.length === 0) continue
    if (exact) Object.assign(form, schemaList(value, keyword, position))
    else if (table?.keyword === keyword) Object.assign(form, tagged(value, table, around))
    else form[`${keyword}Branches`] = value.filter(isSchema).map((branch) => branchForm(branch, position))
  }
}

function branchForm(branch: JsonObject | boolean, position: Position): Form {
  return isNested(branch) ? position.around.refTo(branch, false) : inner(branch, position)
}

/** Each branch is reached over a reference: the generated code names it once for every tag. */
function tagged(branches: readonly Json[], table: TagTable, { refTo }: FormSurroundings): FormObject {
  return {
    taggedBranches: branches.map((branch) => (isSchema(branch) ? refTo(branch, false) : true)),
    tagTable: table,
  }
}
