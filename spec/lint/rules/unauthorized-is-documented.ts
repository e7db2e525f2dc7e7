import { child } from '../../../core/json-pointer.ts'
import { documentsClass, documentsStatus, isSecured } from '../documented-statuses.ts'
import type { LintRule } from '../rule.ts'

/** RFC 9110 §15.5.2: 401 is the answer to missing or wrong credentials. */
export const unauthorizedIsDocumented: LintRule = {
  code: 'unauthorized-is-documented',
  severity: 'warning',
  describe: 'An operation that needs credentials documents 401.',
  *check({ contract, sites, pointerOf }) {
    for (const operation of sites.operations) {
      const { node, method, path } = operation
      if (path === undefined || !isSecured(operation, contract)) continue
      // Without any 4xx another rule speaks.
      if (documentsStatus(operation, 401) || !documentsClass(operation, 4)) continue
      yield {
        pointer: child(pointerOf(node), 'responses'),
        message: `${method.toUpperCase()} ${path} needs credentials but documents no 401`,
      }
    }
  },
}
