import { didYouMean } from '../../../core/nearest.ts'
import { declaredParameters, templateNames } from '../path-templates.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.8: "Each template expression in the path MUST correspond to a path parameter". */
export const pathParameterIsDeclared: LintRule = {
  code: 'path-parameter-is-declared',
  severity: 'error',
  describe: 'Every template expression of a path is declared as a path parameter.',
  *check(context) {
    for (const operation of context.sites.operations) {
      if (operation.path === undefined) continue
      const declared = declaredParameters(operation, context).filter((parameter) => parameter.in === 'path')
      const names = declared.map(({ name }) => name)
      for (const name of new Set(templateNames(operation.path))) {
        if (names.includes(name)) continue
        const hint = didYouMean(name, names)
        yield {
          pointer: context.pointerOf(operation.node),
          message: `{${name}} in ${operation.path} is not declared as a path parameter${hint === undefined ? '' : `. ${hint}`}`,
        }
      }
    }
  },
}
