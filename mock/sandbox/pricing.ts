import type { JsonObject } from '../../core/json.ts'
import { objectAt } from './members.ts'
import type { PricingIntentRecord } from './state/pricing-intents.ts'
import type { World } from './world.ts'

/** The fees that the contract gives a default. */
const DEFAULT_FEES = {
  pciNonCompliance: 7495,
  voiceAuthorization: 95,
  chargeback: 2500,
  retrieval: 1500,
  earlyTermination: 57_500,
}

/** What Platinum Security costs: nobody but Payroc sets that. */
const PLATINUM_SECURITY: Readonly<Record<string, number>> = { monthly: 1295, annual: 15_540 }

/** A pricing intent as it stands by now: Payroc reviews it after a while. */
export function currentIntent(
  { clock, options }: World,
  { status, createdAt, shown }: PricingIntentRecord,
): JsonObject {
  const isReviewed = clock.now() - createdAt >= options.reviewTime
  return { ...shown, status: status ?? (isReviewed ? 'active' : 'pendingReview') }
}

/** Fees with the defaults of the contract, and with what only Payroc sets. */
export function withFees(pricing: JsonObject): JsonObject {
  const base = objectAt(pricing, 'base')
  const platinum = objectAt(base, 'platinumSecurity')
  const amount = PLATINUM_SECURITY[String(platinum.billingFrequency)]
  return {
    ...pricing,
    base: {
      ...DEFAULT_FEES,
      ...base,
      ...(base.platinumSecurity !== undefined && {
        platinumSecurity: { ...platinum, ...(amount !== undefined && { amount }) },
      }),
    },
  }
}

/** Whether fees are those of the RewardPayChoice program. */
export function isRewardPay(pricing: JsonObject): boolean {
  return objectAt(objectAt(pricing, 'processor'), 'card').planType === 'rewardPayChoice'
}
