import type { DeviceMode } from '../../config/run-options.ts'
import type { Target } from '../target.ts'
import type { DeviceBehaviour, DeviceControl } from './device-control.ts'
import { ScenarioSkipped } from './leaving.ts'

/** Asks a person to do something with the device; resolves to whether they will, and why not where they will not. */
export type AskOperator = (serialNumber: string, behaviour: DeviceBehaviour) => Promise<OperatorAnswer>

export type OperatorAnswer = { readonly kind: 'done' } | { readonly kind: 'not done'; readonly reason: string }

/** Who operates the device of a run. */
export interface DeviceHand {
  /** As the user says; absent: as is usual on the target. */
  readonly mode: DeviceMode | undefined
  /** Absent: no person is there. */
  readonly ask?: AskOperator | undefined
}

/**
 * The device of a run: operated by the target's own simulator, by a person, or by nobody. On a target without a simulator
 * the mode `simulator` leaves the device to itself, and then only what it does by itself can be asked of it.
 */
export function deviceOf(
  target: Pick<Target, 'summary' | 'operate' | 'device'>,
  serialNumber: string,
  { mode, ask }: DeviceHand,
): DeviceControl {
  const hand = mode ?? target.device ?? 'simulator'
  const skip = (behaviour: DeviceBehaviour, why: string): never => {
    throw new ScenarioSkipped(`nobody is there to make the device ${serialNumber} ${IN_WORDS[behaviour]}${why}`)
  }
  const operate = async (behaviour: DeviceBehaviour): Promise<void> => {
    if (target.operate !== undefined) await target.operate(serialNumber, behaviour)
    else if (behaviour !== 'complete') skip(behaviour, '')
  }
  return {
    serialNumber,
    isImmediate: hand === 'simulator',
    isOnItsOwn: hand === 'simulator' && target.operate === undefined && !target.summary.steerable,
    will: async (behaviour) => {
      // A mock is told what to answer, not what a device does.
      if (target.summary.steerable) return
      if (hand === 'none') skip(behaviour, ' (--device none)')
      if (hand === 'simulator') return operate(behaviour)
      if (ask === undefined) return skip(behaviour, ': no operator in CI, --device operator asks on a terminal')
      const answer = await ask(serialNumber, behaviour)
      if (answer.kind === 'not done') throw new ScenarioSkipped(`${answer.reason} (device ${serialNumber})`)
    },
    release: async () => {
      if (hand === 'simulator') await target.operate?.(serialNumber, 'complete')
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
