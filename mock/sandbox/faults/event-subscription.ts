import type { Fault } from '../fault.ts'

export const createdEventSubscriptionLost: Fault = {
  name: 'created-event-subscription-lost',
  group: 'lifecycle',
  describe: 'An event subscription is answered as created, and is not there.',
  expectedCheck: 'created-resource-is-readable',
}

export const deletedEventSubscriptionReadable: Fault = {
  name: 'deleted-event-subscription-still-readable',
  group: 'lifecycle',
  describe: 'An event subscription that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const eventSubscriptionPutLost: Fault = {
  name: 'event-subscription-put-lost',
  group: 'lifecycle',
  describe: 'An update of an event subscription is answered as made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const eventSubscriptionPatchLost: Fault = {
  name: 'event-subscription-patch-lost',
  group: 'lifecycle',
  describe: 'A patch of an event subscription is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const eventSubscriptionListOmitsNewest: Fault = {
  name: 'event-subscription-list-omits-newest',
  group: 'list',
  describe: 'The list of event subscriptions leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

export const eventFilterIgnored: Fault = {
  name: 'event-subscription-filter-ignored',
  group: 'list',
  describe: 'The list of event subscriptions ignores the status and the event that were asked for.',
  expectedCheck: 'list-contains-created',
}

export const secretShown: Fault = {
  name: 'webhook-secret-shown',
  group: 'leak',
  describe: 'An event subscription shows the whole secret of its receiver.',
  expectedCheck: 'no-sensitive-data-in-response',
}

/** Faults of event subscriptions. */
export const EVENT_SUBSCRIPTION_FAULTS: readonly Fault[] = [
  createdEventSubscriptionLost,
  deletedEventSubscriptionReadable,
  eventSubscriptionPutLost,
  eventSubscriptionPatchLost,
  eventSubscriptionListOmitsNewest,
  eventFilterIgnored,
  secretShown,
]
