import { child, tokensOf } from '../../../core/json-pointer.ts'
import { bodyKindOf } from '../../../core/media-type.ts'
import { isJsonObject, type Json, type JsonObject } from '../../../core/json.ts'
import type { DocumentPointer } from '../../model.ts'
import type { Side } from '../../schema-view.ts'
import { type ExampleSite, examplesOf } from '../examples.ts'
import { isPlainlyValid } from '../plainly-valid.ts'
import type { LintContext, LintDraft, LintRule, SchemaViolation } from '../rule.ts'
import { violationOnEverySide } from '../violation-on-every-side.ts'

/** OAS §4.8.14: "The example … SHOULD match the specified schema"; readers copy it, and this harness sends it. */
export const exampleMatchesSchema: LintRule = {
  code: 'example-matches-schema',
  severity: 'error',
  describe: 'Every example is valid by the schema it stands beside, as the side that uses it sees the schema.',
  *check(context) {
    const judge = judgeOnce(context)
    for (const { node, mediaType, sides } of context.sites.mediaTypes) {
      // An encoded text stands for the value; what it decodes to is not known here.
      const encodes = bodyKindOf(mediaType) !== 'json'
      yield* brokenBeside(node, sides, encodes, judge, context)
    }
    for (const { node, sides } of [...context.sites.parameters, ...context.sites.headers]) {
      yield* brokenBeside(node, sides, false, judge, context)
    }
    for (const schema of context.sites.schemas) yield* brokenWithin(schema, context)
  },
}

type Judge = (schema: JsonObject, sides: readonly Side[], example: ExampleSite) => SchemaViolation | undefined

/** Aliases and references put the same example beside the same schema again and again. */
function judgeOnce(context: LintContext): Judge {
  const known = new WeakMap<object, Map<string, SchemaViolation | undefined>>()
  return (schema, sides, { holder, value, name }) => {
    const pointer = context.pointerOf(schema)
    const results = known.get(holder) ?? new Map<string, SchemaViolation | undefined>()
    known.set(holder, results)
    const key = `${sides.join()} ${name} ${pointer}`
    if (results.has(key)) return results.get(key)
    // Where two sides are possible, each must object.
    const violations = sides.map((side) => context.validate(pointer, side, value)[0])
    const result = violations.includes(undefined) ? undefined : violations.at(-1)
    results.set(key, result)
    return result
  }
}

function* brokenBeside(
  node: JsonObject,
  sides: readonly Side[],
  encodes: boolean,
  judge: Judge,
  context: LintContext,
): Iterable<LintDraft> {
  const { schema } = node
  if (!isJsonObject(schema)) return
  for (const example of examplesOf(node, context)) {
    if ((encodes && typeof example.value === 'string') || isPlainlyValid(schema, example.value)) continue
    const violation = judge(schema, sides, example)
    if (violation === undefined) continue
    yield {
      ...placeOf(violation, example.pointer, example.value),
      otherPlaces: context.otherPlaces(node),
      message: messageOf(violation),
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
      message: messageOf(violation),
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

function messageOf({ pointer, message }: SchemaViolation): string {
  return `the example breaks its schema: ${pointer === '' ? '' : `${pointer}: `}${message}`
}
