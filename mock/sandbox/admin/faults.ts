import { HarnessError } from '../../../core/harness-error.ts'
import { FAULTS } from '../faults/all.ts'
import type { AdminHandler } from './admin-call.ts'

/** `GET /faults`: all of them, and which are on. */
export const listFaults: AdminHandler = ({ world }) => ({
  status: 200,
  body: FAULTS.map((fault) => ({
    name: fault.name,
    group: fault.group,
    describe: fault.describe,
    expectedCheck: fault.expectedCheck,
    on: world.faults.isOn(fault),
  })),
})

/** `PUT /faults/{name}`: switches one on. */
export const switchOn: AdminHandler = (call) => switched(call, true)

/** `DELETE /faults/{name}`: switches one off; without a name, all. */
export const switchOff: AdminHandler = (call) => switched(call, false)

function switched({ world, name }: Parameters<AdminHandler>[0], isOn: boolean): ReturnType<AdminHandler> {
  try {
    if (name !== undefined) world.faults.switch(name, isOn)
    else if (!isOn) world.faults.clear()
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    return { status: 404, body: { error: error.message, hint: error.hint ?? '' } }
  }
  return { status: 200, body: { on: world.faults.active().map((fault) => fault.name) } }
}
