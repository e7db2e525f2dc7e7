import { child } from '../../../core/json-pointer.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'

/** OAS §4.8.10: "The id MUST be unique among all operations described in the API." */
export const operationIdIsUnique: LintRule = {
  code: 'operation-id-is-unique',
  severity: 'error',
  describe: 'No two operations have the same operationId.',
  *check({ sites, pointerOf }) {
    const byId = Map.groupBy(
      new Set(sites.operations.map(({ node }) => node)),
      (node: JsonObject) => node['operationId'],
    )
    for (const [id, [first, ...others]] of byId) {
      if (typeof id !== 'string' || first === undefined) continue
      for (const node of others) {
        yield {
          pointer: child(pointerOf(node), 'operationId'),
          message: `${show(id)} is the operationId of another operation too`,
          related: [child(pointerOf(first), 'operationId')],
        }
      }
    }
  },
}
