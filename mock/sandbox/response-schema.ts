import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { memberOf } from '../../core/json-pointer.ts'
import type { Contract, DocumentPointer } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'

/** A schema of a response, as what is sent must satisfy it. */
export interface ResponseSchema {
  readonly schema: JsonObject | boolean
  /** Where a value breaks it; empty when it does not. */
  violations(value: Json): readonly ErrorObject[]
  /** The schemas that speak of a place in a value, references followed, choices taken in all ways. */
  schemasAt(tokens: readonly string[]): readonly JsonObject[]
}

/** The schema at a pointer; compiled when it is first asked for. */
export function responseSchema(contract: Contract, pointer: DocumentPointer): ResponseSchema {
  const { schema } = schemaView(contract, pointer, 'response')
  let validate: ValidateFunction | undefined
  return {
    schema,
    violations(value) {
      compiler ??= createCompiler()
      validate ??= compiler.compile(schema)
      return validate(value) ? [] : (validate.errors ?? [])
    },
    schemasAt: (tokens) =>
      tokens.reduce<readonly JsonObject[]>(
        (places, token) => places.flatMap((place) => below(place, token)).flatMap((place) => parts(place, schema)),
        parts(schema, schema),
      ),
  }
}

/** One for all: it is the making of one that takes time. */
let compiler: Ajv2020 | undefined

function createCompiler(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false, validateSchema: false, meta: false })
  addFormats.default(ajv)
  return ajv
}

/** A schema and everything that it applies to the same place. */
function parts(schema: Json, root: JsonObject | boolean, seen: readonly Json[] = []): readonly JsonObject[] {
  if (!isJsonObject(schema) || seen.includes(schema)) return []
  const inner = [...seen, schema]
  const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) =>
    Array.isArray(schema[keyword]) ? schema[keyword] : [],
  )
  const reference = typeof schema['$ref'] === 'string' ? [referred(schema['$ref'], root)] : []
  return [schema, ...[...branches, ...reference].flatMap((part: Json) => parts(part, root, inner))]
}

function referred(reference: string, root: JsonObject | boolean): Json {
  const name = reference.split('/').at(-1) ?? ''
  return (memberOf(memberOf(root, '$defs'), decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')) ??
    {}) as Json
}

function below(schema: JsonObject, token: string): readonly Json[] {
  const member = memberOf(schema['properties'], token)
  const rest = /^\d+$/.test(token) ? schema['items'] : schema['additionalProperties']
  return [member, member === undefined ? rest : undefined].filter(isJsonObject)
}
