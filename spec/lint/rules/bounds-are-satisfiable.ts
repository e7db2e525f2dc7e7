import { child } from '../../../core/json-pointer.ts'
import type { JsonObject } from '../../../core/json.ts'
import { conjunctsOf } from '../conjuncts.ts'
import { hasMultiple, numberRangeOf, showBound } from '../number-range.ts'
import type { LintContext, LintDraft, LintRule } from '../rule.ts'
import { allowsType, type JsonType } from '../schema-types.ts'

const SIZES: readonly { readonly min: string; readonly max: string; readonly type: JsonType; readonly of: string }[] = [
  { min: 'minLength', max: 'maxLength', type: 'string', of: 'string' },
  { min: 'minItems', max: 'maxItems', type: 'array', of: 'array' },
  { min: 'minContains', max: 'maxContains', type: 'array', of: 'array' },
  { min: 'minProperties', max: 'maxProperties', type: 'object', of: 'object' },
]

/** Bounds that exclude each other leave no value: nothing can be sent, and every answer is wrong. */
export const boundsAreSatisfiable: LintRule = {
  code: 'bounds-are-satisfiable',
  severity: 'error',
  describe: 'Lower bounds are not above upper bounds, allOf members included.',
  *check(context) {
    const seen = new Set<string>()
    for (const schema of context.sites.schemas) {
      const conjuncts = conjunctsOf(schema, context)
      for (const draft of [...sizeDefects(schema, conjuncts, context), ...rangeDefects(schema, conjuncts, context)]) {
        // Seen from a schema above, a contradiction below is the same defect.
        if (seen.has(draft.pointer)) continue
        seen.add(draft.pointer)
        yield draft
      }
    }
  },
}

function* sizeDefects(schema: JsonObject, conjuncts: readonly JsonObject[], context: LintContext): Iterable<LintDraft> {
  for (const { min, max, type, of } of SIZES) {
    if (!conjuncts.every((one) => allowsType(one, type))) continue
    const low = highest(conjuncts, min)
    const high = lowest(conjuncts, max)
    if (low === undefined || high === undefined || low.value <= high.value) continue
    yield {
      pointer: child(context.pointerOf(low.schema), min),
      otherPlaces: context.otherPlaces(schema),
      message: `no ${of} satisfies ${min} ${low.value} and ${max} ${high.value}`,
      ...relatedTo(low.schema, high.schema, max, context),
    }
  }
}

function* rangeDefects(
  schema: JsonObject,
  conjuncts: readonly JsonObject[],
  context: LintContext,
): Iterable<LintDraft> {
  if (!conjuncts.every((one) => allowsType(one, 'number'))) return
  const range = numberRangeOf(conjuncts)
  const { low, high } = range
  if (low === undefined || high === undefined) return
  const holder =
    conjuncts.find((one) => typeof one[low.keyword] === 'number' && one[low.keyword] === low.value) ?? schema
  const place = {
    pointer: child(context.pointerOf(holder), low.keyword),
    otherPlaces: context.otherPlaces(schema),
  }
  const between = `between ${showBound(low)} and ${showBound(high)}`
  if (!hasMultiple(range, 0)) {
    yield { ...place, message: `no number is ${between}` }
    return
  }
  // A number of several types may still be a fraction.
  const integer = conjuncts.some((one) => one['type'] === 'integer')
  if (integer && !hasMultiple(range, 1)) yield { ...place, message: `no integer is ${between}` }
  for (const one of conjuncts) {
    const step = one['multipleOf']
    if (typeof step !== 'number' || step <= 0 || hasMultiple(range, step)) continue
    yield { ...place, message: `no multiple of ${step} is ${between}` }
    return
  }
}

function relatedTo(
  first: JsonObject,
  other: JsonObject,
  keyword: string,
  context: LintContext,
): Pick<LintDraft, 'related'> {
  return first === other ? {} : { related: [child(context.pointerOf(other), keyword)] }
}

interface Limit {
  readonly schema: JsonObject
  readonly value: number
}

function limits(conjuncts: readonly JsonObject[], keyword: string): readonly Limit[] {
  return conjuncts.flatMap((schema) => {
    const value = schema[keyword]
    return typeof value === 'number' ? [{ schema, value }] : []
  })
}

function highest(conjuncts: readonly JsonObject[], keyword: string): Limit | undefined {
  return limits(conjuncts, keyword).reduce<Limit | undefined>(
    (best, one) => (best === undefined || one.value > best.value ? one : best),
    undefined,
  )
}

function lowest(conjuncts: readonly JsonObject[], keyword: string): Limit | undefined {
  return limits(conjuncts, keyword).reduce<Limit | undefined>(
    (best, one) => (best === undefined || one.value < best.value ? one : best),
    undefined,
  )
}
