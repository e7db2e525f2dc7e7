import type { Fault } from '../fault.ts'

export const pollIgnoresHold: Fault = {
  name: 'poll-returns-at-once',
  group: 'instruction',
  describe: 'A poll of an unfinished instruction is answered at once instead of being held.',
  expectedCheck: 'poll-holds-until-change',
}

export const pollMissesChange: Fault = {
  name: 'poll-misses-change',
  group: 'instruction',
  describe: 'A held poll is only answered when the hold is over, although the instruction has changed.',
  expectedCheck: 'poll-holds-until-change',
}

export const pollExceedsHold: Fault = {
  name: 'poll-exceeds-hold',
  group: 'instruction',
  describe: 'A poll of an unchanged instruction is held three times as long as documented.',
  expectedCheck: 'poll-holds-until-change',
}

export const cancelOfCompletedAccepted: Fault = {
  name: 'cancel-of-completed-accepted',
  group: 'instruction',
  describe: 'A completed instruction can still be canceled.',
  expectedCheck: 'cancel-after-final-conflicts',
}

export const cancelOfCompletedUnseen: Fault = {
  name: 'cancel-of-completed-unseen',
  group: 'instruction',
  describe: 'The cancel of a completed instruction is answered with 204, and it stays completed.',
  expectedCheck: 'cancel-after-final-conflicts',
}

export const secondCancelCrashes: Fault = {
  name: 'second-cancel-crashes',
  group: 'instruction',
  describe: 'The cancel of a canceled instruction is answered with 500.',
  expectedCheck: 'no-server-error',
}

export const cancelHasNoEffect: Fault = {
  name: 'cancel-has-no-effect',
  group: 'instruction',
  describe: 'A cancel is answered with 204, and the device goes on.',
  expectedCheck: 'cancel-in-progress-succeeds',
}

export const cancelRefused: Fault = {
  name: 'cancel-refused',
  group: 'instruction',
  describe: 'An instruction in progress cannot be canceled.',
  expectedCheck: 'cancel-in-progress-succeeds',
}

export const completesAfterCancel: Fault = {
  name: 'completes-after-cancel',
  group: 'instruction',
  describe: 'A canceled instruction is completed by its device all the same.',
  expectedCheck: 'final-status-is-final',
}

export const statusGoesBackwards: Fault = {
  name: 'status-goes-backwards',
  group: 'instruction',
  describe: 'A completed instruction is in progress again when it is read a second time.',
  expectedCheck: 'final-status-is-final',
}

export const completesAtOnce: Fault = {
  name: 'submitted-as-completed',
  group: 'instruction',
  describe: 'The answer to a submit calls the instruction completed.',
  expectedCheck: 'status-transition-is-allowed',
}

export const completedCalledDone: Fault = {
  name: 'completed-called-done',
  group: 'instruction',
  describe: 'A completed instruction has the status `done`, which is not documented.',
  expectedCheck: 'body-matches-schema',
}

export const linkToInstructionId: Fault = {
  name: 'instruction-id-as-result-id',
  group: 'instruction',
  describe: 'The link of a completed instruction takes the instruction id for the id of the payment.',
  expectedCheck: 'links-resolve',
}

export const linkToOtherResult: Fault = {
  name: 'link-to-other-result',
  group: 'instruction',
  describe: 'The link of a completed instruction leads to a payment that does not exist.',
  expectedCheck: 'links-resolve',
}

export const linkMissing: Fault = {
  name: 'result-link-missing',
  group: 'instruction',
  describe: 'A completed instruction has no link.',
  expectedCheck: 'links-resolve',
}

export const selfLinkElsewhere: Fault = {
  name: 'self-link-elsewhere',
  group: 'instruction',
  describe: 'The self link of a submitted instruction leads to the collection.',
  expectedCheck: 'links-resolve',
}

export const declineFails: Fault = {
  name: 'decline-ends-in-failure',
  group: 'instruction',
  describe: 'A declined card ends the instruction in failure instead of completing it with a declined payment.',
  expectedCheck: 'status-transition-is-allowed',
}

/** Faults of the instruction state machine and its long poll. */
export const INSTRUCTION_FAULTS: readonly Fault[] = [
  pollIgnoresHold,
  pollMissesChange,
  pollExceedsHold,
  cancelOfCompletedAccepted,
  cancelOfCompletedUnseen,
  secondCancelCrashes,
  cancelHasNoEffect,
  cancelRefused,
  completesAfterCancel,
  statusGoesBackwards,
  completesAtOnce,
  completedCalledDone,
  linkToInstructionId,
  linkToOtherResult,
  linkMissing,
  selfLinkElsewhere,
  declineFails,
]
