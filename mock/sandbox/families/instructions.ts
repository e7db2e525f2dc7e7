import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { Call, Handler, Handlers, Reply } from '../call.ts'
import { cancelOfCompletedAccepted, pollIgnoresHold } from '../faults/instruction.ts'
import { problem, refuseUnknown } from '../problem.ts'
import { DEVICES } from '../device.ts'
import { INSTRUCTIONS, type InstructionKind, type InstructionRecord } from '../state/instructions.ts'
import { cancelInstruction, startInstruction } from '../instruction.ts'

/** Payroc documents: submit answers 202 with the instruction in progress and a link to itself. */
function submit(kind: InstructionKind): Handler {
  return (call) => {
    const device = call.state.of(DEVICES).get(call.path['serialNumber'] as string)
    if (device === undefined) return refuseUnknown(call, 'device', 'serialNumber')
    const request: JsonObject = isJsonObject(call.body) ? call.body : {}
    const record = startInstruction(call, { kind, serialNumber: device.serialNumber, request })
    return {
      status: 202,
      body: { ...shown(call, record), link: call.links.link('self', `/${kind}-instructions/${record.id}`) },
    }
  }
}

/** Payroc documents: a poll of an unfinished instruction is held until it changes or the hold is over. */
function poll(kind: InstructionKind): Handler {
  return async (call) => {
    const record = found(call, kind)
    if (record.status === 'inProgress' && !call.faults.isOn(pollIgnoresHold)) {
      await call.changes.until(record.id, call.options.hold, call.signal)
    }
    return { status: 200, body: shown(call, found(call, kind)) }
  }
}

/** Payroc documents: only what is in progress can be canceled; else 409 with the link of the result. */
function cancel(kind: InstructionKind): Handler {
  return (call): Reply => {
    const record = found(call, kind)
    const isAllowed =
      record.status === 'inProgress' || (record.status === 'completed' && call.faults.isOn(cancelOfCompletedAccepted))
    if (!isAllowed) return cannotBeCanceled(call, record)
    cancelInstruction(call, record)
    return { status: 204 }
  }
}

function cannotBeCanceled(call: Call, record: InstructionRecord): Reply {
  const { link } = shown(call, record)
  return problem('cannot-be-canceled', {
    errors: [
      { parameter: `${record.kind}InstructionId`, message: `${ENDED[record.status]} instruction cannot be canceled` },
    ],
    ...(isJsonObject(link) && { link }),
  })
}

const ENDED: Readonly<Record<InstructionRecord['status'], string>> = {
  inProgress: 'Unfinished',
  completed: 'Completed',
  canceled: 'Canceled',
  failure: 'Failed',
}

function found(call: Call, kind: InstructionKind): InstructionRecord {
  const parameter = `${kind}InstructionId`
  const record = call.state.of(INSTRUCTIONS[kind]).get(call.path[parameter] as string)
  return record ?? refuseUnknown(call, `${kind} instruction`, parameter)
}

function shown(call: Call, { kind, id, status, resultId, errorMessage }: InstructionRecord): JsonObject {
  return {
    [`${kind}InstructionId`]: id,
    status,
    ...(errorMessage !== undefined && { errorMessage }),
    ...(resultId !== undefined && { link: call.links.link(kind, `/${kind}s/${resultId}`) }),
  }
}

export const handlers: Handlers = {
  sendPaymentInstruction: submit('payment'),
  getPaymentInstruction: poll('payment'),
  deletePaymentInstruction: cancel('payment'),
  sendRefundInstruction: submit('refund'),
  getRefundInstruction: poll('refund'),
  deleteRefundInstruction: cancel('refund'),
  sendSignatureInstruction: submit('signature'),
  getSignatureInstruction: poll('signature'),
  deleteSignatureInstruction: cancel('signature'),
}
