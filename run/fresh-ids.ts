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

/** What was made, and what it took. */
export interface Provided {
  /** Pools whose freshest id is a new one. */
  readonly pools: ReadonlySet<string>
  readonly requests: number
}

/** How many resources one needs to make another: a capture of a payment of a customer. */
const DEEPEST = 3

/**
 * Makes new resources for a request that may use them up, by sending again what was accepted of the operations that make
 * them: always the same, so that what is answered to two such requests can be compared.
 */
export function createFreshIds(parts: FreshIdsParts): (operation: Operation) => Promise<Provided> {
  const { contract, ids, accepted, seed, send } = parts
  let count = 0

  const provide = async (operation: Operation, depth: number): Promise<Provided> => {
    const pools = new Set<string>()
    let requests = 0
    // From the end of the path: who makes the last resource has made those that hold it.
    for (const pool of ids.pathPoolsOf(operation).toReversed()) {
      if (depth <= 0 || pools.has(pool)) continue
      const maker = contract.operations.find(
        (one) => one !== operation && ids.makersOf(pool).includes(one.operationId) && accepted.first(one) !== undefined,
      )
      const base = maker === undefined ? undefined : accepted.first(maker)
      if (maker === undefined || base === undefined) continue
      const inner = await provide(maker, depth - 1)
      const id = `${maker.operationId}/boundaries/for ${operation.operationId} ${count++}`
      const draft = withFreshKeys(maker, base, deriveSeed(seed, id))
      const planned: Case = {
        id,
        operationId: maker.operationId,
        phase: 'boundaries',
        intent: { kind: 'valid' },
        draft,
      }
      await send(maker, ids.bind(maker, planned, inner.pools).case)
      requests += inner.requests + 1
      for (const made of [pool, ...inner.pools]) pools.add(made)
    }
    return { pools, requests }
  }

  return (operation) => provide(operation, DEEPEST)
}
