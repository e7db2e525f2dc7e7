import { child } from '../../../core/json-pointer.ts'
import { didYouMean } from '../../../core/nearest.ts'
import type { JsonObject } from '../../../core/json.ts'
import { isJsonObject } from '../../../core/json.ts'
import { allowsType } from '../schema-types.ts'
import { conjunctsOf } from '../conjuncts.ts'
import type { LintContext, LintDraft, LintRule } from '../rule.ts'

/** A member that is required by one keyword and forbidden by another leaves no valid object. */
export const requiredPropertyIsAllowed: LintRule = {
  code: 'required-property-is-allowed',
  severity: 'error',
  describe: 'No required property is excluded by additionalProperties: false, in the schema or across allOf.',
  *check(context) {
    const seen = new Set<string>()
    for (const schema of context.sites.schemas) {
      const conjuncts = conjunctsOf(schema, context)
      if (!conjuncts.every((one) => allowsType(one, 'object'))) continue
      for (const draft of contradictions(conjuncts, context)) {
        const key = `${draft.pointer} ${draft.message}`
        if (seen.has(key)) continue
        seen.add(key)
        yield draft
      }
    }
  },
}

function* contradictions(conjuncts: readonly JsonObject[], context: LintContext): Iterable<LintDraft> {
  const closed = conjuncts.filter((one) => one['additionalProperties'] === false)
  if (closed.length === 0) return
  for (const one of conjuncts) {
    if (!Array.isArray(one['required'])) continue
    for (const [i, name] of one['required'].entries()) {
      if (typeof name !== 'string') continue
      const by = closed.find((candidate) => forbids(candidate, name))
      if (by === undefined) continue
      const hint = didYouMean(name, isJsonObject(by['properties']) ? Object.keys(by['properties']) : [])
      yield {
        pointer: child(context.pointerOf(one), 'required', i),
        otherPlaces: context.otherPlaces(one['required']),
        message: `"${name}" is required, but additionalProperties: false forbids it${hint === undefined ? '' : `. ${hint}`}`,
        ...(by === one ? {} : { related: [child(context.pointerOf(by), 'additionalProperties')] }),
      }
    }
  }
}

function forbids(schema: JsonObject, name: string): boolean {
  const { properties, patternProperties } = schema
  if (isJsonObject(properties) && Object.hasOwn(properties, name)) return false
  if (!isJsonObject(patternProperties)) return true
  return !Object.keys(patternProperties).some((pattern) => matches(pattern, name))
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    // A pattern that does not compile may mean anything.
    return true
  }
}
