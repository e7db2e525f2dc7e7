import { child } from '../../../core/json-pointer.ts'
import { nearest } from '../../../core/nearest.ts'
import type { LintRule } from '../rule.ts'

const BOTH_DIALECTS = [
  'title',
  'description',
  'type',
  'format',
  'enum',
  'default',
  'example',
  'deprecated',
  'readOnly',
  'writeOnly',
  'allOf',
  'oneOf',
  'anyOf',
  'not',
  'items',
  'properties',
  'additionalProperties',
  'required',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'discriminator',
  'externalDocs',
  'xml',
  'nullable',
  '$ref',
]

const JSON_SCHEMA = [
  '$schema',
  '$id',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  '$vocabulary',
  '$comment',
  '$defs',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'dependentRequired',
  'prefixItems',
  'contains',
  'patternProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'const',
  'minContains',
  'maxContains',
  'examples',
  'contentEncoding',
  'contentMediaType',
  'contentSchema',
]

/** Known to older drafts. */
const OLDER = ['definitions', 'dependencies', 'additionalItems', '$recursiveRef', '$recursiveAnchor', 'id']

/**
 * OAS 3.0 §4.7.24 names the keywords there are; a JSON Schema keyword it lacks constrains nothing. In 3.1 every name is
 * allowed, so that only what is a letter or two from a keyword is a slip.
 */
export const keywordIsKnown: LintRule = {
  code: 'keyword-is-known',
  severity: 'warning',
  describe: 'Schemas use keywords of their dialect, rightly spelt.',
  *check({ contract, sites, pointerOf, otherPlaces }) {
    const is30 = contract.dialect === 'oas-3.0'
    const known = new Set(is30 ? BOTH_DIALECTS : [...BOTH_DIALECTS, ...JSON_SCHEMA])
    for (const schema of sites.schemas) {
      for (const keyword of Object.keys(schema)) {
        if (known.has(keyword) || keyword.startsWith('x-')) continue
        const place = { pointer: child(pointerOf(schema), keyword), otherPlaces: otherPlaces(schema) }
        if (is30 && JSON_SCHEMA.includes(keyword)) {
          yield { ...place, message: `OpenAPI 3.0 does not know ${keyword}: it has no effect` }
          continue
        }
        const meant = OLDER.includes(keyword) ? undefined : misspelt(keyword, known)
        if (meant === undefined) continue
        yield { ...place, message: `"${keyword}" is not a keyword and has no effect. Did you mean "${meant}"?` }
      }
    }
  },
}

/** Short names are near to too much to be told from a name of the author's own. */
function misspelt(keyword: string, known: ReadonlySet<string>): string | undefined {
  const ignoringCase = [...known].find((candidate) => candidate.toLowerCase() === keyword.toLowerCase())
  if (ignoringCase !== undefined) return ignoringCase
  return keyword.length < 6
    ? undefined
    : nearest(
        keyword,
        [...known].filter((candidate) => candidate.length >= 6),
      )
}
