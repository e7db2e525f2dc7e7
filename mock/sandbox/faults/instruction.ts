import type { Fault } from '../fault.ts'

export const pollIgnoresHold: Fault = {
  name: 'poll-returns-at-once',
  group: 'instruction',
  describe: 'A poll of an unfinished instruction is answered at once instead of being held.',
  expectedCheck: 'poll-holds-until-change',
}

export const cancelOfCompletedAccepted: Fault = {
  name: 'cancel-of-completed-accepted',
  group: 'instruction',
  describe: 'A completed instruction can still be canceled.',
  expectedCheck: 'cancel-after-final-conflicts',
}

/** Faults of the instruction state machine and its long poll. */
export const INSTRUCTION_FAULTS: readonly Fault[] = [pollIgnoresHold, cancelOfCompletedAccepted]
