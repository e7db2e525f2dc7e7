import type { LintRule } from '../rule.ts'
import { child } from '../../../core/json-pointer.ts'

/** Keywords that change no verdict about a value. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'example',
  'examples',
  'deprecated',
  'default',
  'externalDocs',
  'xml',
  '$comment',
])

/** OAS 3.0 §4.7.23: beside `$ref`, "any properties added SHALL be ignored". */
export const referenceHasNoSiblings: LintRule = {
  code: 'reference-has-no-siblings',
  severity: 'warning',
  describe: 'In OpenAPI 3.0 nothing stands beside a $ref, because it would be ignored.',
  *check({ contract, sites, pointerOf, otherPlaces }) {
    if (contract.dialect !== 'oas-3.0') return
    for (const reference of sites.references) {
      const siblings = Object.keys(reference).filter((name) => name !== '$ref' && !name.startsWith('x-'))
      if (siblings.length === 0) continue
      const constraints = siblings.filter((name) => !ANNOTATIONS.has(name))
      const [first = ''] = constraints.length > 0 ? constraints : siblings
      yield {
        pointer: child(pointerOf(reference), first),
        otherPlaces: otherPlaces(reference),
        severity: constraints.length > 0 ? 'warning' : 'info',
        message: `beside a $ref ${siblings.join(', ')} ${siblings.length === 1 ? 'is' : 'are'} ignored: wrap the $ref in allOf`,
      }
    }
  },
}
