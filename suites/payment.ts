import { createdResourceIsReadable } from '../checks/sequences/created-resource-is-readable.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { pagesAreDisjointAndComplete } from '../checks/sequences/pages-are-disjoint-and-complete.ts'
import { wrongStateIsConflict } from '../checks/sequences/wrong-state-is-conflict.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Severity } from '../core/finding.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, whatever } from '../run/scenario/expectation.ts'
import type { CallRequest } from '../run/scenario/tools.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import type { PayrocTools } from './payroc-scenario.ts'

/** A test card of Payroc's that is keyed in (test your integration, online payments). */
export const KEYED_CARD: JsonObject & { readonly cardDetails: JsonObject } = {
  type: 'card',
  cardDetails: {
    entryMethod: 'keyed',
    cardholderName: 'Sarah Hopper',
    keyedData: { dataFormat: 'plainText', cardNumber: '4539858876047062', expiryDate: '1230', cvv: '234' },
  },
}

/** A card payment of so much, with a new reference; what a scenario adds to it and to its order. */
export function paymentBody(
  tools: Pick<PayrocTools, 'terminal' | 'reference'>,
  amount: number,
  more: JsonObject = {},
  moreOfOrder: JsonObject = {},
): JsonObject {
  return {
    channel: 'web',
    processingTerminalId: tools.terminal,
    order: { orderId: tools.reference(), amount, currency: 'USD', description: 'Conformance', ...moreOfOrder },
    paymentMethod: KEYED_CARD,
    ...more,
  }
}

/** Makes a pre-authorization of a payment (Payroc: `autoCapture` false). */
export const PRE_AUTHORIZATION = { autoCapture: false, processAsSale: false } as const

/** Pays; 201 whatever the processor says of it. */
export async function pay(tools: PayrocTools, body: JsonObject, key?: string): Promise<Answer> {
  const answer = await tools.api('payment', { body, expect: accepted(201), ...(key !== undefined && { key }) })
  tools.evidence('paymentId', answer.text('/paymentId'))
  return answer
}

/** Reads what was paid: it is there, and it is what was asked for. */
export async function readPayment(tools: PayrocTools, made: Answer): Promise<Answer> {
  const paymentId = made.text('/paymentId')
  const read = await tools.api('getPayment', { path: { paymentId }, expect: accepted(200) })
  await tools.promise(createdResourceIsReadable, {
    created: made.recorded,
    read: read.recorded,
    identity: { value: paymentId, at: '/paymentId' },
  })
  return read
}

/** Looks for a payment by the reference that only it has. */
export async function findPayment(tools: PayrocTools, made: Answer): Promise<void> {
  const orderId = made.text('/order/orderId')
  const page = await tools.api('listPayments', {
    query: { processingTerminalId: tools.terminal, orderId },
    expect: accepted(200),
  })
  const isListed = await tools.promise(listContainsCreated, {
    created: made.recorded,
    id: made.text('/paymentId'),
    pages: [page.recorded],
    isWhole: true,
    shape: { items: '/data', id: '/paymentId' },
    filter: { parameter: 'orderId', member: '/order/orderId', value: orderId },
  })
  if (!isListed) return
  await tools.observe({
    answer: page,
    pointer: '/hasMore',
    holds: page.at('/hasMore') !== true,
    expected: 'false, as only one payment has the reference',
    rule: 'Payroc: pagination',
    promise: pagesAreDisjointAndComplete,
  })
}

/** Judges one member of an answer by the value that is documented for it. */
export async function shows(
  tools: PayrocTools,
  answer: Answer,
  pointer: string,
  values: string | number | readonly [string, ...string[]],
  rule: string,
  severity?: Severity,
): Promise<boolean> {
  const expected: readonly Json[] = Array.isArray(values) ? values : [values]
  const found = answer.at(pointer)
  return tools.observe({
    answer,
    pointer,
    holds: expected.some((value) => value === found),
    expected: expected.map((value) => JSON.stringify(value)).join(' or '),
    rule,
    ...(severity !== undefined && { severity }),
  })
}

/** Asks for what the state of a resource forbids: any refusal is right, since Payroc documents no status for it. */
export async function refusedByState(
  tools: PayrocTools,
  operation: PayrocOperation,
  request: Omit<CallRequest, 'expect'>,
  { cause, state }: { readonly cause?: Answer; readonly state: string },
): Promise<Answer> {
  const attempt = await tools.api(operation, { ...request, expect: whatever() })
  const isRefused = await tools.promise(wrongStateIsConflict, {
    ...(cause !== undefined && { cause: cause.recorded }),
    attempt: attempt.recorded,
    state,
  })
  if (isRefused) tools.saw(`${operation} in the wrong state is answered ${attempt.status} ${attempt.problem ?? ''}.`)
  return attempt
}

/** Whether a payment or refund left the open batch as soon as it was made, as gateways do that settle at once. */
export function isSettled(made: Answer): boolean {
  return made.at('/transactionResult/status') === 'complete'
}

/** Leaves a scenario of the open batch where the target keeps none. */
export function needsOpenBatch(tools: PayrocTools, made: Answer): void {
  if (isSettled(made)) tools.skip('the target settles at once')
}

/** What is approved is approved whole: a part has a code of its own. */
export async function isApprovedWhole(tools: PayrocTools, payment: Answer): Promise<void> {
  const [amount, authorized] = [payment.at('/order/amount'), payment.at('/transactionResult/authorizedAmount')]
  await tools.observe({
    answer: payment,
    pointer: '/transactionResult/authorizedAmount',
    holds: authorized === undefined || authorized === amount,
    expected: `the ${JSON.stringify(amount)} of the order`,
    rule: 'Payroc: an approval is for the whole amount, a partial one has the code P',
  })
}

/** Closes the open batch, which only a simulator does at a client's wish. */
export async function closeBatch(tools: PayrocTools): Promise<void> {
  await tools.arrange({ title: 'the open batch close', what: 'batch' })
}

/** Takes a payment back at the end, if it can be taken back. */
export function voidLater(tools: PayrocTools, paid: Answer): void {
  tools.cleanUp('Void it', async () => {
    if (!tools.target.stateful) return
    await tools.api('reversePayment', { path: { paymentId: paid.text('/paymentId') }, body: {}, expect: whatever(200) })
  })
}
