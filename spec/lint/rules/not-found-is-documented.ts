import { child } from '../../../core/json-pointer.ts'
import { documentsClass, documentsStatus } from '../documented-statuses.ts'
import { templateNames } from '../path-templates.ts'
import type { LintRule } from '../rule.ts'

/** RFC 9110 §15.5.5: an id in the path may name nothing, and 404 is how a server says so. */
export const notFoundIsDocumented: LintRule = {
  code: 'not-found-is-documented',
  severity: 'warning',
  describe: 'An operation with a parameter in its path documents 404.',
  *check({ sites, pointerOf }) {
    for (const operation of sites.operations) {
      const { node, method, path } = operation
      if (path === undefined) continue
      const names = templateNames(path)
      // Without any 4xx another rule speaks.
      if (names.length === 0 || documentsStatus(operation, 404) || !documentsClass(operation, 4)) continue
      yield {
        pointer: child(pointerOf(node), 'responses'),
        message: `${method.toUpperCase()} ${path} documents no 404, but {${names.at(-1)}} may name nothing`,
      }
    }
  },
}
