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

export const secondProngAccepted: Fault = {
  name: 'second-control-prong-accepted',
  group: 'lifecycle',
  describe: 'A second control prong can be added to a funding recipient.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const onlyOwnerDeleted: Fault = {
  name: 'only-owner-deleted',
  group: 'lifecycle',
  describe: 'The only owner of a funding recipient can be deleted.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const accountOwnerChanged: Fault = {
  name: 'account-owner-changed',
  group: 'lifecycle',
  describe: 'An owner of a processing account can be updated.',
  expectedCheck: 'wrong-state-is-conflict',
}

/** Faults of owners. */
export const OWNER_FAULTS: readonly Fault[] = [
  ownerPutLost,
  deletedOwnerReadable,
  secondProngAccepted,
  onlyOwnerDeleted,
  accountOwnerChanged,
  nationalIdShown,
  ownerListOmitsNewest,
]
