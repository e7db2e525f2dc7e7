import { randomUUID } from 'node:crypto'
import type { RequestDraft } from '../../core/case.ts'
import { isJsonObject, type Json } from '../../core/json.ts'
import { answerFrom, type Answer } from '../scenario/answer.ts'
import { sendUnrecorded, type SendParts } from '../send-case.ts'
import { broken, type Diagnosis, ok, skipped } from './diagnosis.ts'

/** How terminal and device of an API are asked whether they are there. */
export interface Readiness {
  /** An operation that reads a terminal, and the parameter of its path. */
  readonly terminal: { readonly operationId: string; readonly parameter: string }
  /** The most harmless instruction to a device, and how it is taken back. */
  readonly device: {
    readonly submit: string
    readonly parameter: string
    readonly body: (terminal: string) => Json
    readonly cancel: string
    /** Member of the answer and parameter of the path of `cancel`. */
    readonly id: string
  }
}

/** Whether the terminal exists. */
export async function terminalOf(send: SendParts, { terminal }: Readiness, id: string): Promise<Diagnosis> {
  const answer = await call(send, terminal.operationId, { path: { [terminal.parameter]: id } })
  if (typeof answer === 'string') return skipped('terminal', answer)
  if (answer.status === 200) return ok('terminal', `${id} exists`)
  return refusal('terminal', answer.status, `the terminal ${id}`, 'PAYROC_TERMINAL_ID')
}

/** Whether the device takes an instruction; it is canceled at once. */
export async function deviceAnswers(
  send: SendParts,
  { device }: Readiness,
  ids: { readonly terminal: string; readonly serialNumber: string },
): Promise<Diagnosis> {
  const { serialNumber, terminal } = ids
  const path = { [device.parameter]: serialNumber }
  const answer = await call(send, device.submit, { path, body: device.body(terminal) })
  if (typeof answer === 'string') return skipped('device', answer)
  if (answer.status !== 202 && answer.status !== 201) {
    return refusal('device', answer.status, `the device ${serialNumber}`, 'PAYROC_DEVICE_SERIAL')
  }
  const id = isJsonObject(answer.body) ? answer.body[device.id] : undefined
  const canceled = id === undefined ? undefined : await call(send, device.cancel, { path: { [device.id]: id } })
  const says = `${serialNumber} took an instruction`
  return typeof canceled === 'object' && canceled.status < 300
    ? ok('device', `${says}, and it was canceled`)
    : {
        kind: 'note',
        check: 'device',
        says: `${says} that could not be canceled`,
        remedy: 'Press cancel on the device.',
      }
}

function refusal(check: string, status: number, what: string, variable: string): Diagnosis {
  if ([400, 404, 422].includes(status)) {
    return broken(check, 2, `${what} is not known there (${status})`, `Set ${variable} to one of this environment.`)
  }
  if (status === 401) {
    return broken(
      check,
      3,
      `${what} could not be asked for: the token was refused (401)`,
      'Has it expired, or is it one of another environment? Set CONFORMANCE_BEARER to a new one, or PAYROC_API_KEY instead.',
    )
  }
  if (status === 403) {
    return broken(check, 3, `${what} could not be asked for (${status})`, 'Ask for a key that has the scopes for it.')
  }
  return broken(
    check,
    3,
    `${what} could not be asked for (${status})`,
    'Try again later, or ask for help with this status.',
  )
}

/** The answer of an operation, or why there is none. */
async function call(
  send: SendParts,
  operationId: string,
  { path, body }: { readonly path: RequestDraft['path']; readonly body?: Json },
): Promise<(Pick<Answer, 'status'> & { readonly body: Json | undefined }) | string> {
  const operation = send.contract.operations.find((one) => one.operationId === operationId)
  if (operation === undefined) return `the contract has no operation ${operationId}`
  const takesKey = operation.parameters.some(({ name }) => name.toLowerCase() === 'idempotency-key')
  const recorded = await sendUnrecorded(send, operation, {
    operationId,
    path,
    query: {},
    header: takesKey ? { 'Idempotency-Key': randomUUID() } : {},
    cookie: {},
    ...(body !== undefined && { body: { kind: 'value', mediaType: 'application/json', value: body } }),
  })
  const last = recorded.at(-1)
  const answer = last === undefined ? undefined : answerFrom(operation, last)
  if (answer === undefined) return `${operationId} was not answered`
  return { status: answer.status, body: parsed(last?.body) }
}

function parsed(text: string | undefined): Json | undefined {
  try {
    return JSON.parse(text ?? '') as Json
  } catch {
    return undefined
  }
}
