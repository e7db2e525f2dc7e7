import type { JsonObject } from '../../core/json.ts'
import { type Frequency, nextDueDate } from './schedule.ts'
import type { SubscriptionRecord } from './state/subscriptions.ts'
import { SUBSCRIPTIONS, subscriptionKey } from './state/subscriptions.ts'
import type { World } from './world.ts'

/** A subscription as it stands by now: after its last day it is completed. */
export function currentSubscription({ clock }: World, record: SubscriptionRecord): SubscriptionRecord {
  const { status, completesAfter } = record
  const isOver = status === 'active' && completesAfter !== undefined && completesAfter < clock.iso().slice(0, 10)
  return isOver ? { ...record, status: 'completed' } : record
}

/** A subscription as the API shows it. */
export function shownSubscription(world: World, record: SubscriptionRecord): JsonObject {
  const current = currentSubscription(world, record)
  return { ...current.shown, currentState: stateOf(world, current) }
}

/** Where a subscription stands; only what still runs has a next date. */
export function stateOf({ clock }: World, { status, shown, paidPeriods }: SubscriptionRecord): JsonObject {
  const today = clock.iso().slice(0, 10)
  const paidInvoices = paidPeriods.length
  const length = Number(shown.length ?? 0)
  return {
    status,
    ...(status === 'active' && {
      nextDueDate: nextDueDate(String(shown.startDate), shown.frequency as Frequency, today),
    }),
    paidInvoices,
    // Without a length there is no end to what is outstanding.
    ...(length > 0 && { outstandingInvoices: Math.max(0, length - paidInvoices) }),
  }
}

/** Keeps a subscription and returns it as the API shows it. */
export function saveSubscription(world: World, record: SubscriptionRecord): JsonObject {
  world.state.of(SUBSCRIPTIONS).set(subscriptionKey(record.processingTerminalId, record.subscriptionId), record)
  return shownSubscription(world, record)
}
