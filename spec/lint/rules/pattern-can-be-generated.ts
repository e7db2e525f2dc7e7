import { child } from '../../../core/json-pointer.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { LintRule } from '../rule.ts'
import { wearsDelimiters } from './pattern-is-valid.ts'
import { allowsType, show } from '../schema-types.ts'

/** What the generator cannot write, no test of the harness sends. */
export const patternCanBeGenerated: LintRule = {
  code: 'pattern-can-be-generated',
  severity: 'info',
  describe: 'A string can be generated for every pattern, within the length bounds beside it.',
  *check({ sites, pointerOf, otherPlaces, whyNotGenerated }) {
    const reasons = new Map<string, string | undefined>()
    for (const schema of sites.schemas) {
      const { pattern } = schema
      if (typeof pattern !== 'string' || !compiles(pattern) || !allowsType(schema, 'string')) continue
      const bounds = boundsOf(schema)
      // Contradictory bounds and delimiters are other rules' matter.
      if (bounds.minLength > bounds.maxLength || wearsDelimiters(pattern)) continue
      const key = JSON.stringify([pattern, bounds])
      if (!reasons.has(key)) reasons.set(key, whyNotGenerated(pattern, bounds))
      const reason = reasons.get(key)
      if (reason === undefined) continue
      yield {
        pointer: child(pointerOf(schema), 'pattern'),
        otherPlaces: otherPlaces(schema),
        message: `no string can be generated for ${show(pattern)}: ${reason}`,
      }
    }
  },
}

function boundsOf({ minLength, maxLength }: JsonObject): { minLength: number; maxLength: number } {
  return {
    minLength: typeof minLength === 'number' ? minLength : 0,
    maxLength: typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY,
  }
}

function compiles(pattern: string): boolean {
  for (const flags of ['u', '']) {
    try {
      RegExp(pattern, flags)
      return true
    } catch {
      // Tried again without the flag.
    }
  }
  return false
}
