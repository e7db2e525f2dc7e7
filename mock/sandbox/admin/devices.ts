import { isJsonObject } from '../../../core/json.ts'
import { type Device, DEVICE_BEHAVIOURS, type DeviceBehaviour, DEVICES } from '../device.ts'
import { resumeDevice } from '../instruction.ts'
import { type AdminHandler, expected } from './admin-call.ts'

/** `PUT /devices/{serialNumber} { "behaviour": "wait" }`: tells a device, or a new one, what to do from now on. */
export const tellDevice: AdminHandler = ({ world, name, body }) => {
  const { behaviour, errorMessage } = isJsonObject(body) ? body : {}
  if (name === undefined || name.length > 64) return expected('a serial number of at most 64 characters in the path')
  if (!isBehaviour(behaviour)) return expected(`a behaviour: one of ${DEVICE_BEHAVIOURS.join(', ')}`)
  const device: Device = {
    serialNumber: name,
    behaviour,
    ...(typeof errorMessage === 'string' && { errorMessage }),
  }
  world.state.of(DEVICES).set(name, device)
  resumeDevice(world, name)
  return { status: 200, body: { ...device } }
}

/** `GET /devices` */
export const listDevices: AdminHandler = ({ world }) => ({
  status: 200,
  body: world.state
    .of(DEVICES)
    .values()
    .map((device) => ({ ...device })),
})

function isBehaviour(value: unknown): value is DeviceBehaviour {
  return DEVICE_BEHAVIOURS.some((behaviour) => behaviour === value)
}
