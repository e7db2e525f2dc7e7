import type { Fault } from '../fault.ts'

export const paymentFilterIgnored: Fault = {
  name: 'payment-filter-ignored',
  group: 'list',
  describe: 'The list of payments ignores its filters.',
  expectedCheck: 'list-contains-created',
}

export const paymentHasMoreWrong: Fault = {
  name: 'payment-has-more-wrong',
  group: 'list',
  describe: 'The list of payments says that there is more where there is not, and the other way round.',
  expectedCheck: 'pages-are-disjoint-and-complete',
}

export const paymentsOmitPreAuthorizations: Fault = {
  name: 'payments-omit-pre-authorizations',
  group: 'list',
  describe: 'The list of payments leaves out what was pre-authorized.',
  expectedCheck: 'list-contains-created',
}

export const planListOmitsCreated: Fault = {
  name: 'plan-list-omits-newest',
  group: 'list',
  describe: 'The list of payment plans leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

export const subscriptionFilterIgnored: Fault = {
  name: 'subscription-filter-ignored',
  group: 'list',
  describe: 'The list of subscriptions ignores the status that was asked for.',
  expectedCheck: 'list-contains-created',
}

/** Faults of the lists of payments, plans and subscriptions. */
export const MONEY_LIST_FAULTS: readonly Fault[] = [
  paymentFilterIgnored,
  paymentHasMoreWrong,
  paymentsOmitPreAuthorizations,
  planListOmitsCreated,
  subscriptionFilterIgnored,
]
