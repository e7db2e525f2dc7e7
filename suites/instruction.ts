import { linksResolve } from '../checks/sequences/links-resolve.ts'
import { statusTransitionIsAllowed } from '../checks/sequences/status-transition-is-allowed.ts'
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
  const { submit: operation, id: name } = INSTRUCTIONS[kind]
  const answer = await tools.api(operation, {
    path: { serialNumber: tools.device.serialNumber },
    body,
    expect: accepted(202),
    ...(key !== undefined && { key }),
  })
  const id = answer.text(`/${name}`)
  await tools.observe({
    answer,
    pointer: '/status',
    holds: answer.at('/status') === 'inProgress',
    expected: 'inProgress',
    rule: 'Payroc: a submitted instruction is in progress',
    promise: statusTransitionIsAllowed,
  })
  await tools.observe({
    answer,
    pointer: '/link/href',
    holds: leadsTo(answer, `/${kind}-instructions/${id}`),
    expected: 'a link to the instruction itself',
    rule: 'Payroc: a submitted instruction links to itself',
    promise: linksResolve,
  })
  tools.evidence(name, id)
  return { kind, id, answer }
}

/** One GET of the instruction, which the gateway holds while the status is unchanged. */
export async function poll(tools: PayrocTools, { kind, id }: Pick<Submitted, 'kind' | 'id'>): Promise<Answer> {
  const { poll: operation, id: name } = INSTRUCTIONS[kind]
  return tools.api(operation, { path: { [name]: id }, expect: accepted(200) })
}

/** Milliseconds after which a device counts as stuck, beside the hold of one poll. */
const PATIENCE = 15_000

/** Between two polls that come back at once; a client that does not wait would spin. */
const PAUSE = 200

/** Step 2 of the guide: asks again, one request after the other, until the status changes. */
export async function pollUntilFinal(tools: PayrocTools, submitted: Submitted): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  const began = tools.now()
  for (;;) {
    const answer = await poll(tools, submitted)
    answers.push(answer)
    if (answer.at('/status') !== 'inProgress') break
    if (tools.now() - began > tools.target.holdMs + PATIENCE) {
      tools.skip(`the device did not end the instruction within ${Math.round((tools.now() - began) / 1000)} s`)
    }
    if (answer.durationMs < PAUSE) await tools.sleep(PAUSE)
  }
  tools.evidence('status', answers.at(-1)?.text('/status') ?? '')
  return answers
}

/** Step 3 of the guide: the result that the completed instruction's link leads to. */
export async function followLink(tools: PayrocTools, kind: InstructionKind, completed: Answer): Promise<Answer> {
  const { result, resultId } = INSTRUCTIONS[kind]
  const id = lastSegment(completed.text('/link/href'))
  const isLinked = await tools.observe({
    answer: completed,
    pointer: '/link',
    // By what it leads to in the document, by `self` in one of the guides.
    holds:
      [kind, 'self'].includes(completed.text('/link/rel').toLowerCase()) &&
      id !== '' &&
      leadsTo(completed, `/${kind}s/${id}`),
    expected: `a link with rel ${kind} to /${kind}s/…`,
    rule: 'Payroc: a completed instruction links to its result',
    promise: linksResolve,
  })
  if (!isLinked) tools.stop('the completed instruction does not say where its result is')
  const answer = await tools.api(result, {
    path: { [resultId]: id },
    expect: { ...accepted(200), promise: linksResolve, rule: 'Payroc: a completed instruction links to its result' },
  })
  tools.evidence(resultId, id)
  return answer
}

/** Whether the link of an answer is that of a resource, whatever host and version it names. */
function leadsTo(answer: Answer, path: string): boolean {
  const [href = ''] = answer.text('/link/href').split(/[?#]/, 1)
  return decodeURIComponent(href).endsWith(path)
}

function lastSegment(href: string): string {
  return decodeURIComponent(href.split(/[?#]/, 1)[0]?.split('/').at(-1) ?? '')
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
  await tools.device.release()
}
