import type { CollectionSpec } from './state/collection.ts'

/**
 * What a payment device does with the next instruction:
 *
 * - `complete`: carries it out; the amount decides what the processor says
 * - `decline`: carries it out, and the card is declined
 * - `fail`: gives up with an error message
 * - `wait`: does nothing until it is told something else
 * - `offline`: is not there; an instruction for it fails
 */
export type DeviceBehaviour = 'complete' | 'decline' | 'fail' | 'wait' | 'offline'

export const DEVICE_BEHAVIOURS: readonly DeviceBehaviour[] = ['complete', 'decline', 'fail', 'wait', 'offline']

/** A device by its serial number. */
export interface Device {
  readonly serialNumber: string
  readonly behaviour: DeviceBehaviour
  /** What a failing device says. */
  readonly errorMessage?: string
}

/** The serial number that the contract's examples use. */
export const DOCUMENTED_DEVICE = '1850010868'

/** The devices that exist; others can be added by the sandbox's administrator. */
export const DEVICES: CollectionSpec<Device> = {
  name: 'devices',
  seed: () => [[DOCUMENTED_DEVICE, { serialNumber: DOCUMENTED_DEVICE, behaviour: 'complete' }]],
}

/** How a device ends an instruction by itself; `undefined` while it waits to be told. */
export function endingOf(
  device: Device,
):
  | { readonly kind: 'done'; readonly isDeclined: boolean }
  | { readonly kind: 'failed'; readonly message: string }
  | undefined {
  switch (device.behaviour) {
    case 'complete':
      return { kind: 'done', isDeclined: false }
    case 'decline':
      return { kind: 'done', isDeclined: true }
    case 'fail':
      return { kind: 'failed', message: device.errorMessage ?? 'The device could not complete the instruction' }
    case 'offline':
      return { kind: 'failed', message: device.errorMessage ?? 'The device is offline' }
    case 'wait':
      return undefined
  }
}
