import { failedCreateHasNoEffect } from '../checks/sequences/failed-create-has-no-effect.ts'
import { repeatedKeyReplaysResponse } from '../checks/sequences/repeated-key-replays-response.ts'
import { reusedKeyWithOtherBodyConflicts } from '../checks/sequences/reused-key-with-other-body-conflicts.ts'
import { invalidRequestIsRejected } from '../checks/invalid-request-is-rejected.ts'
import { malformedIdempotencyKeyIsRejected } from '../checks/malformed-idempotency-key-is-rejected.ts'
import { missingIdempotencyKeyIsRejected } from '../checks/missing-idempotency-key-is-rejected.ts'
import type { JsonObject } from '../core/json.ts'
import type { Answer } from '../run/scenario/answer.ts'
import { NO_KEY } from '../run/scenario/call-draft.ts'
import { accepted, refused, whatever } from '../run/scenario/expectation.ts'
import type { Scenario, ScenarioOptions } from '../run/scenario/scenario.ts'
import { IDEMPOTENCY, keepsKeys } from './idempotency-rules.ts'
import { instructionBody, pollUntilFinal, submit } from './instruction.ts'
import { KEYED_BOARDING } from './keyed-boarding.ts'
import { KEYED_MONEY } from './keyed-money.ts'
import type { KeyedOperation } from './keyed-operation.ts'
import { KEYED_RECORDS } from './keyed-records.ts'
import { pay, paymentBody, voidLater } from './payment.ts'
import { DEVICE_LANE, scenario, type PayrocTools } from './payroc-scenario.ts'

/** Every operation that declares an Idempotency-Key. */
export const KEYED: readonly KeyedOperation[] = [...KEYED_MONEY, ...KEYED_RECORDS, ...KEYED_BOARDING]

const AMOUNT = 4999

/** Repeated requests: what Payroc's certification asks for, and then every operation that takes a key. */
export const idempotencyScenarios: readonly Scenario[] = [
  story(
    {
      id: 'CP-06',
      title: 'A key that is used for another instruction conflicts',
      tier: 'recommended',
      lane: DEVICE_LANE,
    },
    changedInstruction,
  ),
  story(
    { id: 'CNP-20', title: 'A payment is sent again after a lost answer, and looked for', tier: 'required' },
    retryAndLookUp,
  ),
  story(
    { id: 'CNP-21', title: 'A payment without a key, or with a wrong value, is refused', tier: 'recommended' },
    refusals,
  ),
  story({ id: 'ERR-02', title: 'A missing Idempotency-Key is refused', tier: 'recommended' }, async (tools) => {
    await withoutKey(tools)
  }),
  story(
    { id: 'ERR-03', title: 'A key that is used for something else conflicts', tier: 'required' },
    conflictAndLookUp,
  ),
  story(
    { id: 'idempotency/version', title: 'A key that is no UUID of version 4 is refused', tier: 'recommended' },
    otherVersion,
  ),
  story(
    { id: 'idempotency/expiry', title: 'A key can be used again after seven days', tier: 'recommended', alone: true },
    expires,
  ),
  ...KEYED.map((keyed) => {
    const { operationId, lane, alone, feature } = keyed
    return story(
      {
        id: `idempotency/${operationId}`,
        title: `The keys of ${operationId} hold`,
        tier: feature === undefined ? 'recommended' : 'conditional',
        ...(lane !== undefined && { lane }),
        ...(alone !== undefined && { alone }),
        ...(feature !== undefined && { feature }),
      },
      (tools) => keepsKeys(tools, keyed),
    )
  }),
]

function story(options: Omit<ScenarioOptions, 'suite'>, body: (tools: PayrocTools) => Promise<void>): Scenario {
  return scenario({ requirements: [IDEMPOTENCY], ...options, suite: 'idempotency' }, body)
}

async function changedInstruction(tools: PayrocTools): Promise<void> {
  await tools.device.will('complete')
  const key = tools.key()
  const first = await tools.step('Submit a payment instruction', () =>
    submit(tools, 'payment', instructionBody(tools, 'payment', AMOUNT), key),
  )
  await tools.step('Let the device finish', () => pollUntilFinal(tools, first))
  await tools.stateful('Submit another amount with its key', async () => {
    const reused = await tools.api('sendPaymentInstruction', {
      path: { serialNumber: tools.device.serialNumber },
      body: instructionBody(tools, 'payment', AMOUNT + 100),
      key,
      expect: whatever(409),
    })
    await isInUse(tools, first.answer, reused)
  })
  await tools.step('Submit it with a new key', async () => {
    const fresh = await submit(tools, 'payment', instructionBody(tools, 'payment', AMOUNT + 100))
    await pollUntilFinal(tools, fresh)
  })
}

/** 409 and its problem; where the contract lists the problem under 400, that is as documented. */
async function isInUse(tools: PayrocTools, first: Answer, reused: Answer): Promise<void> {
  const isKept = await tools.promise(reusedKeyWithOtherBodyConflicts, {
    first: first.recorded,
    reused: reused.recorded,
  })
  if (!isKept) tools.stop('the key was taken for another body')
  tools.evidence('conflict', reused.status)
  tools.saw(`A key in use is answered with HTTP ${reused.status}.`)
  await tools.observe({
    answer: reused,
    pointer: '/type',
    holds: reused.problem === 'idempotency-key-in-use',
    expected: 'the problem type idempotency-key-in-use',
    rule: IDEMPOTENCY,
    promise: reusedKeyWithOtherBodyConflicts,
    severity: 'warning',
  })
}

async function retryAndLookUp(tools: PayrocTools): Promise<void> {
  const [body, key] = [paymentBody(tools, AMOUNT), tools.key()]
  const first = await tools.step('Pay', () => pay(tools, body, key))
  voidLater(tools, first)
  await tools.stateful('Send the same request again', async () => {
    const repeated = await tools.api('payment', { body, key, expect: whatever(201) })
    const page = await paymentsOf(tools, body)
    const isReplayed = await tools.promise(repeatedKeyReplaysResponse, {
      first: first.recorded,
      repeated: repeated.recorded,
      id: '/paymentId',
      isReplayPromised: true,
    })
    if (isReplayed) await oneIsListed(tools, page, first)
  })
}

async function oneIsListed(tools: PayrocTools, page: Answer, paid: Answer): Promise<void> {
  const data = page.at('/data')
  await tools.observe({
    answer: page,
    pointer: '/data',
    holds: Array.isArray(data) && data.length === 1 && page.text('/data/0/paymentId') === paid.text('/paymentId'),
    expected: 'the one payment of the order',
    rule: IDEMPOTENCY,
    promise: repeatedKeyReplaysResponse,
  })
}

async function conflictAndLookUp(tools: PayrocTools): Promise<void> {
  const [body, other, key] = [paymentBody(tools, AMOUNT), paymentBody(tools, AMOUNT + 100), tools.key()]
  const first = await tools.step('Pay', () => pay(tools, body, key))
  voidLater(tools, first)
  await tools.stateful('Pay something else with its key', async () => {
    const before = await paymentsOf(tools, other)
    const reused = await tools.api('payment', { body: other, key, expect: whatever(409) })
    await isInUse(tools, first, reused)
    await tools.promise(failedCreateHasNoEffect, {
      refused: reused.recorded,
      before: [before.recorded],
      after: [(await paymentsOf(tools, other)).recorded],
      trace: { member: 'orderId', value: orderIdOf(other) },
    })
  })
  await tools.stateful('Find out that the first payment was made', async () => {
    const read = await tools.api('getPayment', { path: { paymentId: first.text('/paymentId') }, expect: accepted(200) })
    tools.evidence('status', read.text('/transactionResult/status'))
  })
}

async function refusals(tools: PayrocTools): Promise<void> {
  await withoutKey(tools)
  await tools.step('Send a channel that does not exist', async () => {
    const answer = await tools.api('payment', {
      body: { ...paymentBody(tools, AMOUNT), channel: 'pigeon' },
      expect: refused([400], invalidRequestIsRejected, { rule: 'Payroc: errors, bad-request' }),
    })
    const errors = answer.at('/errors')
    await tools.observe({
      answer,
      pointer: '/errors',
      holds: Array.isArray(errors) && errors.length > 0,
      expected: 'what is wrong, in a list of errors',
      rule: 'Payroc: errors, bad-request',
    })
  })
}

async function withoutKey(tools: PayrocTools): Promise<void> {
  await tools.step('Pay without a key', async () => {
    const answer = await tools.api('payment', {
      body: paymentBody(tools, AMOUNT),
      key: NO_KEY,
      expect: refused([400], missingIdempotencyKeyIsRejected, { rule: IDEMPOTENCY }),
    })
    await tools.observe({
      answer,
      pointer: '/type',
      holds: answer.problem === 'idempotency-key-missing',
      expected: 'the problem type idempotency-key-missing',
      rule: IDEMPOTENCY,
      promise: missingIdempotencyKeyIsRejected,
    })
  })
}

/** The contract's schema asks for a UUID, its words for version 4. */
async function otherVersion(tools: PayrocTools): Promise<void> {
  await tools.step('Pay with a UUID of version 1', async () => {
    const answer = await tools.api('payment', {
      body: paymentBody(tools, AMOUNT),
      key: 'c232ab00-9414-11ec-b3c8-9f6bdeced846',
      expect: whatever(400),
    })
    tools.saw(`A key of another version is answered ${answer.status}.`)
    if (answer.status < 300) voidLater(tools, answer)
    await tools.observe({
      answer,
      pointer: '',
      holds: answer.status === 400,
      expected: '400, as the description of the header asks for version 4',
      rule: IDEMPOTENCY,
      promise: malformedIdempotencyKeyIsRejected,
      severity: 'warning',
    })
  })
}

async function expires(tools: PayrocTools): Promise<void> {
  const [body, key] = [paymentBody(tools, AMOUNT), tools.key()]
  const first = await tools.step('Pay', () => pay(tools, body, key))
  voidLater(tools, first)
  await tools.step('Let eight days pass', () =>
    tools.arrange({ title: 'eight days pass', what: 'clock', details: { days: 8 } }),
  )
  await tools.stateful('Send the same request with the same key', async () => {
    const later = await tools.api('payment', { body, key, expect: whatever(201) })
    if (later.status < 300) voidLater(tools, later)
    await tools.observe({
      answer: later,
      pointer: later.status < 300 ? '/paymentId' : '/type',
      holds: later.status < 300 && later.text('/paymentId') !== first.text('/paymentId'),
      expected: 'another payment: a key is kept for seven days',
      rule: IDEMPOTENCY,
      promise: repeatedKeyReplaysResponse,
    })
  })
}

function orderIdOf({ order }: JsonObject): string {
  return String((order as JsonObject).orderId)
}

async function paymentsOf(tools: PayrocTools, body: JsonObject): Promise<Answer> {
  return tools.api('listPayments', {
    query: { processingTerminalId: tools.terminal, orderId: orderIdOf(body) },
    expect: accepted(200),
  })
}
