import type { Fault } from '../fault.ts'

export const eventLost: Fault = {
  name: 'event-lost',
  group: 'lifecycle',
  describe: 'An event reaches nobody who subscribed to it.',
  expectedCheck: 'event-is-delivered',
}

export const eventSecretMissing: Fault = {
  name: 'event-secret-missing',
  group: 'lifecycle',
  describe: 'Events come without the secret of their subscription.',
  expectedCheck: 'event-is-delivered',
}

export const eventNotRepeated: Fault = {
  name: 'event-not-repeated',
  group: 'lifecycle',
  describe: 'An event whose delivery failed is not delivered again.',
  expectedCheck: 'event-is-delivered',
}

export const repeatedEventNewId: Fault = {
  name: 'repeated-event-has-new-id',
  group: 'lifecycle',
  describe: 'An event that is delivered again has another id, so that nobody knows it again.',
  expectedCheck: 'event-is-delivered',
}

export const switchedOffNotified: Fault = {
  name: 'switched-off-subscription-notified',
  group: 'lifecycle',
  describe: 'Events are delivered to a subscription that is switched off.',
  expectedCheck: 'event-is-delivered',
}

export const deliveryFailureUnseen: Fault = {
  name: 'delivery-failure-unseen',
  group: 'lifecycle',
  describe: 'A subscription whose receiver never answers is still shown as registered after the last retry.',
  expectedCheck: 'event-is-delivered',
}

/** Faults of how events reach who subscribed to them. */
export const EVENT_DELIVERY_FAULTS: readonly Fault[] = [
  eventLost,
  eventSecretMissing,
  eventNotRepeated,
  repeatedEventNewId,
  switchedOffNotified,
  deliveryFailureUnseen,
]
