import { child } from '../../../core/json-pointer.ts'
import { didYouMean } from '../../../core/nearest.ts'
import type { JsonObject } from '../../../core/json.ts'
import { isJsonObject } from '../../../core/json.ts'
import { conjunctsOf, propertiesOf } from '../conjuncts.ts'
import type { LintContext, LintRule } from '../rule.ts'

/** A required name beside `properties` that nothing describes is most often a slip of the pen. */
export const requiredPropertyIsDefined: LintRule = {
  code: 'required-property-is-defined',
  severity: 'warning',
  describe: 'A required property is described where the other properties are.',
  *check(context) {
    for (const schema of context.sites.schemas) {
      const { required, properties, additionalProperties } = schema
      // A part of a whole may require what another part describes; a closed schema is another rule's matter.
      if (context.sites.partial.has(schema) || additionalProperties === false || isJsonObject(additionalProperties))
        continue
      if (!Array.isArray(required) || !isJsonObject(properties) || schema['patternProperties'] !== undefined) continue
      const described = describedNames(schema, context)
      for (const [i, name] of required.entries()) {
        if (typeof name !== 'string' || described.has(name)) continue
        const hint = didYouMean(name, described)
        yield {
          pointer: child(context.pointerOf(schema), 'required', i),
          otherPlaces: context.otherPlaces(required),
          message: `"${name}" is required but not among the properties${hint === undefined ? '' : `. ${hint}`}`,
        }
      }
    }
  },
}

/** Names described by the schema, its allOf, or any branch. */
function describedNames(schema: JsonObject, context: LintContext): ReadonlySet<string> {
  const names = new Set<string>()
  const seen = new Set<JsonObject>()
  const pending = [schema]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const conjuncts = conjunctsOf(next, context)
    for (const name of propertiesOf(conjuncts).keys()) names.add(name)
    for (const one of conjuncts) {
      for (const keyword of ['oneOf', 'anyOf', 'then', 'else', 'if']) {
        const branch = one[keyword]
        pending.push(...[branch].flat().filter(isJsonObject))
      }
    }
  }
  return names
}
