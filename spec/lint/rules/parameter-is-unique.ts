import type { LintRule } from '../rule.ts'
import { parametersIn } from '../path-templates.ts'

/** OAS §4.8.10: "The list MUST NOT include duplicated parameters", which a name and a place identify. */
export const parameterIsUnique: LintRule = {
  code: 'parameter-is-unique',
  severity: 'error',
  describe: 'No list of parameters names the same parameter twice.',
  *check(context) {
    const lists = context.sites.operations.flatMap(({ node, pathItem }) => [pathItem['parameters'], node['parameters']])
    for (const list of new Set(lists)) {
      const groups = Map.groupBy(parametersIn(list, context), (one) => `${one.in} parameter "${one.name}"`)
      for (const [title, [first, second]] of groups) {
        if (first === undefined || second === undefined) continue
        yield {
          pointer: context.pointerOf(second.node),
          message: `${title} is declared twice`,
          related: [context.pointerOf(first.node)],
        }
      }
    }
  },
}
