import type { JsonObject } from '../../core/json.ts'
import { BANK_PAYMENTS } from './state/bank-payments.ts'
import { BANK_REFUNDS } from './state/bank-refunds.ts'
import type { Collection } from './state/collection.ts'
import { PAYMENTS } from './state/payments.ts'
import { REFUNDS } from './state/refunds.ts'
import { objectAt } from './members.ts'
import { withStatus } from './transaction.ts'
import type { World } from './world.ts'

interface Settled {
  readonly shown: JsonObject
  readonly settledOn?: string
}

/**
 * Closes the open batch: what is ready in it is settled, and can be refunded but no longer reversed. What is held back
 * (`pending`) and a pre-authorization that nobody captured stay open; bank transfers always wait as `pending`.
 *
 * @returns how many transactions were settled
 */
export function closeBatch(world: World): number {
  const { state } = world
  return (
    settle(world, state.of(PAYMENTS), ({ shown, isCaptured }) => isReady(shown) && (isCaptured || !isHeld(shown))) +
    settle(world, state.of(REFUNDS), ({ shown }) => isReady(shown)) +
    settle(world, state.of(BANK_PAYMENTS), ({ shown }) => isReady(shown) || isPending(shown)) +
    settle(world, state.of(BANK_REFUNDS), ({ shown }) => isReady(shown) || isPending(shown))
  )
}

function settle<T extends Settled>(world: World, records: Collection<T>, isDue: (record: T) => boolean): number {
  const due = records.entries().filter(([, record]) => isDue(record))
  const settledOn = world.clock.iso().slice(0, 10)
  for (const [id, record] of due) records.set(id, { ...record, shown: withStatus(record.shown, 'complete'), settledOn })
  return due.length
}

function isReady(shown: JsonObject): boolean {
  return objectAt(shown, 'transactionResult').status === 'ready'
}

function isPending(shown: JsonObject): boolean {
  return objectAt(shown, 'transactionResult').status === 'pending'
}

function isHeld(shown: JsonObject): boolean {
  return objectAt(shown, 'transactionResult').type === 'preAuthorization'
}
