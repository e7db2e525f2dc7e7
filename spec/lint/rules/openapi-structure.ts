import { valueAt } from '../../../core/json-pointer.ts'
import type { Contract } from '../../model.ts'
import type { LintRule } from '../rule.ts'

/** What loading found against the OpenAPI specification's own schema, and could live with. */
export const openapiStructure: LintRule = {
  code: 'openapi-structure',
  severity: 'warning',
  describe: 'The document has the structure that the OpenAPI specification gives it.',
  *check({ contract }) {
    for (const warning of contract.warnings) {
      const [, pointer = '#', message = warning] = /^([^#]*#.*?): (.+)$/s.exec(warning) ?? []
      // Another rule says where it is used.
      if (isUndeclaredScheme(pointer, contract)) continue
      yield { pointer, message }
    }
  },
}

function isUndeclaredScheme(pointer: string, { documents }: Contract): boolean {
  return pointer.startsWith('#/components/securitySchemes/') && valueAt(documents[''], pointer) === undefined
}
