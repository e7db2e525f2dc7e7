import type { Case } from '../core/case.ts'
import { deriveSeed } from '../core/seed.ts'
import { withFreshKeys } from '../generators/idempotency-key.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { AcceptedRequests } from './accepted-requests.ts'
import type { LiveIds } from './live-ids.ts'

export interface FreshIdsParts {
  readonly contract: Contract
  readonly ids: LiveIds
  readonly accepted: AcceptedRequests
  readonly seed: number
  /** Sends a case and learns from the answer. */
  send(operation: Operation, planned: Case): Promise<unknown>
}

/** How many resources one needs to make another: a capture of a payment of a customer. */
const DEEPEST = 3

/**
 * Makes a new resource wherever a request may use one up and no fresh one is left: sends again what was accepted of the
 * operation that makes it. Returns how many requests that took.
 */
export function createFreshIds(parts: FreshIdsParts): (operation: Operation) => Promise<number> {
  const { contract, ids, accepted, seed, send } = parts
  let count = 0

  const provide = async (operation: Operation, depth: number): Promise<number> => {
    let requests = 0
    for (const pool of ids.pathPoolsOf(operation)) {
      if (depth <= 0 || ids.pools.hasFresh(pool)) continue
      const maker = contract.operations.find(
        (one) => one !== operation && ids.makersOf(pool).includes(one.operationId) && accepted.first(one) !== undefined,
      )
      const base = maker === undefined ? undefined : accepted.first(maker)
      if (maker === undefined || base === undefined) continue
      requests += 1 + (await provide(maker, depth - 1))
      const id = `${maker.operationId}/examples/for ${operation.operationId} ${count++}`
      const draft = withFreshKeys(maker, base, deriveSeed(seed, id))
      await send(maker, { id, operationId: maker.operationId, phase: 'boundaries', intent: { kind: 'valid' }, draft })
    }
    return requests
  }

  return (operation) => provide(operation, DEEPEST)
}
