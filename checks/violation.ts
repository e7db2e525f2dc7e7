import { isJsonObject, type Json, type JsonObject } from '../core/json.ts'
import { child } from '../core/json-pointer.ts'
import type { SchemaView } from '../spec/schema-view.ts'
import { tagIn, tagTableOf } from './discriminator-tags.ts'
import type { BrokenKeyword, SchemaValidator } from './schema-validator.ts'
import { followRefs, isSchema } from './view-reference.ts'

/** A broken keyword where it matters: of branches, those of the branch that was meant. */
export interface Violation extends BrokenKeyword {
  /** The member that a missing or forbidden member's error is about; its pointer is in `payload` already. */
  readonly member?: string
  /** Name of the branch that was meant, outermost first. */
  readonly branches: readonly string[]
  /** For a discriminator without a match: the tags that there are. */
  readonly allowedTags?: readonly string[]
}

/** Whether a violation says nothing, because what stands there is not what was sent (a mask of a secret). */
export type IsExcused = (keyword: string, payload: string) => boolean

/** How often branches are judged again for one explanation; a schema of nested alternatives could ask for thousands. */
const BUDGET = 300

/** What is wrong with a value, branch by branch; empty when it is valid, or when all that is wrong is excused. */
export function violationsOf(validator: SchemaValidator, value: Json, isExcused: IsExcused): readonly Violation[] {
  return violationsWithin({ validator, isExcused, budget: BUDGET }, value, validator.view.schema, '', [])
}

interface Explanation {
  readonly validator: SchemaValidator
  readonly isExcused: IsExcused
  budget: number
}

function violationsWithin(
  explanation: Explanation,
  value: Json,
  schema: JsonObject | boolean,
  at: string,
  branches: readonly string[],
): readonly Violation[] {
  explanation.budget--
  return explanation.validator.brokenKeywords(value, schema).flatMap((broken) => {
    // Of a failed condition, and of a name that breaks `propertyNames`, the errors that matter stand next to it.
    if (broken.keyword === 'if') return []
    if (broken.keyword !== 'propertyNames' && broken.params['propertyName'] !== undefined) return []
    return explainKeyword(explanation, { ...broken, payload: at + broken.payload }, branches)
  })
}

function explainKeyword(
  explanation: Explanation,
  broken: BrokenKeyword,
  branches: readonly string[],
): readonly Violation[] {
  switch (broken.keyword) {
    case 'anyOf':
    case 'oneOf':
      return explainBranches(explanation, broken, branches)
    case 'discriminator':
      return explainTag(explanation, broken, branches)
    default: {
      const member = memberOf(broken)
      const payload = member === undefined ? broken.payload : child(broken.payload, member)
      if (explanation.isExcused(broken.keyword, payload)) return []
      return [{ ...broken, payload, branches, ...(member === undefined ? {} : { member }) }]
    }
  }
}

function explainTag(
  explanation: Explanation,
  broken: BrokenKeyword,
  branches: readonly string[],
): readonly Violation[] {
  const table = broken.schema === undefined ? undefined : tagTableOf(broken.schema, explanation.validator.view)
  if (table === undefined) return []
  const tag = tagIn(broken.data, table.propertyName)
  const chosen = tag === undefined ? undefined : table.tags[tag]
  if (chosen !== undefined || !isJsonObject(broken.data)) {
    return explainBranches(explanation, { ...broken, keyword: table.keyword }, branches, chosen)
  }
  const payload = child(broken.payload, table.propertyName)
  if (explanation.isExcused('discriminator', payload)) return []
  return [{ ...broken, payload, branches, member: table.propertyName, allowedTags: table.allowed }]
}

/** The violations of the branch that fits best; none when a branch fits but for what is excused. */
function explainBranches(
  explanation: Explanation,
  broken: BrokenKeyword,
  branches: readonly string[],
  only?: readonly number[],
): readonly Violation[] {
  const all = broken.schema?.[broken.keyword]
  const candidates = (Array.isArray(all) ? all : []).filter(
    (branch, index) => isSchema(branch) && (only === undefined || only.includes(index)),
  )
  let best: readonly Violation[] = []
  let bestScore = Infinity
  for (const branch of candidates) {
    if (explanation.budget <= 0) break
    const name = nameOf(branch, explanation.validator.view)
    const path = name === undefined ? branches : [...branches, name]
    // Filtered to schemas above, which the array's type does not show.
    const violations = violationsWithin(explanation, broken.data, branch as JsonObject, broken.payload, path)
    if (violations.length === 0) return []
    const score = distance(violations, broken.payload)
    if (score < bestScore) {
      best = violations
      bestScore = score
    }
  }
  // When even the type of every branch is another, no branch was meant.
  if (bestScore < WRONG_TYPE || candidates.length === 1) return best
  return explanation.isExcused(broken.keyword, broken.payload) ? [] : [{ ...broken, branches }]
}

function nameOf(branch: Json, view: SchemaView): string | undefined {
  if (isJsonObject(branch) && typeof branch['title'] === 'string') return branch['title']
  const target = followRefs(branch, view)
  if (!isJsonObject(target)) return undefined
  if (typeof target['title'] === 'string') return target['title']
  return /\/components\/schemas\/([^/]+)$/.exec(view.pointerOf(target) ?? '')?.[1]
}

const WRONG_TYPE = 1_000_000

/** How far a value is from a branch: another type is farthest, then another fixed value, then each further error. */
function distance(violations: readonly Violation[], at: string): number {
  let score = violations.length
  for (const { keyword, payload } of violations) {
    if (keyword === 'type' && payload === at) score += WRONG_TYPE
    const isNear = payload.indexOf('/', at.length + 1) === -1
    if ((keyword === 'const' || keyword === 'enum') && isNear) score += 1_000
  }
  return score
}

function memberOf({ keyword, params }: BrokenKeyword): string | undefined {
  const name =
    keyword === 'required' || keyword === 'dependentRequired'
      ? params['missingProperty']
      : keyword === 'additionalProperties'
        ? params['additionalProperty']
        : keyword === 'unevaluatedProperties'
          ? params['unevaluatedProperty']
          : keyword === 'propertyNames'
            ? params['propertyName']
            : undefined
  return typeof name === 'string' ? name : undefined
}
