import type { LintRule } from '../rule.ts'

/** Without an id an operation can only be named by its method and path. */
export const operationIdIsPresent: LintRule = {
  code: 'operation-id-is-present',
  severity: 'info',
  describe: 'Every operation has an operationId.',
  *check({ sites, pointerOf }) {
    for (const { node, method, path } of sites.operations) {
      if (path === undefined || (typeof node['operationId'] === 'string' && node['operationId'] !== '')) continue
      yield { pointer: pointerOf(node), message: `${method.toUpperCase()} ${path} has no operationId` }
    }
  },
}
