import type { Case, RequestDraft } from '../core/case.ts'
import type { Finding } from '../core/finding.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Drawn } from '../generators/draw.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import type { FactPlace } from '../generators/shown-facts.ts'
import type { Operation } from '../spec/model.ts'
import { breaksOf, isTouched } from './breaks.ts'
import type { CaseSource, PlannedCase } from './case-source.ts'
import { type Simpler, simplerRequests, withOnePart } from './simpler-requests.ts'

/** Tries one request and says what was found. */
export type Attempt = (operation: Operation, candidate: Case) => Promise<readonly Finding[]>

export interface Shrunk {
  /** The finding at the smallest request that still shows it. */
  readonly finding: Finding
  readonly requests: number
  /** What could not be left out of it or made plainer, where that was tried to the end. */
  readonly matters?: { readonly draft: RequestDraft; readonly places: readonly FactPlace[] }
}

/**
 * Reduces a failing case to a smaller request with the same fingerprint: first the operation's plainest request, which
 * settles every fault that does not depend on the data; then the plainest with one part of the failing one; then part
 * by part, each step still valid, or invalid for the same reason; last down the tree of a drawn value.
 *
 * @param budget most requests to send
 */
export async function shrinkCase(
  source: CaseSource,
  failing: PlannedCase,
  finding: Finding,
  attempt: Attempt,
  budget: number,
): Promise<Shrunk> {
  const { operation, generation } = source
  const { intent } = failing.case
  let requests = 0
  const reproduces = async (id: string, draft: RequestDraft): Promise<Finding | undefined> => {
    const isAboutKey = intent.kind === 'invalid' && intent.constraint.kind?.startsWith('idempotency-key') === true
    const seed = deriveSeed(requests++, id)
    const freshened = isAboutKey ? draft : withFreshKeys(operation, draft, seed)
    const found = await attempt(operation, { ...failing.case, id, draft: freshened })
    return found.find(({ fingerprint }) => fingerprint === finding.fingerprint)
  }
  if (budget <= 0) return { finding, requests }

  const plain = source.plainest()?.value
  if (plain !== undefined && intent.kind === 'valid') {
    const hit = await reproduces(`${operation.operationId}/plainest`, plain)
    if (hit !== undefined) return { finding: hit, requests }
  }

  const breaks = breaksOf(operation, failing.case.draft, generation)
  const isLike = (draft: RequestDraft): boolean =>
    breaks !== undefined &&
    breaksOf(operation, draft, generation) === breaks &&
    !isTouched(intent, failing.case.draft, draft)
  let smallest = finding
  let current = failing.case.draft
  let count = 0
  let places: FactPlace[] = []
  /** The first of these that still fails. */
  const step = async (candidates: Iterable<Simpler>): Promise<boolean> => {
    places = []
    for (const { draft: candidate, place } of candidates) {
      if (requests >= budget) {
        places = []
        return false
      }
      if (!isLike(candidate)) continue
      const hit = await reproduces(`${failing.case.id}~${count++}`, candidate)
      if (hit === undefined) {
        places.push(place)
        continue
      }
      smallest = hit
      current = candidate
      return true
    }
    return false
  }
  if (plain !== undefined && intent.kind === 'valid') await step(withOnePart(current, plain))
  while (await step(simplerRequests(current, plain)));
  if (smallest !== finding || intent.kind === 'invalid') {
    const isTold = intent.kind === 'valid' && places.length > 0
    return { finding: smallest, requests, ...(isTold && { matters: { draft: current, places } }) }
  }

  let drawn: Drawn<RequestDraft> | undefined = failing.drawn
  let path = failing.case.id
  while (drawn !== undefined && requests < budget) {
    let next: Drawn<RequestDraft> | undefined
    let index = 0
    for (const candidate of drawn.shrinks()) {
      if (requests >= budget) break
      const id = `${path}${path === failing.case.id ? '~' : '.'}${index++}`
      const hit = await reproduces(id, candidate.value)
      if (hit === undefined) continue
      smallest = hit
      next = candidate
      path = id
      break
    }
    drawn = next
  }
  return { finding: smallest, requests }
}
