import type { Case, RequestDraft } from '../core/case.ts'
import type { Finding } from '../core/finding.ts'
import { deriveSeed } from '../core/seed.ts'
import type { Drawn } from '../generators/draw.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import type { Operation } from '../spec/model.ts'
import type { CaseSource, PlannedCase } from './case-source.ts'

/** Tries one request and says what was found. */
export type Attempt = (operation: Operation, candidate: Case) => Promise<readonly Finding[]>

export interface Shrunk {
  /** The finding at the smallest request that still shows it. */
  readonly finding: Finding
  readonly requests: number
}

/**
 * Reduces a failing case to a smaller request with the same fingerprint: first the operation's plainest request, which
 * settles every fault that does not depend on the data, then step by step down the shrink tree.
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
  let requests = 0
  const reproduces = async (id: string, draft: RequestDraft): Promise<Finding | undefined> => {
    const freshened = withFreshKeys(source.operation, draft, deriveSeed(requests++, id))
    const found = await attempt(source.operation, { ...failing.case, id, draft: freshened })
    return found.find(({ fingerprint }) => fingerprint === finding.fingerprint)
  }

  // A case that breaks one constraint is plain already, and anything simpler might break none.
  if (failing.case.intent.kind === 'invalid') return { finding, requests: 0 }
  const plainest = source.plainest()
  if (plainest !== undefined && budget > 0) {
    const hit = await reproduces(`${source.operation.operationId}/plainest`, plainest.value)
    if (hit !== undefined) return { finding: hit, requests }
  }
  let smallest = finding
  let current: Drawn<RequestDraft> | undefined = failing.drawn
  let path = failing.case.id
  while (current !== undefined && requests < budget) {
    let next: Drawn<RequestDraft> | undefined
    let index = 0
    for (const candidate of current.shrinks()) {
      if (requests >= budget) break
      const id = `${path}${path === failing.case.id ? '~' : '.'}${index++}`
      const hit = await reproduces(id, candidate.value)
      if (hit === undefined) continue
      smallest = hit
      next = candidate
      path = id
      break
    }
    current = next
  }
  return { finding: smallest, requests }
}
