import type { Fault } from '../fault.ts'

export const keyNotRequired: Fault = {
  name: 'key-not-required',
  group: 'idempotency',
  describe: 'A request without its Idempotency-Key is carried out.',
  expectedCheck: 'missing-idempotency-key-is-rejected',
  overlooks: (violation) => violation.in === 'header' && violation.keyword === 'required',
}

export const malformedKeyAccepted: Fault = {
  name: 'malformed-key-accepted',
  group: 'idempotency',
  describe: 'A key that is no UUID v4 is taken.',
  expectedCheck: 'malformed-idempotency-key-is-rejected',
  overlooks: (violation) => violation.in === 'header' && violation.keyword === 'format',
}

export const keyIgnored: Fault = {
  name: 'key-ignored',
  group: 'idempotency',
  describe: 'A repeated request is carried out again.',
  expectedCheck: 'repeated-key-replays-response',
}

export const replayHasNewId: Fault = {
  name: 'replay-has-new-id',
  group: 'idempotency',
  describe: 'A repeated request is not carried out again, but its answer names another id.',
  expectedCheck: 'repeated-key-replays-response',
}

export const replayHasOtherStatus: Fault = {
  name: 'replay-has-other-status',
  group: 'idempotency',
  describe: 'A repeated request is answered with 200, whatever it was answered with first.',
  expectedCheck: 'status-code-is-documented',
}

export const repeatConflicts: Fault = {
  name: 'repeat-conflicts',
  group: 'idempotency',
  describe: 'A repeated request is refused with 409 although it is the same.',
  expectedCheck: 'repeated-key-replays-response',
}

export const otherBodyReplayed: Fault = {
  name: 'other-body-replayed',
  group: 'idempotency',
  describe: 'A key that is used again with another body is answered with the first response.',
  expectedCheck: 'reused-key-with-other-body-conflicts',
}

export const otherBodyCarriedOut: Fault = {
  name: 'other-body-carried-out',
  group: 'idempotency',
  describe: 'A key that is used again with another body is carried out as if it were new.',
  expectedCheck: 'reused-key-with-other-body-conflicts',
}

export const keyPerResource: Fault = {
  name: 'key-per-resource',
  group: 'idempotency',
  describe: 'Keys are remembered for each URI by itself, so that another resource takes the same key.',
  expectedCheck: 'reused-key-on-other-resource-conflicts',
}

export const keyByBodyAlone: Fault = {
  name: 'key-by-body-alone',
  group: 'idempotency',
  describe: 'Keys are bound to the body alone: another URI with the same body gets the first response.',
  expectedCheck: 'reused-key-on-other-resource-conflicts',
}

export const raceLetsTwoThrough: Fault = {
  name: 'race-lets-two-through',
  group: 'idempotency',
  describe: 'Two requests with one key that come at the same time are both carried out.',
  expectedCheck: 'concurrent-same-key-creates-once',
}

export const keyNeverExpires: Fault = {
  name: 'key-never-expires',
  group: 'idempotency',
  describe: 'A key is still in use when its seven days are over (the clock must be moved to see it).',
  expectedCheck: 'repeated-key-replays-response',
}

/** Faults of repeated requests. */
export const IDEMPOTENCY_FAULTS: readonly Fault[] = [
  keyNotRequired,
  malformedKeyAccepted,
  keyIgnored,
  replayHasNewId,
  replayHasOtherStatus,
  repeatConflicts,
  otherBodyReplayed,
  otherBodyCarriedOut,
  keyPerResource,
  keyByBodyAlone,
  raceLetsTwoThrough,
  keyNeverExpires,
]
