import type { JsonObject } from '../../../core/json.ts'
import type { CollectionSpec } from './collection.ts'

/** A subscription as the sandbox keeps it. */
export interface SubscriptionRecord {
  readonly processingTerminalId: string
  readonly subscriptionId: string
  readonly paymentPlanId: string
  /** Number of the secure token that pays. */
  readonly token: string
  /** As the API shows it, but for its state. */
  readonly shown: JsonObject
  readonly status: 'active' | 'completed' | 'cancelled' | 'suspended'
  /** Day after which nothing is collected any more; absent where that lay in the past from the start. */
  readonly completesAfter?: string
  /** The periods, counted from 0, for which a payment was asked for. */
  readonly paidPeriods: readonly number[]
  /** Day from which on payments are collected automatically; absent where none are. */
  readonly collectsFrom?: string
  /** The periods in a row whose payments were refused. */
  readonly missedPeriods?: readonly number[]
  /** Of the contract's examples: the first create with its id replaces it. */
  readonly isExample?: boolean
}

/** By terminal and id, see {@link subscriptionKey}. */
export const SUBSCRIPTIONS: CollectionSpec<SubscriptionRecord> = {
  name: 'subscriptions',
  isFinished: ({ status }) => status !== 'active',
  seed: ({ example }) => {
    const shown = { ...(example('getSubscription', '200') as JsonObject), type: 'manual' } as JsonObject
    const plan = shown.paymentPlan as JsonObject
    const token = shown.secureToken as JsonObject
    const record: SubscriptionRecord = {
      processingTerminalId: String(shown.processingTerminalId),
      subscriptionId: String(shown.subscriptionId),
      paymentPlanId: String(plan.paymentPlanId),
      token: String(token.token),
      shown,
      status: 'active',
      paidPeriods: [],
      isExample: true,
    }
    return [[subscriptionKey(record.processingTerminalId, record.subscriptionId), record]]
  },
}

export function subscriptionKey(processingTerminalId: string, subscriptionId: string): string {
  return JSON.stringify([processingTerminalId, subscriptionId])
}
