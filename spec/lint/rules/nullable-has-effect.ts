import { child } from '../../../core/json-pointer.ts'
import type { LintRule } from '../rule.ts'

/**
 * OAS 3.0.3 §4.7.24: `nullable` adds null only where `type` is "explicitly defined within the same Schema Object";
 * 3.1 does not know the keyword.
 */
export const nullableHasEffect: LintRule = {
  code: 'nullable-has-effect',
  severity: 'warning',
  describe: 'nullable stands where it allows null: beside a type, in OpenAPI 3.0.',
  *check({ contract, sites, pointerOf, otherPlaces }) {
    const is30 = contract.dialect === 'oas-3.0'
    for (const schema of sites.schemas) {
      if (schema['nullable'] !== true || (is30 && schema['type'] !== undefined)) continue
      yield {
        pointer: child(pointerOf(schema), 'nullable'),
        otherPlaces: otherPlaces(schema),
        message: is30
          ? 'nullable has no effect without a type beside it'
          : 'nullable has no effect in OpenAPI 3.1: use a list of types with "null"',
      }
    }
  },
}
