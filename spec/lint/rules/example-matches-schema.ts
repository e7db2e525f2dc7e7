import { child, tokensOf } from '../../../core/json-pointer.ts'
import { bodyKindOf } from '../../../core/media-type.ts'
import type { Json, JsonObject } from '../../../core/json.ts'
import type { DocumentPointer } from '../../model.ts'
import type { Side } from '../../schema-view.ts'
import { examplesOf } from '../examples.ts'
import type { LintContext, LintDraft, LintRule, SchemaViolation } from '../rule.ts'
import { violationOnEverySide } from '../violation-on-every-side.ts'

/** OAS §4.8.14: "The example … SHOULD match the specified schema"; readers copy it, and this harness sends it. */
export const exampleMatchesSchema: LintRule = {
  code: 'example-matches-schema',
  severity: 'error',
  describe: 'Every example is valid by the schema it stands beside, as the side that uses it sees the schema.',
  *check(context) {
    const isNew = onceEachPair()
    const found: LintDraft[] = []
    for (const { node, mediaType, sides } of context.sites.mediaTypes) {
      // An encoded text stands for the value; what it decodes to is not known here.
      const encodes = bodyKindOf(mediaType) !== 'json'
      found.push(...brokenBeside(node, sides, encodes, isNew, context))
    }
    for (const { node, sides } of [...context.sites.parameters, ...context.sites.headers]) {
      found.push(...brokenBeside(node, sides, false, isNew, context))
    }
    for (const schema of context.sites.schemas) found.push(...brokenWithin(schema, context))
    yield* onePerPlace(found)
  },
}

function* brokenBeside(
  node: JsonObject,
  sides: readonly Side[],
  encodes: boolean,
  isNew: (schema: object, holder: object) => boolean,
  context: LintContext,
): Iterable<LintDraft> {
  const { schema } = node
  if (typeof schema !== 'object' || schema === null) return
  for (const { name, value, pointer, holder } of examplesOf(node, context)) {
    if ((encodes && typeof value === 'string') || !isNew(schema, holder)) continue
    const violations = sides.map((side) => context.validate(context.pointerOf(schema), side, value)[0])
    const [first] = violations
    if (first === undefined || violations.includes(undefined)) continue
    const title = name === 'example' ? 'the example' : `example "${name}"`
    yield {
      ...placeOf(first, pointer, value),
      otherPlaces: context.otherPlaces(holder),
      message: `${title} breaks its schema: ${sentenceOf(first)}`,
      related: [context.pointerOf(schema)],
    }
  }
}

/** The examples a schema gives of itself. */
function* brokenWithin(schema: JsonObject, context: LintContext): Iterable<LintDraft> {
  const { example, examples } = schema
  const listed = Array.isArray(examples) ? examples : []
  const candidates: readonly (readonly [string, Json])[] = [
    ...(example === undefined ? [] : [['example', example] as const]),
    ...listed.map((value, i) => [`examples/${i}`, value] as const),
  ]
  for (const [path, value] of candidates) {
    const violation = violationOnEverySide(context, schema, value)
    if (violation === undefined) continue
    yield {
      ...placeOf(violation, `${context.pointerOf(schema)}/${path}`, value),
      otherPlaces: context.otherPlaces(schema),
      message: `the example breaks its schema: ${sentenceOf(violation)}`,
    }
  }
}

/** The value at fault, or the nearest value around it where it is one that is missing. */
function placeOf({ pointer }: SchemaViolation, start: DocumentPointer, value: Json): { pointer: DocumentPointer } {
  let place = start
  let at: unknown = value
  for (const token of tokensOf(pointer)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, token)) break
    at = (at as Readonly<Record<string, unknown>>)[token]
    place = child(place, token)
  }
  return { pointer: place }
}

function sentenceOf({ pointer, message }: SchemaViolation): string {
  return pointer === '' ? message : `${pointer}: ${message}`
}

/** An example reached through several components is said once. */
function onePerPlace(drafts: readonly LintDraft[]): Iterable<LintDraft> {
  const byPlace = new Map<string, LintDraft>()
  for (const draft of drafts) {
    const key = `${draft.pointer} ${draft.message}`
    if (!byPlace.has(key)) byPlace.set(key, draft)
  }
  return byPlace.values()
}

/** Aliases put the same example beside the same schema again and again. */
function onceEachPair(): (schema: object, holder: object) => boolean {
  const pairs = new WeakMap<object, WeakSet<object>>()
  return (schema, holder) => {
    const holders = pairs.get(schema) ?? new WeakSet()
    pairs.set(schema, holders)
    if (holders.has(holder)) return false
    holders.add(holder)
    return true
  }
}
