import type { Fault } from '../fault.ts'

export const createdRecipientLost: Fault = {
  name: 'created-recipient-lost',
  group: 'lifecycle',
  describe: 'A funding recipient is answered as created, and is not there.',
  expectedCheck: 'created-resource-is-readable',
}

export const deletedRecipientReadable: Fault = {
  name: 'deleted-recipient-still-readable',
  group: 'lifecycle',
  describe: 'A funding recipient that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const accountsOutliveRecipient: Fault = {
  name: 'accounts-outlive-recipient',
  group: 'lifecycle',
  describe: 'The funding accounts of a recipient that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const recipientPutLost: Fault = {
  name: 'recipient-put-lost',
  group: 'lifecycle',
  describe: 'An update of a funding recipient is answered as made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const recipientListOmitsNewest: Fault = {
  name: 'recipient-list-omits-newest',
  group: 'list',
  describe: 'The list of funding recipients leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

export const recipientStatusSet: Fault = {
  name: 'recipient-status-set-by-client',
  group: 'lifecycle',
  describe: 'A client that sends the status of its funding recipient approves it by itself.',
  expectedCheck: 'invalid-request-is-rejected',
}

export const recipientHasMoreWrong: Fault = {
  name: 'recipient-has-more-wrong',
  group: 'list',
  describe: 'The list of funding recipients says that there is more where there is not, and the other way round.',
  expectedCheck: 'pages-are-disjoint-and-complete',
}

/** Faults of funding recipients. */
export const FUNDING_RECIPIENT_FAULTS: readonly Fault[] = [
  createdRecipientLost,
  deletedRecipientReadable,
  accountsOutliveRecipient,
  recipientPutLost,
  recipientListOmitsNewest,
  recipientStatusSet,
  recipientHasMoreWrong,
]
