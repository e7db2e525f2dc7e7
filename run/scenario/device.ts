import type { Target } from '../target.ts'
import type { DeviceBehaviour, DeviceControl } from './device-control.ts'
import { ScenarioSkipped } from './leaving.ts'

/** Asks a person to do something with the device; resolves when it is done. */
export type AskOperator = (serialNumber: string, behaviour: DeviceBehaviour) => Promise<void>

/**
 * The device of a run: operated by the target's own simulator where it has one, by a person where one is there, else by
 * nobody, and then only what a device does by itself can be asked of it.
 */
export function deviceOf(
  target: Pick<Target, 'summary' | 'operate'>,
  serialNumber: string,
  ask: AskOperator | undefined,
): DeviceControl {
  return {
    serialNumber,
    will: async (behaviour) => {
      if (ask !== undefined) await ask(serialNumber, behaviour)
      else if (target.operate !== undefined) await target.operate(serialNumber, behaviour)
      // A mock is told what to answer, not what a device does.
      else if (!target.summary.steerable && behaviour !== 'complete') {
        throw new ScenarioSkipped(`nobody is there to make the device ${serialNumber} ${IN_WORDS[behaviour]}`)
      }
    },
  }
}

/** Completes "make the device …". */
const IN_WORDS: Readonly<Record<DeviceBehaviour, string>> = {
  complete: 'complete an instruction',
  decline: 'decline',
  fail: 'fail',
  wait: 'wait',
  'go-offline': 'go offline',
}
