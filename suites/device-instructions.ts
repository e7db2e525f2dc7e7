import { statusTransitionIsAllowed } from '../checks/sequences/status-transition-is-allowed.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import type { DeviceBehaviour } from '../run/scenario/device-control.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { followLink, instructionBody, type InstructionKind, pollUntilFinal, submit } from './instruction.ts'
import { shows } from './payment.ts'
import { DEVICE_LANE, scenario, TRIGGER_AMOUNTS, type PayrocTools } from './payroc-scenario.ts'

const REFUND = 'Payroc: refund on a device'
const SIGNATURE = 'Payroc: capture a signature on a device'
const AMOUNT = 4541

/** Refunds on a card device. */
export const refundInstructionScenarios: readonly Scenario[] = [
  onDevice(
    'refund',
    { id: 'CP-08', title: 'A refund without a payment, on the device', tier: 'required' },
    async (tools) => {
      const refund = await carriedOut(tools, 'refund', 'complete')
      await tools.step('It is approved, and of the amount', async () => {
        await shows(tools, refund, '/transactionResult/responseCode', ['A', 'E'], REFUND)
        await shows(tools, refund, '/order/amount', AMOUNT, REFUND)
      })
    },
  ),
  onDevice(
    'refund',
    { id: 'refund-instruction/declined', title: 'A refund that is declined completes', tier: 'recommended' },
    async (tools) => {
      const refund = await carriedOut(tools, 'refund', 'decline')
      await tools.step('It is declined', () => shows(tools, refund, '/transactionResult/responseCode', 'D', REFUND))
    },
  ),
  onDevice(
    'refund',
    { id: 'refund-instruction/failed', title: 'A refund that fails says why', tier: 'recommended' },
    (tools) => failed(tools, 'refund'),
  ),
]

/** Signatures on a card device. */
export const signatureInstructionScenarios: readonly Scenario[] = [
  onDevice(
    'signature',
    { id: 'CP-10', title: 'A signature is captured on the device', tier: 'conditional', feature: 'signatures' },
    async (tools) => {
      const signature = await carriedOut(tools, 'signature', 'complete')
      await tools.step('It is an image', async () => {
        const image = pictured(signature.body)
        await tools.observe({
          answer: signature,
          pointer: '/signature',
          holds: image !== undefined && isImage(image.contentType, image.bytes),
          expected: 'an image of the type that contentType names',
          rule: SIGNATURE,
        })
      })
    },
  ),
  onDevice(
    'signature',
    { id: 'signature-instruction/failed', title: 'A signature that fails says why', tier: 'recommended' },
    (tools) => failed(tools, 'signature'),
  ),
]

function onDevice(
  kind: InstructionKind,
  options: Omit<ScenarioOptions, 'suite' | 'lane'>,
  body: (tools: PayrocTools) => Promise<void>,
): Scenario {
  const requirements = [kind === 'signature' ? SIGNATURE : REFUND]
  return scenario({ requirements, ...options, suite: `${kind}-instruction`, lane: DEVICE_LANE }, async (tools) => {
    tools.cleanUp('Let the device complete again', () => tools.device.release())
    await body(tools)
  })
}

/** Submits, polls until the device is done, and follows the link to the result. */
async function carriedOut(tools: PayrocTools, kind: InstructionKind, behaviour: DeviceBehaviour): Promise<Answer> {
  const ended = await endOf(tools, kind, behaviour)
  const isCompleted = await hasStatus(tools, ended, 'completed')
  if (!isCompleted) tools.stop('the instruction was not completed')
  return tools.step('Read the result that it links to', () => followLink(tools, kind, ended))
}

async function endOf(tools: PayrocTools, kind: InstructionKind, behaviour: DeviceBehaviour): Promise<Answer> {
  await tools.device.will(behaviour)
  const submitted = await tools.step(`Submit a ${kind} instruction`, () =>
    submit(tools, kind, instructionBody(tools, kind, TRIGGER_AMOUNTS.approved)),
  )
  const polls = await tools.step('View its status until it changes', () => pollUntilFinal(tools, submitted))
  return polls.at(-1) ?? submitted.answer
}

async function hasStatus(tools: PayrocTools, answer: Answer, status: string): Promise<boolean> {
  return tools.observe({
    answer,
    pointer: '/status',
    holds: answer.at('/status') === status,
    expected: status,
    rule: 'Payroc Cloud: instructions',
    promise: statusTransitionIsAllowed,
  })
}

async function failed(tools: PayrocTools, kind: InstructionKind): Promise<void> {
  const ended = await endOf(tools, kind, 'fail')
  await tools.stateful('It has failed, says why, and has no result', async () => {
    await hasStatus(tools, ended, 'failure')
    await tools.observe({
      answer: ended,
      pointer: '/errorMessage',
      holds: ended.text('/errorMessage') !== '',
      expected: 'what went wrong',
      rule: 'Payroc Cloud: instructions',
    })
    await tools.observe({
      answer: ended,
      pointer: '/link',
      holds: ended.at('/link') === undefined,
      expected: 'no link to a result',
      rule: 'Payroc Cloud: instructions',
    })
  })
}

interface Picture {
  readonly contentType: string
  readonly bytes: Uint8Array
}

function pictured(body: Json | undefined): Picture | undefined {
  const { contentType, signature } = (body ?? {}) as JsonObject
  if (typeof contentType !== 'string' || typeof signature !== 'string') return undefined
  return { contentType, bytes: Buffer.from(signature, 'base64') }
}

/** How a picture of each type begins. */
const MAGIC: Readonly<Record<string, readonly number[]>> = {
  png: [0x89, 0x50, 0x4e, 0x47],
  jpg: [0xff, 0xd8],
  jpeg: [0xff, 0xd8],
  gif: [0x47, 0x49, 0x46],
  bmp: [0x42, 0x4d],
}

function isImage(contentType: string, bytes: Uint8Array): boolean {
  const magic = MAGIC[contentType.toLowerCase().replace(/^image\//, '')]
  // A type that we do not know is only asked to hold something.
  return magic === undefined ? bytes.length > 0 : magic.every((byte, index) => bytes[index] === byte)
}
