import { child } from '../../../core/json-pointer.ts'
import type { Json, JsonObject } from '../../../core/json.ts'
import { jsonEquals } from '../../../core/json.ts'
import { conjunctsOf } from '../conjuncts.ts'
import type { LintContext, LintRule } from '../rule.ts'
import { inWords, JSON_TYPES, type JsonType, show, typesOf } from '../schema-types.ts'

/** A value must satisfy every member of allOf; members that contradict each other leave none. */
export const allOfIsSatisfiable: LintRule = {
  code: 'all-of-is-satisfiable',
  severity: 'error',
  describe: 'The members of allOf agree on a type and on fixed values.',
  *check(context) {
    const seen = new Set<string>()
    for (const schema of context.sites.schemas) {
      if (!Array.isArray(schema['allOf'])) continue
      const conjuncts = conjunctsOf(schema, context)
      for (const message of [typeContradiction(conjuncts), valueContradiction(conjuncts)]) {
        if (message === undefined) continue
        const key = `${conjuncts
          .map((one) => context.pointerOf(one))
          .toSorted()
          .join()} ${message}`
        if (seen.has(key)) continue
        seen.add(key)
        yield placed(schema, message, context)
      }
    }
  },
}

function placed(schema: JsonObject, message: string, context: LintContext) {
  return { pointer: child(context.pointerOf(schema), 'allOf'), otherPlaces: context.otherPlaces(schema), message }
}

function typeContradiction(conjuncts: readonly JsonObject[]): string | undefined {
  const stated = conjuncts.map(typesOf).filter((types) => types !== undefined)
  const isCommon = (type: JsonType): boolean =>
    stated.every((types) => types.has(type) || (type === 'integer' && types.has('number')))
  if (JSON_TYPES.some(isCommon)) return undefined
  const names = new Set(stated.map((types) => inWords(types)))
  return `no value is of all these types: ${[...names].join('; ')}`
}

function valueContradiction(conjuncts: readonly JsonObject[]): string | undefined {
  const lists = conjuncts.flatMap(({ enum: members, const: constant }): (readonly Json[])[] => [
    ...(Array.isArray(members) && members.length > 0 ? [members] : []),
    ...(constant === undefined ? [] : [[constant]]),
  ])
  const [first, ...others] = lists
  if (first === undefined || others.length === 0) return undefined
  const common = first.some((value) => others.every((list) => list.some((other) => jsonEquals(value, other))))
  return common ? undefined : `no value is in all these: ${lists.map((list) => show(list)).join('; ')}`
}
