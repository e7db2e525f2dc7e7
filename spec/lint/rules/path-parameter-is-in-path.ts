import { declaredParameters, templateNames } from '../path-templates.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.12: the name of a path parameter "MUST correspond to a template expression occurring within the path". */
export const pathParameterIsInPath: LintRule = {
  code: 'path-parameter-is-in-path',
  severity: 'error',
  describe: 'Every declared path parameter occurs in the path.',
  *check(context) {
    const reported = new Set<string>()
    for (const operation of context.sites.operations) {
      const { path } = operation
      if (path === undefined) continue
      for (const { node, name, in: place } of declaredParameters(operation, context)) {
        if (place !== 'path' || templateNames(path).includes(name)) continue
        // A parameter that several operations share is one defect of each path.
        const key = `${context.pointerOf(node)} ${path}`
        if (reported.has(key)) continue
        reported.add(key)
        yield { pointer: context.pointerOf(node), message: `path parameter "${name}" does not occur in ${path}` }
      }
    }
  },
}
