import { didYouMean } from '../../../core/nearest.ts'
import type { LintRule } from '../rule.ts'
import { child } from '../../../core/json-pointer.ts'
import { JSON_TYPES, show } from '../schema-types.ts'

/** JSON Schema validation §6.1.1; OpenAPI 3.0 allows neither lists nor `null`. */
export const typeIsKnown: LintRule = {
  code: 'type-is-known',
  severity: 'error',
  describe: 'A schema names only types that JSON Schema has.',
  *check({ contract, sites, pointerOf, otherPlaces }) {
    const is30 = contract.dialect === 'oas-3.0'
    const known: readonly string[] = is30 ? JSON_TYPES.filter((name) => name !== 'null') : JSON_TYPES
    for (const schema of sites.schemas) {
      const { type } = schema
      if (type === undefined) continue
      const place = { pointer: child(pointerOf(schema), 'type'), otherPlaces: otherPlaces(schema) }
      if (is30 && Array.isArray(type)) {
        yield { ...place, message: 'a list of types is OpenAPI 3.1; 3.0 knows one type and nullable' }
        continue
      }
      const names = Array.isArray(type) ? type : [type]
      if (names.length === 0) yield { ...place, message: 'the list of types is empty: no value is valid' }
      for (const name of names) {
        if (typeof name === 'string' && known.includes(name)) continue
        const hint = typeof name === 'string' ? didYouMean(name, known) : undefined
        yield { ...place, message: `${show(name)} is not a type${hint === undefined ? '' : `. ${hint}`}` }
      }
    }
  },
}
