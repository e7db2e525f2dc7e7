import type { PoolsConfig, TestData } from '../config/define-config.ts'
import { HarnessError } from '../core/harness-error.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Contract } from '../spec/model.ts'
import { fieldPool } from '../spec/pools/field-pool.ts'
import type { Consumer, Pool, PoolTable, Producer } from '../spec/pools/pool.ts'
import { poolTable } from '../spec/pools/pool-table.ts'

/** The pools of a contract as the config file has them, and the test data that it gives them. */
export interface ConfiguredPools {
  readonly table: PoolTable
  readonly testData: TestData
}

/**
 * Applies the config file to the pools that the contract tells of. Test data is for a pool by name, else for every
 * parameter and member of that name.
 *
 * @throws HarnessError `configuration` for a name that the contract does not know
 */
export function configuredPools(
  contract: Contract,
  { pools = {}, testData = {} }: { readonly pools?: PoolsConfig; readonly testData?: TestData },
): ConfiguredPools {
  const derived = poolTable(contract)
  const known = derived.map(({ name }) => name)
  for (const name of [...Object.keys(pools.rename ?? {}), ...(pools.remove ?? [])]) {
    if (!known.includes(name)) throw unknown(`pools: there is no pool "${name}"`, name, known)
  }
  const added = (pools.add ?? []).map((pool) => addedPool(contract, pool))
  const named = [...known.map((name) => pools.rename?.[name] ?? name), ...added.map(({ name }) => name)]
  const fields = Object.keys(testData)
    .filter((name) => !named.includes(name))
    .map((name): Pool => {
      const pool = fieldPool(contract, name)
      if (pool.consumers.length === 0) {
        throw unknown(`testData: the contract has no pool, parameter or member of a body called "${name}"`, name, named)
      }
      return pool
    })
  const { rename, remove } = pools
  const table = poolTable(contract, {
    ...(rename !== undefined && { rename }),
    ...(remove !== undefined && { remove }),
    add: [...added, ...fields],
  })
  return { table, testData }
}

function addedPool(
  contract: Contract,
  { pool, producers = [], consumers = [] }: NonNullable<PoolsConfig['add']>[number],
): Pool {
  return {
    name: pool,
    producers: producers.map(({ operation, from }): Producer => {
      const { method } = operationOf(contract, operation)
      const place = from.startsWith('/')
        ? { in: 'body' as const, pointer: from }
        : { in: 'header' as const, name: from }
      return { operationId: operation, from: place, creates: method === 'post' }
    }),
    consumers: consumers.map(({ operation, to }): Consumer => {
      const { parameters } = operationOf(contract, operation)
      if (to.startsWith('/')) return { operationId: operation, place: { in: 'body', pointer: to } }
      const parameter = parameters.find(({ name }) => name === to)
      if (parameter === undefined || parameter.in === 'cookie') {
        throw unknown(
          `pools: ${operation} has no parameter "${to}"`,
          to,
          parameters.map(({ name }) => name),
        )
      }
      return { operationId: operation, place: { in: parameter.in, name: to } }
    }),
  }
}

function operationOf(contract: Contract, id: string): Contract['operations'][number] {
  const found = contract.operations.find(({ operationId }) => operationId === id)
  if (found !== undefined) return found
  throw unknown(
    `pools: there is no operation "${id}"`,
    id,
    contract.operations.map(({ operationId }) => operationId),
  )
}

function unknown(message: string, name: string, known: readonly string[]): HarnessError {
  return new HarnessError('configuration', message, {
    hint: didYouMean(name, known) ?? '`contract links` shows the pools and the places that they are for.',
  })
}
