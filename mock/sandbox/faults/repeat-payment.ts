import type { Fault } from '../fault.ts'

export const deletedPlanReadable: Fault = {
  name: 'deleted-plan-still-readable',
  group: 'lifecycle',
  describe: 'A payment plan that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const planPatchLost: Fault = {
  name: 'plan-patch-lost',
  group: 'lifecycle',
  describe: 'A patch of a payment plan is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const refusedPlanIsKept: Fault = {
  name: 'refused-plan-is-kept',
  group: 'lifecycle',
  describe: 'A payment plan that is refused is there all the same.',
  expectedCheck: 'failed-create-has-no-effect',
}

export const duplicatePlanAccepted: Fault = {
  name: 'duplicate-plan-accepted',
  group: 'lifecycle',
  describe: 'A payment plan with an id that is taken replaces the one that has it.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const deactivatedTwice: Fault = {
  name: 'subscription-deactivated-twice',
  group: 'lifecycle',
  describe: 'A subscription that is cancelled can be deactivated again.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const paidTwiceInPeriod: Fault = {
  name: 'subscription-paid-twice-in-a-period',
  group: 'payment',
  describe: 'A payment of a subscription can be collected several times in one period.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const createdSubscriptionLost: Fault = {
  name: 'created-subscription-lost',
  group: 'lifecycle',
  describe: 'A subscription is answered as created, and is not there.',
  expectedCheck: 'created-resource-is-readable',
}

/** Faults of payment plans and subscriptions. */
export const REPEAT_PAYMENT_FAULTS: readonly Fault[] = [
  deletedPlanReadable,
  planPatchLost,
  refusedPlanIsKept,
  duplicatePlanAccepted,
  deactivatedTwice,
  paidTwiceInPeriod,
  createdSubscriptionLost,
]
