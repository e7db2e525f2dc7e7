import { cancelAfterFinalConflicts } from '../checks/sequences/cancel-after-final-conflicts.ts'
import { cancelInProgressSucceeds } from '../checks/sequences/cancel-in-progress-succeeds.ts'
import { finalStatusIsFinal } from '../checks/sequences/final-status-is-final.ts'
import { pollHoldsUntilChange } from '../checks/sequences/poll-holds-until-change.ts'
import type { Answer } from '../run/scenario/answer.ts'
import type { DeviceBehaviour } from '../run/scenario/device-control.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import {
  cancel,
  cancelQuietly,
  instructionBody,
  type InstructionKind,
  poll,
  pollUntilFinal,
  submit,
  type Submitted,
} from './instruction.ts'
import { FINAL_STATUSES } from './long-poll.ts'
import { DEVICE_LANE, scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: an instruction can be canceled only while its status is inProgress'

/** Canceling instructions: while they are in progress, after they ended, and in between. */
export const cancelScenarios: readonly Scenario[] = [
  withInstruction(
    { id: 'CP-03', title: 'An instruction in progress is canceled', tier: 'required' },
    'payment',
    'wait',
    (tools, submitted) => cancelInProgress(tools, submitted),
  ),
  withInstruction(
    { id: 'CP-04', title: 'A completed instruction cannot be canceled', tier: 'recommended' },
    'payment',
    'complete',
    (tools, submitted) => cancelAfterEnd(tools, submitted, 'completed'),
  ),
  ...(['refund', 'signature'] as const).flatMap((kind) => [
    withInstruction(
      { id: `cancel-conflicts/${kind}-in-progress`, title: `A ${kind} instruction is canceled`, tier: 'recommended' },
      kind,
      'wait',
      (tools, submitted) => cancelInProgress(tools, submitted),
    ),
    withInstruction(
      {
        id: `cancel-conflicts/${kind}-completed`,
        title: `A completed ${kind} instruction cannot be canceled`,
        tier: 'recommended',
      },
      kind,
      'complete',
      (tools, submitted) => cancelAfterEnd(tools, submitted, 'completed'),
    ),
  ]),
  withInstruction(
    { id: 'cancel-conflicts/failed', title: 'A failed instruction cannot be canceled', tier: 'recommended' },
    'payment',
    'fail',
    (tools, submitted) => cancelAfterEnd(tools, submitted, 'failure'),
  ),
  withInstruction(
    { id: 'cancel-conflicts/twice', title: 'The second cancel conflicts', tier: 'recommended' },
    'payment',
    'wait',
    async (tools, submitted) => {
      const first = await tools.step('Cancel it', () => cancel(tools, submitted))
      wasFaster(tools, first)
      await tools.stateful('Cancel it again', async () => {
        const read = await poll(tools, submitted)
        await refusedAndFinal(tools, submitted, read)
      })
    },
  ),
  withInstruction(
    {
      id: 'cancel-conflicts/race',
      title: 'A cancel that races the device: whoever wins, both answers agree',
      tier: 'recommended',
    },
    'payment',
    'wait',
    (tools, submitted) => race(tools, submitted),
  ),
  withInstruction(
    { id: 'cancel-conflicts/open-poll', title: 'A cancel ends an open poll', tier: 'recommended' },
    'payment',
    'wait',
    (tools, submitted) => cancelUnderPoll(tools, submitted),
  ),
]

function withInstruction(
  options: Pick<ScenarioOptions, 'id' | 'title' | 'tier'>,
  kind: InstructionKind,
  behaviour: DeviceBehaviour,
  body: (tools: PayrocTools, submitted: Submitted) => Promise<void>,
): Scenario {
  return scenario({ ...options, suite: 'cancel-conflicts', lane: DEVICE_LANE, requirements: [RULE] }, async (tools) => {
    // A device that nobody operates may be caught before it is done.
    if (!(behaviour === 'wait' && tools.device.isOnItsOwn)) await tools.device.will(behaviour)
    const submitted = await tools.step('Submit an instruction', () =>
      submit(tools, kind, instructionBody(tools, kind, 4541)),
    )
    tools.cleanUp('Cancel what is left', () => cancelQuietly(tools, submitted))
    await body(tools, submitted)
  })
}

async function cancelInProgress(tools: PayrocTools, submitted: Submitted): Promise<void> {
  const canceled = await tools.step('Cancel it', () => cancel(tools, submitted))
  await tools.stateful('It is canceled', async () => {
    const after = await poll(tools, submitted)
    await tools.promise(cancelInProgressSucceeds, {
      before: submitted.answer.recorded,
      cancel: canceled.recorded,
      after: after.recorded,
      statusAt: '/status',
      inProgress: ['inProgress'],
      canceled: ['canceled'],
    })
    await tools.observe({
      answer: after,
      pointer: '/link',
      holds: after.at('/status') !== 'canceled' || after.at('/link') === undefined,
      expected: 'no link to a result',
      rule: 'Payroc: a canceled instruction has no result',
    })
    if (after.at('/status') !== 'canceled') {
      if (await isRightlyRefused(tools, canceled, after)) wasFaster(tools, canceled)
      return
    }
    await tools.device.will('complete')
    await tools.sleep(tools.device.isOnItsOwn ? OWN_TIME : DEVICE_TIME)
    await staysFinal(tools, submitted, after)
  })
}

/** Milliseconds that a device is given to do what it should not. */
const DEVICE_TIME = 600

/** The same for one that nobody operates, which takes as long as it takes. */
const OWN_TIME = 3_000

/** How long a poll is held at least, milliseconds, to show that what it waited for had not happened before. */
const HELD = 1_000

/** Yields whether a cancel was refused with right: not where the next poll then had to be held for the device. */
function isRightlyRefused(tools: PayrocTools, canceled: Answer, after: Answer): Promise<boolean> {
  return tools.observe({
    answer: canceled,
    pointer: '',
    holds: !tools.device.isOnItsOwn || canceled.status < 400 || after.durationMs < HELD,
    expected: `to be accepted, as the device took another ${Math.round(after.durationMs / 1000)} s`,
    rule: RULE,
    promise: cancelInProgressSucceeds,
  })
}

/** Leaves a scenario that came too late for a device of its own. */
function wasFaster(tools: PayrocTools, canceled: Answer): void {
  if (tools.device.isOnItsOwn && canceled.status >= 400) tools.skip('the device was done before it could be canceled')
}

async function cancelAfterEnd(
  tools: PayrocTools,
  submitted: Submitted,
  status: 'completed' | 'failure',
): Promise<void> {
  await tools.stateful(`Cancel it after its status is ${status}`, async () => {
    const ended = (await pollUntilFinal(tools, submitted)).at(-1)
    if (ended === undefined) return
    await refusedAndFinal(tools, submitted, ended)
  })
}

/** 409 with the problem that the document shows for it, and nothing has changed. */
async function refusedAndFinal(tools: PayrocTools, submitted: Submitted, read: Answer): Promise<void> {
  const refusal = await cancel(tools, submitted)
  const isKept = await tools.promise(cancelAfterFinalConflicts, {
    before: read.recorded,
    cancel: refusal.recorded,
    statusAt: '/status',
    final: FINAL_STATUSES,
  })
  // What was accepted has been said; that the status then moves would be the same again.
  if (!isKept || refusal.status !== 409) return
  await tools.observe({
    answer: refusal,
    pointer: '/type',
    holds: refusal.problem === 'cannot-be-canceled',
    expected: 'the problem type cannot-be-canceled',
    rule: RULE,
    promise: cancelAfterFinalConflicts,
  })
  await staysFinal(tools, submitted, read)
}

async function staysFinal(tools: PayrocTools, submitted: Submitted, read: Answer): Promise<void> {
  const later = await poll(tools, submitted)
  await tools.promise(finalStatusIsFinal, {
    reads: [read.recorded, later.recorded],
    statusAt: '/status',
    final: FINAL_STATUSES,
  })
}

async function race(tools: PayrocTools, submitted: Submitted): Promise<void> {
  await tools.stateful('Cancel it while the device finishes', async () => {
    const [canceled] = await Promise.all([cancel(tools, submitted), tools.device.will('complete')])
    const after = (await pollUntilFinal(tools, submitted)).at(-1) ?? canceled
    tools.saw(`The race between cancel and device ended as ${after.text('/status')}.`)
    await tools.promise(cancelInProgressSucceeds, {
      before: submitted.answer.recorded,
      cancel: canceled.recorded,
      after: after.recorded,
      statusAt: '/status',
      inProgress: ['inProgress'],
      canceled: ['canceled'],
    })
    await staysFinal(tools, submitted, after)
  })
}

async function cancelUnderPoll(tools: PayrocTools, submitted: Submitted): Promise<void> {
  await tools.stateful('Poll, and cancel meanwhile', async () => {
    const open = poll(tools, submitted)
    await tools.sleep(Math.min(500, tools.target.holdMs / 4))
    const canceled = await cancel(tools, submitted)
    const changedAt = tools.now()
    const answer = await open
    const after = await poll(tools, submitted)
    await tools.promise(cancelInProgressSucceeds, {
      before: submitted.answer.recorded,
      cancel: canceled.recorded,
      after: after.recorded,
      statusAt: '/status',
      inProgress: ['inProgress'],
      canceled: ['canceled'],
    })
    await tools.promise(pollHoldsUntilChange, {
      poll: answer.recorded,
      statusAt: '/status',
      known: 'inProgress',
      waiting: ['inProgress'],
      holdMs: [tools.target.holdMs],
      marginMs: tools.target.holdMs * 0.7,
      changedAt,
    })
  })
}
