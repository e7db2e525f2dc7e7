import { child } from '../../../core/json-pointer.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'
import { violationOnEverySide } from '../violation-on-every-side.ts'

/** JSON Schema validation §9.2: a default is "RECOMMENDED" to be valid; OAS 3.0 §4.7.24: it "MUST conform". */
export const defaultMatchesSchema: LintRule = {
  code: 'default-matches-schema',
  severity: 'error',
  describe: 'The default of a schema is valid by that schema.',
  *check(context) {
    for (const schema of context.sites.schemas) {
      const value = schema['default']
      if (value === undefined) continue
      const violation = violationOnEverySide(context, schema, value)
      if (violation === undefined) continue
      yield {
        pointer: child(context.pointerOf(schema), 'default'),
        otherPlaces: context.otherPlaces(schema),
        message: `default ${show(value)} breaks its schema: ${violation.message}`,
      }
    }
  },
}
