import { child } from '../../../core/json-pointer.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.12, §4.8.14: "The example field is mutually exclusive of the examples field." */
export const exampleIsGivenOnce: LintRule = {
  code: 'example-is-given-once',
  severity: 'warning',
  describe: 'A parameter, header or media type has example or examples, not both.',
  *check({ sites, pointerOf, otherPlaces }) {
    const nodes = new Set([...sites.parameters, ...sites.headers, ...sites.mediaTypes].map(({ node }) => node))
    for (const node of nodes) {
      if (node['example'] === undefined || node['examples'] === undefined) continue
      yield {
        pointer: child(pointerOf(node), 'example'),
        otherPlaces: otherPlaces(node),
        message: 'example and examples exclude each other',
      }
    }
  },
}
