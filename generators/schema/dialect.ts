import { isJsonObject, type JsonObject } from '../../core/json.ts'
import type { SchemaFiles } from './identifiers.ts'
import { withSubschemas } from './subschemas.ts'

/** Keywords by the vocabulary of draft 2020-12 that gives them a meaning. */
const VOCABULARIES: Readonly<Record<string, string>> = {
  'https://json-schema.org/draft/2020-12/vocab/applicator':
    'prefixItems items contains additionalProperties properties patternProperties dependentSchemas propertyNames ' +
    'if then else allOf anyOf oneOf not',
  'https://json-schema.org/draft/2020-12/vocab/unevaluated': 'unevaluatedItems unevaluatedProperties',
  'https://json-schema.org/draft/2020-12/vocab/validation':
    'type const enum multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern ' +
    'maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired',
}

const SINCE_2020 = 'prefixItems $dynamicRef $dynamicAnchor'
const SINCE_2019 = `${SINCE_2020} dependentRequired dependentSchemas unevaluatedItems unevaluatedProperties maxContains minContains`

/** Keywords that an earlier draft does not know yet. */
const EARLIER_DRAFTS: Readonly<Record<string, string>> = {
  'https://json-schema.org/draft/2019-09/schema': SINCE_2020,
  'http://json-schema.org/draft-07/schema': SINCE_2019,
  'http://json-schema.org/draft-06/schema': SINCE_2019,
}

/** A schema document without the keywords that mean nothing in the dialect its `$schema` names. */
export function inDialect(schema: JsonObject | boolean, files: SchemaFiles): JsonObject | boolean {
  const dialect = isJsonObject(schema) ? schema['$schema'] : undefined
  if (typeof dialect !== 'string') return schema
  const uri = dialect.replace(/#$/, '')
  const metaschema = files[uri]
  const vocabulary = isJsonObject(metaschema) ? metaschema['$vocabulary'] : undefined
  const unknown = isJsonObject(vocabulary)
    ? Object.keys(VOCABULARIES)
        .filter((name) => !Object.hasOwn(vocabulary, name))
        .flatMap((name) => VOCABULARIES[name]?.split(' ') ?? [])
    : (EARLIER_DRAFTS[uri]?.split(' ') ?? [])
  return unknown.length === 0 ? schema : without(new Set(unknown), schema)
}

function without(keywords: ReadonlySet<string>, schema: JsonObject | boolean): JsonObject | boolean {
  if (typeof schema === 'boolean') return schema
  const kept = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.has(keyword)))
  return withSubschemas(kept, (part) => without(keywords, part))
}
