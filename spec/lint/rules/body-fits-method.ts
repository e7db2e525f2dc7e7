import { child } from '../../../core/json-pointer.ts'
import type { LintRule } from '../rule.ts'

const WITHOUT_BODY: ReadonlySet<string> = new Set(['get', 'head', 'delete', 'trace'])

/** RFC 9110 §9.3: content in these requests has no defined meaning; servers and proxies may drop it. */
export const bodyFitsMethod: LintRule = {
  code: 'body-fits-method',
  severity: 'info',
  describe: 'GET, HEAD, DELETE and TRACE have no request body.',
  *check({ sites, pointerOf }) {
    for (const { node, method, path } of sites.operations) {
      if (path === undefined || node['requestBody'] === undefined || !WITHOUT_BODY.has(method)) continue
      yield {
        pointer: child(pointerOf(node), 'requestBody'),
        message: `${method.toUpperCase()} ${path} documents a request body, which has no defined meaning`,
      }
    }
  },
}
