import type { Operation } from '../spec/model.ts'
import type { PoolTable } from '../spec/pools/pool.ts'

/**
 * The operations in an order that fills pools before it draws on them: what makes something comes before what needs
 * it, and what deletes it comes after everything else that does, and after what deletes what stands below it: that may
 * be gone with it. As in the document otherwise.
 */
export function inProducingOrder(operations: readonly Operation[], pools: PoolTable): readonly Operation[] {
  const before = new Map<string, Set<string>>(operations.map(({ operationId }) => [operationId, new Set()]))
  const byId = new Map(operations.map((operation) => [operation.operationId, operation]))
  for (const { producers, consumers } of pools) {
    const needing = consumers.flatMap(({ operationId }) => byId.get(operationId) ?? [])
    const inPath = new Set(consumers.flatMap(({ operationId, place }) => (place.in === 'path' ? [operationId] : [])))
    const making = producers.filter(({ operationId, creates }) => creates && !inPath.has(operationId))
    for (const consumer of needing) {
      for (const { operationId } of making)
        if (operationId !== consumer.operationId) before.get(consumer.operationId)?.add(operationId)
      if (consumer.method === 'delete' && inPath.has(consumer.operationId)) {
        for (const other of needing) {
          if (other.method !== 'delete') before.get(consumer.operationId)?.add(other.operationId)
        }
      }
    }
  }
  for (const [upper, lower] of deletionsBelow(pools, byId)) before.get(upper)?.add(lower)
  const ordered: Operation[] = []
  const left = new Set(operations)
  while (left.size > 0) {
    const waiting = new Set([...left].map(({ operationId }) => operationId))
    const blockers = ({ operationId }: Operation): number =>
      [...(before.get(operationId) ?? [])].filter((id) => waiting.has(id)).length
    let next: Operation | undefined
    let fewest = Infinity
    // Where they wait for each other, the one that waits for the fewest goes first; deletions last of all.
    for (const operation of left) {
      const count = blockers(operation) + (operation.method === 'delete' ? 0.5 : 0)
      if (count < fewest) [next, fewest] = [operation, count]
      if (count === 0) break
    }
    if (next === undefined) break
    left.delete(next)
    ordered.push(next)
  }
  return ordered
}

/** Pairs of deletions: of a resource, and of what operations below its path show. */
function deletionsBelow(
  pools: PoolTable,
  byId: ReadonlyMap<string, Operation>,
): readonly (readonly [upper: string, lower: string])[] {
  const inPath = ({ consumers }: PoolTable[number]): readonly string[] =>
    consumers.flatMap(({ operationId, place }) => (place.in === 'path' ? [operationId] : []))
  const deleting = (pool: PoolTable[number]): readonly string[] =>
    inPath(pool).filter((operationId) => byId.get(operationId)?.method === 'delete')
  return pools.flatMap((above) => {
    const reached = new Set(inPath(above))
    const below = pools.filter(
      (pool) => pool !== above && pool.producers.some(({ operationId }) => reached.has(operationId)),
    )
    const own = new Set(below.flatMap(deleting))
    return deleting(above)
      .filter((upper) => !own.has(upper))
      .flatMap((upper) => [...own].map((lower) => [upper, lower] as const))
  })
}
