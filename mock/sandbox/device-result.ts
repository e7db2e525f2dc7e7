import { recordDevicePayment } from './families/payments.ts'
import { DECLINED } from './money-outcome.ts'
import type { InstructionRecord } from './state/instructions.ts'
import type { World } from './world.ts'

/** Makes what a device's work results in, and returns the id of that. */
export function recordDeviceResult(world: World, { kind, request }: InstructionRecord, isDeclined: boolean): string {
  switch (kind) {
    case 'payment':
      return recordDevicePayment(world, request, isDeclined ? DECLINED : undefined)
    case 'refund':
      return world.ids.code('refund')
    case 'signature':
      return world.ids.code('signature')
  }
}
