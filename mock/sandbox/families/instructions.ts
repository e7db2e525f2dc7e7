import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { Call, Handler, Handlers, Reply } from '../call.ts'
import { DEVICES } from '../device.ts'
import {
  cancelHasNoEffect,
  cancelOfCompletedAccepted,
  cancelOfCompletedUnseen,
  cancelRefused,
  completesAtOnce,
  completedCalledDone,
  linkMissing,
  linkToInstructionId,
  linkToOtherResult,
  pollExceedsHold,
  pollIgnoresHold,
  pollMissesChange,
  secondCancelCrashes,
  selfLinkElsewhere,
  statusGoesBackwards,
} from '../faults/instruction.ts'
import { cancelInstruction, startInstruction } from '../instruction.ts'
import { problem, refuseUnknown } from '../problem.ts'
import { INSTRUCTIONS, type InstructionKind, type InstructionRecord } from '../state/instructions.ts'

/** Payroc documents: submit answers 202 with the instruction in progress and a link to itself. */
function submit(kind: InstructionKind): Handler {
  return (call) => {
    const device = call.state.of(DEVICES).get(call.path['serialNumber'] as string)
    if (device === undefined) return refuseUnknown(call, 'device', 'serialNumber')
    const request: JsonObject = isJsonObject(call.body) ? call.body : {}
    const record = startInstruction(call, { kind, serialNumber: device.serialNumber, request })
    const path = `/${kind}-instructions${call.faults.isOn(selfLinkElsewhere) ? '' : `/${record.id}`}`
    const status = call.faults.isOn(completesAtOnce) ? 'completed' : record.status
    return { status: 202, body: { ...shown(call, record), status, link: call.links.link('self', path) } }
  }
}

/** Payroc documents: a poll of an unfinished instruction is held until it changes or the hold is over. */
function poll(kind: InstructionKind): Handler {
  return async (call) => {
    const { faults } = call
    const record = found(call, kind)
    if (record.status === 'inProgress' && !faults.isOn(pollIgnoresHold)) {
      const hold = call.options.hold * (faults.isOn(pollExceedsHold) ? 3 : 1)
      const change = faults.isOn(pollMissesChange) ? 'nothing' : record.id
      await call.changes.until(change, hold, call.signal)
    }
    const reached = found(call, kind)
    if (reached.status !== 'completed' || !faults.isOn(statusGoesBackwards)) {
      return { status: 200, body: shown(call, reached) }
    }
    call.state.of(INSTRUCTIONS[kind]).set(reached.id, { ...reached, isSeen: true })
    const { resultId: _, ...unfinished } = reached
    return {
      status: 200,
      body: shown(call, reached.isSeen === true ? { ...unfinished, status: 'inProgress' } : reached),
    }
  }
}

/** Payroc documents: only what is in progress can be canceled; else 409 with the link of the result. */
function cancel(kind: InstructionKind): Handler {
  return (call): Reply => {
    const { faults } = call
    const record = found(call, kind)
    switch (record.status) {
      case 'inProgress':
        if (faults.isOn(cancelRefused)) return cannotBeCanceled(call, record)
        if (!faults.isOn(cancelHasNoEffect)) cancelInstruction(call, record)
        return { status: 204 }
      case 'completed':
        if (faults.isOn(cancelOfCompletedUnseen)) return { status: 204 }
        if (!faults.isOn(cancelOfCompletedAccepted)) return cannotBeCanceled(call, record)
        cancelInstruction(call, record)
        return { status: 204 }
      case 'canceled':
        return faults.isOn(secondCancelCrashes) ? problem('api-error') : cannotBeCanceled(call, record)
      case 'failure':
        return cannotBeCanceled(call, record)
    }
  }
}

function cannotBeCanceled(call: Call, record: InstructionRecord): Reply {
  const { link } = shown(call, record)
  const message = `${ENDED[record.status]} instruction cannot be canceled`
  return problem('cannot-be-canceled', {
    errors: [{ parameter: `${record.kind}InstructionId`, message }],
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

function shown(call: Call, record: InstructionRecord): JsonObject {
  const { kind, id, status, resultId, errorMessage } = record
  const isRenamed = status === 'completed' && call.faults.isOn(completedCalledDone)
  const isLinked = resultId !== undefined && !call.faults.isOn(linkMissing)
  return {
    [`${kind}InstructionId`]: id,
    status: isRenamed ? 'done' : status,
    ...(errorMessage !== undefined && { errorMessage }),
    ...(isLinked && { link: call.links.link(kind, `/${kind}s/${linkedId(call, id, resultId)}`) }),
  }
}

function linkedId({ faults }: Call, instructionId: string, resultId: string): string {
  if (faults.isOn(linkToInstructionId)) return instructionId
  return faults.isOn(linkToOtherResult) ? 'NOSUCHTHNG' : resultId
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
