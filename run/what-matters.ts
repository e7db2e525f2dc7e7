import type { RequestDraft } from '../core/case.ts'
import type { Finding } from '../core/finding.ts'
import type { Json } from '../core/json.ts'
import { shownValue } from '../generators/invalid/shown-value.ts'
import { type FactPlace, placeOf, shownFacts } from '../generators/shown-facts.ts'
import type { RequestGeneration } from './request-generation.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { valueIn } from './fact-change.ts'

/** More than these say nothing: then it is the request as a whole. */
const MOST_NAMED = 3

/**
 * A finding whose message names the parts of its request that it takes: those that could not be left out or made
 * plainer, each with what the contract says of its value.
 */
export function namingWhatMatters(
  finding: Finding,
  draft: RequestDraft,
  places: readonly FactPlace[],
  { contract, operation, generation }: Naming,
): Finding {
  const innermost = places.filter(
    (place) => !places.some((other) => isBelow(other, place)) && valueIn(draft, place) !== undefined,
  )
  if (innermost.length === 0 || innermost.length > MOST_NAMED) return finding
  const facts = shownFacts(contract, operation, draft, generation.violations)
  const named = innermost.map((place) => {
    const where = placeOf(place)
    // That a member is there is told by its value.
    const fact = facts.find((one) => one.kind !== 'present' && placeOf(one.place) === where)
    const promise = fact === undefined ? '' : ` (${fact.promise}: ${fact.document})`
    // Only places that hold something are left.
    return `${where} ${shown(valueIn(draft, place) ?? null, where)}${promise}`
  })
  return { ...finding, message: `${finding.message} It takes ${named.join(' and ')}.` }
}

/** Short lists of scalars are shown as they are. */
function shown(value: Json, where: string): string {
  const items = Array.isArray(value) ? (value as readonly Json[]) : []
  const isShort = items.length > 0 && items.length <= 4 && items.every((item) => typeof item !== 'object')
  return isShort ? `[${items.map((item) => shownValue(item, where)).join(', ')}]` : shownValue(value, where)
}

export interface Naming {
  readonly contract: Contract
  readonly operation: Operation
  readonly generation: RequestGeneration
}

function isBelow(inner: FactPlace, outer: FactPlace): boolean {
  return inner.in === outer.in && inner.name === outer.name && inner.pointer.startsWith(`${outer.pointer}/`)
}
