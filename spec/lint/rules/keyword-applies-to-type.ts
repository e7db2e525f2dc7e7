import { child } from '../../../core/json-pointer.ts'
import type { LintRule } from '../rule.ts'
import { allowsType, inWords, type JsonType, typesOf } from '../schema-types.ts'

const APPLIES_TO: ReadonlyMap<string, JsonType> = new Map([
  ...of('string', 'minLength', 'maxLength', 'pattern', 'contentEncoding', 'contentMediaType'),
  ...of('number', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'),
  ...of('array', 'items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'unevaluatedItems'),
  ...of('object', 'properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames'),
  ...of('object', 'minProperties', 'maxProperties', 'dependentRequired', 'unevaluatedProperties'),
])

function of(type: JsonType, ...keywords: readonly string[]): readonly (readonly [string, JsonType])[] {
  return keywords.map((keyword) => [keyword, type])
}

/** JSON Schema §7.6.1: a keyword for another type constrains nothing, whatever its author hoped. */
export const keywordAppliesToType: LintRule = {
  code: 'keyword-applies-to-type',
  severity: 'warning',
  describe: 'Constraints stand beside a type that they constrain.',
  *check({ sites, pointerOf, otherPlaces }) {
    for (const schema of sites.schemas) {
      const types = typesOf(schema)
      if (types === undefined) continue
      for (const [keyword, value] of Object.entries(schema)) {
        const type = APPLIES_TO.get(keyword)
        // What says nothing anyway is not worth a word.
        if (type === undefined || allowsType(schema, type) || isEmpty(value)) continue
        yield {
          pointer: child(pointerOf(schema), keyword),
          otherPlaces: otherPlaces(schema),
          message: `${keyword} has no effect beside type ${inWords(types)}`,
        }
      }
    }
  },
}

function isEmpty(value: unknown): boolean {
  return value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}
