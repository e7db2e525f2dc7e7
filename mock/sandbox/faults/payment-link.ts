import type { Fault } from '../fault.ts'

export const linkAlreadyDeactivated: Fault = {
  name: 'payment-link-deactivated-twice',
  group: 'lifecycle',
  describe: 'A payment link that is deactivated can be deactivated again.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const deactivatedLinkShared: Fault = {
  name: 'deactivated-link-shared',
  group: 'lifecycle',
  describe: 'A payment link that is deactivated, completed or expired can still be shared.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const linkPatchLost: Fault = {
  name: 'payment-link-patch-lost',
  group: 'lifecycle',
  describe: 'A patch of a payment link is answered as if it had been made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

/** Faults of payment links. */
export const PAYMENT_LINK_FAULTS: readonly Fault[] = [linkAlreadyDeactivated, deactivatedLinkShared, linkPatchLost]
