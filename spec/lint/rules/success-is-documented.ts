import { child } from '../../../core/json-pointer.ts'
import { documentsClass } from '../documented-statuses.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.16: the responses "SHOULD" hold "the response for a successful operation call". */
export const successIsDocumented: LintRule = {
  code: 'success-is-documented',
  severity: 'warning',
  describe: 'Every operation documents what it answers when it succeeds.',
  *check({ sites, pointerOf }) {
    for (const operation of sites.operations) {
      const { node, method, path } = operation
      if (path === undefined || [1, 2, 3].some((statusClass) => documentsClass(operation, statusClass))) continue
      yield {
        pointer: node['responses'] === undefined ? pointerOf(node) : child(pointerOf(node), 'responses'),
        message: `${method.toUpperCase()} ${path} documents no success response`,
      }
    }
  },
}
