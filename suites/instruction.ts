import type { Json } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** The three kinds of instruction, and what each leads to (Payroc Cloud: payment, refund, signature instructions). */
export const INSTRUCTIONS = {
  payment: {
    submit: 'sendPaymentInstruction',
    poll: 'getPaymentInstruction',
    cancel: 'deletePaymentInstruction',
    id: 'paymentInstructionId',
    result: 'getPayment',
    resultId: 'paymentId',
  },
  refund: {
    submit: 'sendRefundInstruction',
    poll: 'getRefundInstruction',
    cancel: 'deleteRefundInstruction',
    id: 'refundInstructionId',
    result: 'getRefund',
    resultId: 'refundId',
  },
  signature: {
    submit: 'sendSignatureInstruction',
    poll: 'getSignatureInstruction',
    cancel: 'deleteSignatureInstruction',
    id: 'signatureInstructionId',
    result: 'retrieveSignature',
    resultId: 'signatureId',
  },
} as const

export type InstructionKind = keyof typeof INSTRUCTIONS

/** An instruction that a device was given. */
export interface Submitted {
  readonly kind: InstructionKind
  readonly id: string
  readonly answer: Answer
}

/** The body of an instruction: what is required, with a new reference, and what the scenario adds to it and to its order. */
export function instructionBody(
  tools: Pick<PayrocTools, 'terminal' | 'reference'>,
  kind: InstructionKind,
  amount: number,
  more: Readonly<Record<string, Json>> = {},
  moreOfOrder: Readonly<Record<string, Json>> = {},
): Json {
  const order = { orderId: tools.reference(), amount, currency: 'USD', ...moreOfOrder }
  switch (kind) {
    case 'payment':
      return { processingTerminalId: tools.terminal, order, ...more }
    case 'refund':
      return {
        processingTerminalId: tools.terminal,
        order: { ...order, description: 'Refund for returned goods' },
        ...more,
      }
    case 'signature':
      return { processingTerminalId: tools.terminal, ...more }
  }
}

/** Step 1 of the guide: submits an instruction; 202 with its id and the status inProgress. */
export async function submit(tools: PayrocTools, kind: InstructionKind, body: Json, key?: string): Promise<Submitted> {
  const { submit: operation, id } = INSTRUCTIONS[kind]
  const answer = await tools.api(operation, {
    path: { serialNumber: tools.device.serialNumber },
    body,
    expect: accepted(202),
    ...(key !== undefined && { key }),
  })
  await tools.observe({
    answer,
    pointer: '/status',
    holds: answer.at('/status') === 'inProgress',
    expected: 'inProgress',
    rule: 'Payroc: a submitted instruction is in progress',
  })
  tools.evidence(id, answer.text(`/${id}`))
  return { kind, id: answer.text(`/${id}`), answer }
}

/** One GET of the instruction, which the gateway holds while the status is unchanged. */
export async function poll(tools: PayrocTools, { kind, id }: Pick<Submitted, 'kind' | 'id'>): Promise<Answer> {
  const { poll: operation, id: name } = INSTRUCTIONS[kind]
  return tools.api(operation, { path: { [name]: id }, expect: accepted(200) })
}

/** How often an instruction is asked for before its device counts as stuck. */
const MOST_POLLS = 20

/** Step 2 of the guide: asks again, one request after the other, until the status changes. */
export async function pollUntilFinal(tools: PayrocTools, submitted: Submitted): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  while (answers.length < MOST_POLLS) {
    const answer = await poll(tools, submitted)
    answers.push(answer)
    if (answer.at('/status') !== 'inProgress') break
  }
  const last = answers.at(-1)
  if (last !== undefined) tools.evidence('status', last.text('/status'))
  return answers
}

/** Step 3 of the guide: the result that the completed instruction's link leads to. */
export async function followLink(tools: PayrocTools, kind: InstructionKind, completed: Answer): Promise<Answer> {
  const { result, resultId } = INSTRUCTIONS[kind]
  const href = completed.text('/link/href')
  const id = decodeURIComponent(href.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '')
  await tools.observe({
    answer: completed,
    pointer: '/link/rel',
    holds: completed.text('/link/rel').toLowerCase() === kind && id !== '',
    expected: `a link with rel ${kind}`,
    rule: 'Payroc: a completed instruction links to its result',
  })
  const answer = await tools.api(result, { path: { [resultId]: id }, expect: accepted(200) })
  tools.evidence(resultId, id)
  return answer
}

/** Asks to cancel an instruction; what comes of it is for the scenario to judge. */
export async function cancel(tools: PayrocTools, { kind, id }: Pick<Submitted, 'kind' | 'id'>): Promise<Answer> {
  const { cancel: operation, id: name } = INSTRUCTIONS[kind]
  return tools.api(operation, { path: { [name]: id }, expect: whatever(204) })
}

/** Leaves nothing behind that a device would carry out, and the device as it was. */
export async function cancelQuietly(tools: PayrocTools, submitted: Submitted): Promise<void> {
  if (!tools.target.stateful) return
  await cancel(tools, submitted)
  await tools.device.will('complete')
}
