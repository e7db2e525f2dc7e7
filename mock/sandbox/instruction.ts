import { completesAfterCancel, declineFails } from './faults/instruction.ts'
import { DEVICES, endingOf } from './device.ts'
import { recordDeviceResult } from './device-result.ts'
import { INSTRUCTIONS, type InstructionKind, type InstructionRecord } from './state/instructions.ts'
import type { World } from './world.ts'

/** Hands an instruction to its device, which ends it after the device's delay unless it was told to wait. */
export function startInstruction(
  world: World,
  { kind, serialNumber, request }: Pick<InstructionRecord, 'kind' | 'serialNumber' | 'request'>,
): InstructionRecord {
  const id = world.ids.hex(`${kind}-instruction`)
  const record: InstructionRecord = { id, kind, serialNumber, status: 'inProgress', request }
  world.state.of(INSTRUCTIONS[kind]).set(id, record)
  scheduleEnding(world, record)
  return record
}

/** Takes the instruction from its device: what it would have become is never made. */
export function cancelInstruction(world: World, record: InstructionRecord): void {
  replace(world, { ...record, status: 'canceled' })
  if (world.faults.isOn(completesAfterCancel)) scheduleEnding(world, record)
}

/** Has a device end all that it holds as it now behaves; called when it is told something new. */
export function resumeDevice(world: World, serialNumber: string): void {
  for (const record of unfinished(world)) if (record.serialNumber === serialNumber) scheduleEnding(world, record)
}

/** Sets off the devices of a state that was loaded. */
export function resumeInstructions(world: World): void {
  for (const record of unfinished(world)) scheduleEnding(world, record)
}

function unfinished({ state }: World): readonly InstructionRecord[] {
  return Object.values(INSTRUCTIONS).flatMap((spec) =>
    state
      .of(spec)
      .values()
      .filter(({ status }) => status === 'inProgress'),
  )
}

function scheduleEnding(world: World, { kind, id }: InstructionRecord): void {
  world.clock.after(world.options.deviceDelay, () => end(world, kind, id))
}

/** How a device ends what it should have let go. */
const CARRIED_ON = { kind: 'done', isDeclined: false } as const

/** The device behaves as it is told at that moment; an instruction that was ended otherwise stays as it is. */
function end(world: World, kind: InstructionKind, id: string): void {
  const record = world.state.of(INSTRUCTIONS[kind]).get(id)
  const isCarriedOn = record?.status === 'canceled' && world.faults.isOn(completesAfterCancel)
  if (record === undefined || (record.status !== 'inProgress' && !isCarriedOn)) return
  const device = world.state.of(DEVICES).get(record.serialNumber)
  const ending = isCarriedOn ? CARRIED_ON : device === undefined ? undefined : endingOf(device)
  switch (ending?.kind) {
    case 'done':
      if (ending.isDeclined && world.faults.isOn(declineFails)) {
        replace(world, { ...record, status: 'failure', errorMessage: 'The card was declined' })
        break
      }
      replace(world, {
        ...record,
        status: 'completed',
        resultId: recordDeviceResult(world, record, ending.isDeclined),
      })
      break
    case 'failed':
      replace(world, { ...record, status: 'failure', errorMessage: ending.message })
      break
    case undefined:
  }
}

function replace(world: World, record: InstructionRecord): void {
  world.state.of(INSTRUCTIONS[record.kind]).set(record.id, record)
  world.changes.notify(record.id)
}
