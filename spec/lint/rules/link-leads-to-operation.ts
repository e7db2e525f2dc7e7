import { child } from '../../../core/json-pointer.ts'
import { didYouMean } from '../../../core/nearest.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'

/** OAS §4.8.20: operationId is "the name of an existing, resolvable OAS operation". */
export const linkLeadsToOperation: LintRule = {
  code: 'link-leads-to-operation',
  severity: 'error',
  describe: 'Every link names an operation of the document.',
  *check({ sites, pointerOf, otherPlaces }) {
    const ids = sites.operations.map(({ node }) => node['operationId']).filter((id) => typeof id === 'string')
    for (const link of sites.links) {
      const { operationId } = link
      const place = { pointer: pointerOf(link), otherPlaces: otherPlaces(link) }
      if (operationId === undefined) {
        if (link['operationRef'] === undefined)
          yield { ...place, message: 'the link has neither operationId nor operationRef' }
      } else if (typeof operationId !== 'string' || !ids.includes(operationId)) {
        const hint = typeof operationId === 'string' ? didYouMean(operationId, ids) : undefined
        yield {
          ...place,
          pointer: child(place.pointer, 'operationId'),
          message: `no operation is called ${show(operationId)}${hint === undefined ? '' : `. ${hint}`}`,
        }
      }
    }
  },
}
