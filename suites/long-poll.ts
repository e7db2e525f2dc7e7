import { finalStatusIsFinal } from '../checks/sequences/final-status-is-final.ts'
import { pollHoldsUntilChange } from '../checks/sequences/poll-holds-until-change.ts'
import { statusTransitionIsAllowed } from '../checks/sequences/status-transition-is-allowed.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { ScenarioStopped } from '../run/scenario/leaving.ts'
import { accepted, refused } from '../run/scenario/expectation.ts'
import type { Scenario } from '../run/scenario/scenario.ts'
import { statusCodeIsDocumented } from '../checks/status-code-is-documented.ts'
import {
  cancelQuietly,
  INSTRUCTIONS,
  instructionBody,
  type InstructionKind,
  poll,
  pollUntilFinal,
  submit,
  type Submitted,
} from './instruction.ts'
import { DEVICE_LANE, scenario, type PayrocTools } from './payroc-scenario.ts'

const RULE = 'Payroc: run a sale, step 2: the gateway waits for the status to change before it answers'

/** What a status may become (Payroc Cloud: status of an instruction); those without an entry are final. */
export const INSTRUCTION_LIFECYCLE = { inProgress: ['completed', 'canceled', 'failure'] } as const
export const FINAL_STATUSES = ['completed', 'canceled', 'failure'] as const

/** Milliseconds that the network and the scheduling of either side may add or take. */
const MARGIN = 1_500

/** Also told with a device that nobody operates, as far as it can be caught at work. */
const CATCHES = { canCatch: true }

/** Milliseconds within which an unchanged answer counts as one without any hold. */
const AT_ONCE = 500

/** The long poll of an instruction's status. */
export const longPollScenarios: readonly Scenario[] = [
  held(
    'hold',
    'A poll of an unchanged instruction is held',
    'required',
    async (tools, submitted) => {
      const answer = await tools.step('Poll while the device waits', () => poll(tools, submitted))
      await tools.step('It was held, and came back unchanged', () => judgeHold(tools, answer))
    },
    CATCHES,
  ),
  held('prompt', 'A change ends the hold at once', 'required', async (tools, submitted) => {
    await tools.stateful('Poll, and let the device finish meanwhile', async () => {
      const [answer, changedAt] = await Promise.all([poll(tools, submitted), changeMeanwhile(tools, 'complete')])
      await judgeHold(tools, answer, changedAt)
      if (answer.at('/status') === 'inProgress') await poll(tools, submitted)
    })
  }),
  held(
    'final-at-once',
    'A final status is answered at once, and stays',
    'required',
    async (tools, submitted) => {
      await tools.stateful('Let the device finish', async () => {
        await tools.device.will('complete')
        const ended = tools.device.isOnItsOwn ? (await pollUntilFinal(tools, submitted)).slice(-1) : []
        const reads = [
          ...ended,
          await poll(tools, submitted),
          await poll(tools, submitted),
          await poll(tools, submitted),
        ]
        const last = reads.at(-1) as Answer
        await tools.promise(pollHoldsUntilChange, {
          poll: last.recorded,
          statusAt: '/status',
          known: reads[0]?.at('/status') ?? null,
          waiting: ['inProgress'],
          holdMs: [tools.target.holdMs],
          marginMs: MARGIN,
        })
        await stays(tools, reads)
      })
    },
    CATCHES,
  ),
  held(
    'in-turn',
    'Polls in turn see the status only move forward',
    'required',
    async (tools, submitted) => {
      await tools.stateful('Poll, finish, poll again', async () => {
        const reads = tools.device.isOnItsOwn
          ? [...(await pollUntilFinal(tools, submitted))]
          : [await poll(tools, submitted)]
        await tools.device.will('complete')
        for (let i = 0; i < 3; i++) reads.push(await poll(tools, submitted))
        await stays(tools, reads)
      })
    },
    CATCHES,
  ),
  held('hang-up', 'A client that hangs up leaves the instruction as it is', 'recommended', async (tools, submitted) => {
    await tools.stateful('Hang up in the middle of a poll', () => hangUp(tools, submitted))
    await tools.step('Poll again', async () => {
      const answer = await poll(tools, submitted)
      await tools.observe({
        answer,
        pointer: '/status',
        holds: answer.at('/status') === 'inProgress',
        expected: 'inProgress',
        rule: RULE,
      })
    })
  }),
  held('together', 'Several polls at once are all answered by the change', 'recommended', async (tools, submitted) => {
    await tools.stateful('Poll three times at once, and let the device finish', async () => {
      const polls = Promise.all([1, 2, 3].map(() => poll(tools, submitted)))
      const changedAt = await changeMeanwhile(tools, 'complete')
      for (const answer of await polls) await judgeHold(tools, answer, changedAt)
    })
  }),
  ...(['refund', 'signature'] as const).map((kind) =>
    held(
      `${kind}-hold`,
      `A poll of an unchanged ${kind} instruction is held`,
      'recommended',
      async (tools, submitted) => {
        const answer = await tools.step('Poll while the device waits', () => poll(tools, submitted))
        await tools.step('It was held, and came back unchanged', () => judgeHold(tools, answer))
      },
      { ...CATCHES, kind },
    ),
  ),
  ...(['payment', 'refund', 'signature'] as const).map((kind) =>
    scenario(
      {
        id: `long-poll/unknown-${kind}`,
        title: `An unknown ${kind} instruction is not found`,
        suite: 'long-poll',
        tier: 'recommended',
        requirements: ['Payroc: errors, not-found'],
      },
      (tools) => unknownIsNotFound(tools, kind),
    ),
  ),
]

function held(
  name: string,
  title: string,
  tier: 'required' | 'recommended',
  body: (tools: PayrocTools, submitted: Submitted) => Promise<void>,
  { canCatch = false, kind = 'payment' }: { readonly canCatch?: boolean; readonly kind?: InstructionKind } = {},
): Scenario {
  return scenario(
    { id: `long-poll/${name}`, title, suite: 'long-poll', tier, lane: DEVICE_LANE, requirements: [RULE] },
    async (tools) => {
      if (!(canCatch && tools.device.isOnItsOwn)) await tools.device.will('wait')
      const submitted = await tools.step('Submit an instruction to a device that waits', () =>
        submit(tools, kind, instructionBody(tools, kind, 4541)),
      )
      tools.cleanUp('Cancel what is left', () => cancelQuietly(tools, submitted))
      await body(tools, submitted)
    },
  )
}

/**
 * Both guides and all readings of them: 30 s and 60 s; where the target says what it does, that. A target of which nobody
 * said so may have a shorter hold; to answer at once is not to hold.
 */
function holdsOf({ target }: PayrocTools): readonly number[] {
  if (!target.isHoldKnown) return [MARGIN + AT_ONCE, target.holdMs]
  return target.holdMs === 60_000 ? [30_000, 60_000] : [target.holdMs]
}

async function judgeHold(tools: PayrocTools, answer: Answer, changedAt?: number): Promise<void> {
  await tools.promise(pollHoldsUntilChange, {
    poll: answer.recorded,
    statusAt: '/status',
    known: 'inProgress',
    waiting: ['inProgress'],
    holdMs: holdsOf(tools),
    // A short hold leaves room for a short margin only.
    marginMs: Math.min(MARGIN, tools.target.holdMs * 0.7),
    ...(changedAt !== undefined && { changedAt }),
  })
  if (answer.at('/status') === 'inProgress') tools.saw(`A poll was held for ${Math.round(answer.durationMs / 1000)} s.`)
}

/** Lets the device act once the poll is under way; yields when, milliseconds since the epoch, where that is known. */
async function changeMeanwhile(tools: PayrocTools, behaviour: 'complete' | 'fail'): Promise<number | undefined> {
  await tools.sleep(Math.min(500, tools.target.holdMs / 4))
  await tools.device.will(behaviour)
  return tools.device.isImmediate ? tools.now() : undefined
}

async function stays(tools: PayrocTools, reads: readonly Answer[]): Promise<void> {
  const recorded = reads.map((read) => read.recorded)
  await tools.promise(finalStatusIsFinal, { reads: recorded, statusAt: '/status', final: FINAL_STATUSES })
  await tools.promise(statusTransitionIsAllowed, {
    reads: recorded,
    statusAt: '/status',
    allowed: INSTRUCTION_LIFECYCLE,
  })
}

async function hangUp(tools: PayrocTools, { kind, id }: Submitted): Promise<void> {
  const { poll: operation, id: name } = INSTRUCTIONS[kind]
  const controller = new AbortController()
  const dropped = tools.api(operation, { path: { [name]: id }, expect: accepted(200), signal: controller.signal })
  await tools.sleep(Math.min(300, tools.target.holdMs / 4))
  controller.abort(new Error('hung up'))
  try {
    await dropped
  } catch (error) {
    // That there is no answer is the point.
    if (!(error instanceof ScenarioStopped)) throw error
  }
}

async function unknownIsNotFound(tools: PayrocTools, kind: InstructionKind): Promise<void> {
  const { poll: operation, cancel, id: name } = INSTRUCTIONS[kind]
  const unknown = tools.key().replaceAll('-', '')
  const notFound = refused([404], statusCodeIsDocumented, {
    problems: ['not-found'],
    rule: 'Payroc: errors, not-found',
  })
  await tools.step('Poll one that never was', () =>
    tools.api(operation, { path: { [name]: unknown }, expect: notFound }),
  )
  await tools.step('Cancel one that never was', () =>
    tools.api(cancel, { path: { [name]: unknown }, expect: notFound }),
  )
}
