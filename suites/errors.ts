import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import { notAcceptableIsAnswered } from '../checks/not-acceptable-is-answered.ts'
import { listContainsCreated } from '../checks/sequences/list-contains-created.ts'
import { repeatedKeyReplaysResponse } from '../checks/sequences/repeated-key-replays-response.ts'
import { unsupportedMediaTypeIsRejected } from '../checks/unsupported-media-type-is-rejected.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { accepted, documented, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import type { CallRequest } from '../run/scenario/tools.ts'
import { permitted } from './creation.ts'
import { hangUp } from './hang-up.ts'
import { itemsOf, soon } from './pages.ts'
import { KEYED_CARD, paymentBody, voidLater } from './payment.ts'
import type { PayrocOperation } from './payroc-operation.ts'
import { scenario, type PayrocTools } from './payroc-scenario.ts'

const ERRORS = 'Payroc: errors'
const AMOUNT = 4999

/** What a client is told when something is wrong, and what it can rely on when it is told nothing. */
export const errorScenarios: readonly Scenario[] = [
  story({ id: 'ERR-07', title: 'A repeat after a lost answer creates nothing twice', tier: 'required' }, lostAnswers),
  story({ id: 'errors/unknown-resource', title: 'What is not there is not found', tier: 'recommended' }, unknown),
  story({ id: 'errors/parameter', title: 'A refusal names what is wrong', tier: 'recommended' }, async (tools) => {
    await tools.step('Ask for the batches of a day that is none', () =>
      namesParameter(tools, 'getbatches', { query: { date: 'yesterday' } }, 'date'),
    )
    await tools.step('Pay an amount that is no number', () => {
      const body = paymentBody(tools, AMOUNT, {}, { amount: 'a lot' })
      return namesParameter(tools, 'payment', { body }, 'amount')
    })
  }),
  story(
    { id: 'errors/media-types', title: 'What is neither sent nor accepted as JSON is refused', tier: 'recommended' },
    mediaTypes,
  ),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [ERRORS], ...options, suite: 'errors' }, body)
}

/** Milliseconds after which a client hangs up: before and after the request was likely seen. */
const HANG_UPS = [1, 40]

async function lostAnswers(tools: PayrocTools): Promise<void> {
  for (const ms of HANG_UPS) {
    const [body, key] = [paymentBody(tools, AMOUNT), tools.key()]
    await tools.step(`Pay, and hang up after ${ms} ms`, () => hangUp(tools, 'payment', { body, key }, ms))
    const paid = await tools.step('Send the same request with the same key', () => retry(tools, body, key))
    voidLater(tools, paid)
    tools.evidence(`key ${ms}`, key)
    tools.evidence(`paymentId ${ms}`, paid.text('/paymentId'))
    await tools.stateful('There is one payment of the order', () => isPaidOnce(tools, body, paid))
  }
}

/** Payroc does not document what a repeat is told while the first request is under way: 409 may say that it is. */
async function retry(tools: PayrocTools, body: JsonObject, key: string): Promise<Answer> {
  const first = await tools.api('payment', { body, key, expect: documented(201, 409) })
  if (first.status !== 409) return first
  tools.saw(`A repeat while the first request is under way is answered 409 ${first.problem ?? ''}.`)
  await tools.sleep(IN_FLIGHT)
  return tools.api('payment', { body, key, expect: { ...accepted(201), promise: repeatedKeyReplaysResponse } })
}

/** Milliseconds that a payment which is under way may take. */
const IN_FLIGHT = 3_000

async function isPaidOnce(tools: PayrocTools, body: JsonObject, paid: Answer): Promise<void> {
  const { orderId = '' } = body.order as JsonObject
  const page = await soon(
    tools,
    () =>
      tools.api('listPayments', {
        query: { processingTerminalId: tools.terminal, orderId },
        expect: accepted(200),
      }),
    (found) => itemsOf([found]).length > 0,
  )
  const isFiltered = await tools.promise(listContainsCreated, {
    created: paid.recorded,
    id: paid.text('/paymentId'),
    pages: [page.recorded],
    isWhole: true,
    shape: { items: '/data', id: '/paymentId' },
    filter: { parameter: 'orderId', member: '/order/orderId', value: orderId },
  })
  if (!isFiltered) return
  const ids = itemsOf([page]).map(({ paymentId }) => String(paymentId))
  await tools.observe({
    answer: page,
    pointer: '/data',
    holds: ids.length === 1 && ids[0] === paid.text('/paymentId'),
    expected: `the one payment ${paid.text('/paymentId')}`,
    rule: 'Payroc: idempotency',
    promise: repeatedKeyReplaysResponse,
  })
}

async function unknown(tools: PayrocTools): Promise<void> {
  const paymentId = tools.key().replaceAll('-', '').slice(0, 10).toUpperCase()
  await tools.step('Read a payment that nobody made', () => isNotFound(tools, 'getPayment', { path: { paymentId } }))
  await tools.step('Capture it', () => isNotFound(tools, 'capturePayment', { path: { paymentId }, body: {} }))
  await tools.step('Read a token that nobody made', () => {
    const path = { processingTerminalId: tools.terminal, secureTokenId: tools.reference() }
    return isNotFound(tools, 'getSecureToken', { path })
  })
}

async function isNotFound(
  tools: PayrocTools,
  operationId: PayrocOperation,
  request: Omit<CallRequest, 'expect'>,
): Promise<void> {
  const answer = await permitted(tools, operationId, {
    ...request,
    expect: { ...documented(404, 400), rule: ERRORS },
  })
  tools.evidence(operationId, answer.status)
  await tools.observe({
    answer,
    pointer: '/type',
    holds: answer.status === 404 && answer.problem === 'not-found',
    expected: '404 with the problem type not-found',
    rule: ERRORS,
    severity: 'warning',
  })
}

async function namesParameter(
  tools: PayrocTools,
  operationId: PayrocOperation,
  request: Omit<CallRequest, 'expect'>,
  name: string,
): Promise<void> {
  const answer = await permitted(tools, operationId, {
    ...request,
    expect: refused([400], invalidRequestIsRejected, { rule: ERRORS }),
  })
  if (answer.status !== 400) return
  await tools.observe({
    answer,
    pointer: '/errors',
    holds: itemsOf([answer], '/errors').length > 0 && JSON.stringify(answer.body).toLowerCase().includes(name),
    expected: `a list of errors that names ${name}`,
    rule: `${ERRORS}, bad-request`,
  })
}

/** HTTP lets a server answer in a type that was not asked for (RFC 9110 §12.5.1), so that this is a warning. */
async function mediaTypes(tools: PayrocTools): Promise<void> {
  await tools.stateful('Ask for payments as a picture', async () => {
    const answer = await permitted(tools, 'listPayments', {
      query: { processingTerminalId: tools.terminal },
      header: { Accept: 'image/png' },
      expect: whatever(406),
    })
    tools.saw(`A type that is not served is answered ${answer.status}.`)
    await tools.observe({
      answer,
      pointer: '',
      holds: answer.status >= 300,
      expected: '406, as is documented',
      rule: ERRORS,
      promise: notAcceptableIsAnswered,
    })
  })
  await tools.step('Keep a card that is sent as plain text', async () => {
    const answer = await permitted(tools, 'createSecureToken', {
      path: { processingTerminalId: tools.terminal },
      body: { secureTokenId: tools.reference(), source: KEYED_CARD },
      mediaType: 'text/plain',
      expect: refused([415, 400], unsupportedMediaTypeIsRejected, { rule: ERRORS }),
    })
    tools.saw(`A type that is not taken is answered ${answer.status}.`)
  })
}
