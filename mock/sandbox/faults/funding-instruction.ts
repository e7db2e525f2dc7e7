import type { Fault } from '../fault.ts'

export const instructionUpdatedLate: Fault = {
  name: 'funding-instruction-updated-late',
  group: 'payment',
  describe: 'A funding instruction that is pending or completed can still be updated.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const instructionDeletedLate: Fault = {
  name: 'funding-instruction-deleted-late',
  group: 'payment',
  describe: 'A funding instruction that is pending or completed can still be deleted.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const instructionPutLost: Fault = {
  name: 'funding-instruction-put-lost',
  group: 'lifecycle',
  describe: 'An update of a funding instruction is answered as made, and is not kept.',
  expectedCheck: 'update-is-visible',
}

export const overdraftAccepted: Fault = {
  name: 'funding-overdraft-accepted',
  group: 'payment',
  describe: 'A funding instruction may take more than the balance of the merchant.',
  expectedCheck: 'wrong-state-is-conflict',
}

export const instructionDatesIgnored: Fault = {
  name: 'funding-instruction-dates-ignored',
  group: 'list',
  describe: 'The list of funding instructions ignores the days that were asked for.',
  expectedCheck: 'list-contains-created',
}

export const heldAccountPaid: Fault = {
  name: 'held-account-paid',
  group: 'payment',
  describe: 'A funding instruction may pay to an account that is on hold.',
  expectedCheck: 'wrong-state-is-conflict',
}

/** Faults of funding instructions. */
export const FUNDING_INSTRUCTION_FAULTS: readonly Fault[] = [
  instructionUpdatedLate,
  instructionDeletedLate,
  instructionPutLost,
  overdraftAccepted,
  heldAccountPaid,
  instructionDatesIgnored,
]
