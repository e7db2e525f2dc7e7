import type { Contract, Operation } from '../../spec/model.ts'
import type { PoolTable } from '../../spec/pools/pool.ts'
import { type Family, familiesOf } from '../stateful/family.ts'

/** An operation that makes something, and how that is removed again. */
export interface Creation {
  readonly operation: Operation
  /** Absent where the contract has no operation on what is made. */
  readonly family?: Family
  /** DELETE on the resource, else an action whose name says that it undoes; absent where the contract has neither. */
  readonly undo?: Operation
}

/** Last segments of paths that take back what was made. */
const UNDOING =
  /^(?:cancel|reverse|void|deactivate|revoke|terminate|close|archive|disable|withdraw|abort|expire|delete|remove)$/i

/** The operations of a contract that make something, by their ids. */
export function creationsOf(contract: Contract, table: PoolTable): ReadonlyMap<string, Creation> {
  const { operations } = contract
  const creations = new Map<string, Creation>()
  for (const family of familiesOf(operations, table)) {
    const undo =
      family.item?.remove ?? family.item?.actions.find(({ path }) => UNDOING.test(path.split('/').at(-1) ?? ''))
    const { create: operation } = family
    creations.set(operation.operationId, { operation, family, ...(undo !== undefined && { undo }) })
  }
  for (const operation of operations) {
    const isMaking = operation.method === 'post' && operation.responses.some(({ status }) => status === '201')
    if (isMaking && !creations.has(operation.operationId)) creations.set(operation.operationId, { operation })
  }
  return creations
}
