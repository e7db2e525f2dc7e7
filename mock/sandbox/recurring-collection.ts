import { dueDate, type Frequency, periodOf } from './schedule.ts'
import { tokenByNumber } from './secure-token.ts'
import { SUBSCRIPTIONS, type SubscriptionRecord } from './state/subscriptions.ts'
import { currentSubscription, saveSubscription } from './subscription.ts'
import { makeSubscriptionPayment } from './subscription-payment.ts'
import type { World } from './world.ts'

/**
 * Collects what has come due since the last time somebody looked: Payroc documents that automatic subscriptions pay by
 * themselves, and that one whose customer misses payments is suspended. What was due before the subscription was made is
 * not collected afterwards.
 */
export function collectWhatIsDue(world: World): void {
  for (const record of world.state.of(SUBSCRIPTIONS).values()) {
    if (record.status === 'active' && record.shown.type === 'automatic' && record.collectsFrom !== undefined)
      collect(world, record, record.collectsFrom)
  }
}

function collect(world: World, record: SubscriptionRecord, since: string): void {
  const { shown, completesAfter } = record
  const [start, frequency] = [String(shown.startDate), shown.frequency as Frequency]
  const today = world.clock.iso().slice(0, 10)
  if (start > today) return
  const last = Math.min(periodOf(start, frequency, today), lastPeriod(record))
  let current = record
  for (let period = periodOf(start, frequency, since); period <= last && current.status === 'active'; period++) {
    const due = dueDate(start, frequency, period)
    const isOver = completesAfter !== undefined && due > completesAfter
    if (due < since || isOver || current.paidPeriods.includes(period) || current.missedPeriods?.includes(period))
      continue
    current = collected(world, current, period)
  }
  if (current !== record) saveSubscription(world, current)
}

function lastPeriod({ shown }: SubscriptionRecord): number {
  const length = Number(shown.length ?? 0)
  return length > 0 ? length - 1 : Number.POSITIVE_INFINITY
}

function collected(world: World, record: SubscriptionRecord, period: number): SubscriptionRecord {
  const token = tokenByNumber(world, record.token)
  const payment = token === undefined ? undefined : makeSubscriptionPayment(world, record, token, undefined)
  if (payment !== undefined && ['A', 'P', 'E'].includes(String(payment.responseCode))) {
    return { ...record, paidPeriods: [...record.paidPeriods, period], missedPeriods: [] }
  }
  const missedPeriods = [...(record.missedPeriods ?? []), period]
  const isSuspended = missedPeriods.length >= world.options.missedPayments
  return { ...record, missedPeriods, ...(isSuspended && { status: 'suspended' }) }
}

/** The subscription by now, with what was due collected. */
export function collectedSubscription(world: World, key: string): SubscriptionRecord | undefined {
  collectWhatIsDue(world)
  const record = world.state.of(SUBSCRIPTIONS).get(key)
  return record === undefined ? undefined : currentSubscription(world, record)
}
