import type { Fault } from '../fault.ts'

export const accountPutLost: Fault = {
  name: 'funding-account-put-lost',
  group: 'lifecycle',
  describe: 'An update of a funding account is answered as made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const deletedAccountReadable: Fault = {
  name: 'deleted-funding-account-still-readable',
  group: 'lifecycle',
  describe: 'A funding account that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const accountNumberShown: Fault = {
  name: 'recipient-account-number-shown',
  group: 'leak',
  describe: 'The account number of a funding recipient is shown in full.',
  expectedCheck: 'no-sensitive-data-in-response',
}

export const accountListOmitsNewest: Fault = {
  name: 'recipient-account-list-omits-newest',
  group: 'list',
  describe: 'The list of the funding accounts of a recipient leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

/** Faults of funding accounts. */
export const FUNDING_ACCOUNT_FAULTS: readonly Fault[] = [
  accountNumberShown,
  accountListOmitsNewest,
  accountPutLost,
  deletedAccountReadable,
]
