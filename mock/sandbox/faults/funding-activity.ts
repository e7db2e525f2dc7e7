import type { Fault } from '../fault.ts'

export const balanceMerchantIgnored: Fault = {
  name: 'balance-filter-ignored',
  group: 'list',
  describe: 'The list of funding balances ignores the merchant that was asked for.',
  expectedCheck: 'list-contains-created',
}

export const balanceHasMoreWrong: Fault = {
  name: 'balance-has-more-wrong',
  group: 'list',
  describe: 'The list of funding balances says that there is more where there is not, and the other way round.',
  expectedCheck: 'pages-are-disjoint-and-complete',
}

export const activityMerchantIgnored: Fault = {
  name: 'activity-filter-ignored',
  group: 'list',
  describe: 'The list of funding activity ignores the merchant that was asked for.',
  expectedCheck: 'list-contains-created',
}

/** Faults of funding balances and activity. */
export const FUNDING_ACTIVITY_FAULTS: readonly Fault[] = [
  balanceMerchantIgnored,
  balanceHasMoreWrong,
  activityMerchantIgnored,
]
