import { child } from '../../../core/json-pointer.ts'
import { isJsonObject } from '../../../core/json.ts'
import type { LintRule } from '../rule.ts'
import { show } from '../schema-types.ts'

/** JSON Schema §6.4: patterns "SHOULD be valid regular expressions, according to ECMA-262", compiled with `u`. */
export const patternIsValid: LintRule = {
  code: 'pattern-is-valid',
  severity: 'error',
  describe: 'Patterns are regular expressions of ECMA-262, valid with the u flag, without delimiters.',
  *check({ sites, pointerOf, otherPlaces }) {
    for (const schema of sites.schemas) {
      const { pattern, patternProperties } = schema
      const patterns = isJsonObject(patternProperties) ? Object.keys(patternProperties) : []
      const places: readonly (readonly [string, unknown])[] = [
        ...(pattern === undefined ? [] : [[child('', 'pattern'), pattern] as const]),
        ...patterns.map((name) => [child('', 'patternProperties', name), name] as const),
      ]
      for (const [path, text] of places) {
        const place = { pointer: `${pointerOf(schema)}${path}`, otherPlaces: otherPlaces(schema) }
        if (typeof text !== 'string') {
          yield { ...place, message: 'a pattern is a string' }
          continue
        }
        const strict = whyInvalid(text, 'u')
        const lenient = strict === undefined ? undefined : whyInvalid(text, '')
        if (lenient !== undefined) {
          yield { ...place, message: `${show(text)} is not a regular expression of ECMA-262: ${lenient}` }
        } else if (strict !== undefined) {
          yield { ...place, severity: 'warning', message: `${show(text)} is not valid with the u flag: ${strict}` }
        } else if (wearsDelimiters(text)) {
          yield { ...place, severity: 'warning', message: `the slashes around ${show(text)} are part of the pattern` }
        }
      }
    }
  },
}

/** Whether a pattern is written as in source code, between slashes: an anchor beside one can never match. */
export function wearsDelimiters(pattern: string): boolean {
  return /^\/(?:\^.*|.*[^\\]\$)\/[a-z]*$/s.test(pattern)
}

/** What the engine says, without the pattern it repeats. */
function whyInvalid(pattern: string, flags: string): string | undefined {
  try {
    RegExp(pattern, flags)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.slice(message.lastIndexOf(': ') + 2).toLowerCase()
  }
}
