import type { Fault } from '../fault.ts'

export const ownerPutLost: Fault = {
  name: 'owner-put-lost',
  group: 'lifecycle',
  describe: 'An update of an owner is answered as made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const deletedOwnerReadable: Fault = {
  name: 'deleted-owner-still-readable',
  group: 'lifecycle',
  describe: 'An owner that was deleted can still be read.',
  expectedCheck: 'deleted-resource-is-gone',
}

export const nationalIdShown: Fault = {
  name: 'owner-national-id-shown',
  group: 'leak',
  describe: 'The national ID of an owner that was added to a funding recipient is shown in full.',
  expectedCheck: 'no-sensitive-data-in-response',
}

export const ownerListOmitsNewest: Fault = {
  name: 'recipient-owner-list-omits-newest',
  group: 'list',
  describe: 'The list of the owners of a funding recipient leaves out the newest.',
  expectedCheck: 'list-contains-created',
}

/** Faults of owners. */
export const OWNER_FAULTS: readonly Fault[] = [
  ownerPutLost,
  deletedOwnerReadable,
  nationalIdShown,
  ownerListOmitsNewest,
]
