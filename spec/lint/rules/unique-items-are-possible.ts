import { child } from '../../../core/json-pointer.ts'
import type { JsonObject } from '../../../core/json.ts'
import { typesOf } from '../schema-types.ts'
import type { LintRule } from '../rule.ts'

/** An array of distinct items cannot be longer than there are values for an item. */
export const uniqueItemsArePossible: LintRule = {
  code: 'unique-items-are-possible',
  severity: 'error',
  describe: 'minItems with uniqueItems does not ask for more items than there are distinct values.',
  *check({ sites, pointerOf, otherPlaces, resolve }) {
    for (const schema of sites.schemas) {
      const { minItems, uniqueItems } = schema
      if (uniqueItems !== true || typeof minItems !== 'number' || schema['prefixItems'] !== undefined) continue
      const items = resolve(schema['items'])
      const distinct = items === undefined ? Number.POSITIVE_INFINITY : distinctValues(items)
      if (minItems <= distinct) continue
      yield {
        pointer: child(pointerOf(schema), 'minItems'),
        otherPlaces: otherPlaces(schema),
        message: `minItems ${minItems} with uniqueItems, but items have only ${distinct} distinct values`,
      }
    }
  },
}

/** How many values a schema allows at most; infinite where that is not plain to see. */
function distinctValues(schema: JsonObject): number {
  if (schema['const'] !== undefined) return 1
  if (Array.isArray(schema['enum'])) {
    return new Set(schema['enum'].map((member) => JSON.stringify(member))).size
  }
  const types = typesOf(schema)
  if (types === undefined || ![...types].every((type) => type === 'boolean' || type === 'null')) {
    return Number.POSITIVE_INFINITY
  }
  return (types.has('boolean') ? 2 : 0) + (types.has('null') ? 1 : 0)
}
