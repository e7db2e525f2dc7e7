import { child } from '../../../core/json-pointer.ts'
import { documentsClass, isSecured } from '../documented-statuses.ts'
import { declaredParameters } from '../path-templates.ts'
import type { LintRule } from '../rule.ts'

/** An operation that takes input or needs credentials can be called wrongly; its callers must know the answer. */
export const clientErrorIsDocumented: LintRule = {
  code: 'client-error-is-documented',
  severity: 'warning',
  describe: 'An operation that can be called wrongly documents at least one 4xx response.',
  *check(context) {
    for (const operation of context.sites.operations) {
      const { node, method, path } = operation
      if (path === undefined || documentsClass(operation, 4)) continue
      const takesInput = declaredParameters(operation, context).length > 0 || node['requestBody'] !== undefined
      if (!takesInput && !isSecured(operation, context.contract)) continue
      yield {
        pointer: child(context.pointerOf(node), 'responses'),
        message: `${method.toUpperCase()} ${path} documents no 4xx response and no default`,
      }
    }
  },
}
