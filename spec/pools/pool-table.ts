import type { Contract } from '../model.ts'
import { neededBy } from './consumers.ts'
import type { Consumer, Pool, PoolTable, Producer } from './pool.ts'
import { identified, shownBy } from './producers.ts'
import { resourcesOf } from './resources.ts'

/** What a user knows better than the contract tells. */
export interface PoolChanges {
  /** New name by old name; two pools of one name become one. */
  readonly rename?: Readonly<Record<string, string>>
  /** Names of pools that are none. */
  readonly remove?: readonly string[]
  readonly add?: PoolTable
}

/**
 * Which operations show ids that others need, from the contract alone: from names in their usual spellings, shared
 * schemas, paths of collections and their members, `Location` headers and Link Objects.
 */
export function poolTable(contract: Contract, changes: PoolChanges = {}): PoolTable {
  const resources = resourcesOf(contract)
  const pools = new Map<string, { name: string; producers: Producer[]; consumers: Consumer[] }>()
  for (const { key, name } of resources.known.values()) pools.set(key, { name, producers: [], consumers: [] })
  const schemas = identified(contract, resources)
  for (const operation of contract.operations) {
    for (const { key, producer } of shownBy(contract, operation, resources, schemas))
      pools.get(key)?.producers.push(producer)
    for (const { key, consumer } of neededBy(contract, operation, resources)) pools.get(key)?.consumers.push(consumer)
  }
  return changed([...pools.values()], changes)
}

function changed(derived: readonly Pool[], { rename = {}, remove = [], add = [] }: PoolChanges): PoolTable {
  const joined = new Map<string, Pool>()
  const put = ({ name, producers, consumers }: Pool): void => {
    const known = joined.get(name)
    joined.set(name, {
      name,
      producers: distinct([...(known?.producers ?? []), ...producers], ({ operationId, from }) => [operationId, from]),
      consumers: distinct([...(known?.consumers ?? []), ...consumers], (consumer) => consumer),
    })
  }
  for (const pool of derived) if (!remove.includes(pool.name)) put({ ...pool, name: rename[pool.name] ?? pool.name })
  // What is added takes a place away from the pool that it was thought to be of.
  for (const pool of add) {
    const taken = new Set(pool.consumers.map((consumer) => JSON.stringify(consumer)))
    for (const [name, other] of joined) {
      if (name === pool.name) continue
      const consumers = other.consumers.filter((consumer) => !taken.has(JSON.stringify(consumer)))
      joined.set(name, { ...other, consumers })
    }
    put(pool)
  }
  return [...joined.values()]
}

/** The first of each; what makes something comes before what only shows it. */
function distinct<T extends Producer | Consumer>(items: readonly T[], identity: (item: T) => unknown): readonly T[] {
  const found = new Map<string, T>()
  for (const item of items) {
    const key = JSON.stringify(identity(item))
    const known = found.get(key)
    if (known === undefined || ('creates' in item && item.creates)) found.set(key, item)
  }
  return [...found.values()]
}
