import type { OperationSite } from '../sites.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.8: "Templated paths with the same hierarchy but different templated names MUST NOT exist". */
export const pathIsUnambiguous: LintRule = {
  code: 'path-is-unambiguous',
  severity: 'error',
  describe: 'No two paths differ only in the names of their parameters.',
  *check({ sites, pointerOf }) {
    const groups = Map.groupBy(
      sites.operations.filter(({ path }) => path !== undefined),
      ({ method, path = '' }: OperationSite) => `${method} ${path.replace(/\{[^{}]*\}/g, '{}')}`,
    )
    for (const [first, ...others] of groups.values()) {
      for (const { node, method, path } of others) {
        if (path === first?.path) continue
        yield {
          pointer: pointerOf(node),
          message: `${method.toUpperCase()} ${path} cannot be told from ${first?.path}`,
          related: first === undefined ? [] : [pointerOf(first.node)],
        }
      }
    }
  },
}
