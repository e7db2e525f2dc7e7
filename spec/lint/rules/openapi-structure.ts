import type { LintRule } from '../rule.ts'

/** What loading found against the OpenAPI specification's own schema, and could live with. */
export const openapiStructure: LintRule = {
  code: 'openapi-structure',
  severity: 'warning',
  describe: 'The document has the structure that the OpenAPI specification gives it.',
  *check({ contract }) {
    for (const warning of contract.warnings) {
      yield { pointer: /#\/\S*[^\s.,:;)"']/.exec(warning)?.[0] ?? '#', message: warning }
    }
  },
}
