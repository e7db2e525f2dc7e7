import type { LintRule } from '../rule.ts'

/** OAS 3.0 §4.7.24: "A property MUST NOT be marked as both readOnly and writeOnly being true." */
export const readOnlyOrWriteOnly: LintRule = {
  code: 'read-only-or-write-only',
  severity: 'error',
  describe: 'A schema is not readOnly and writeOnly at once.',
  *check({ sites, pointerOf, otherPlaces }) {
    for (const schema of sites.schemas) {
      if (schema['readOnly'] !== true || schema['writeOnly'] !== true) continue
      yield {
        pointer: pointerOf(schema),
        otherPlaces: otherPlaces(schema),
        message: 'readOnly and writeOnly: the value may be in no request and in no response',
      }
    }
  },
}
