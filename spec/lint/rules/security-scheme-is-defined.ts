import { child } from '../../../core/json-pointer.ts'
import { didYouMean } from '../../../core/nearest.ts'
import type { Json } from '../../../core/json.ts'
import { isJsonObject } from '../../../core/json.ts'
import type { LintRule } from '../rule.ts'

/** OAS §4.8.30: each name "MUST correspond to a security scheme which is declared in the Security Schemes". */
export const securitySchemeIsDefined: LintRule = {
  code: 'security-scheme-is-defined',
  severity: 'error',
  describe: 'Every security requirement names a declared security scheme.',
  *check({ contract, sites, pointerOf }) {
    const root = contract.documents['']
    if (!isJsonObject(root)) return
    const components = isJsonObject(root['components']) ? root['components'] : {}
    const declared = isJsonObject(components['securitySchemes']) ? Object.keys(components['securitySchemes']) : []
    const lists: Json[] = [root, ...sites.operations.map(({ node }) => node)].flatMap((node) => node['security'] ?? [])
    const reported = new Set<Json>()
    for (const requirement of lists) {
      if (!isJsonObject(requirement) || reported.has(requirement)) continue
      reported.add(requirement)
      for (const name of Object.keys(requirement)) {
        if (declared.includes(name)) continue
        const hint = didYouMean(name, declared)
        yield {
          pointer: child(pointerOf(requirement), name),
          message: `security scheme "${name}" is not declared${hint === undefined ? '' : `. ${hint}`}`,
        }
      }
    }
  },
}
