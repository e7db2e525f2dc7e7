import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { FAULTS } from '../../../../mock/sandbox/faults/all.ts'
import { CHECKS } from '../../../../checks/all.ts'
import { sequenceChecks } from '../../../../checks/sequences/all.ts'
import { type Answer, type AskOptions, openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

const SALE = { processingTerminalId: '1021', order: { orderId: 'A1', currency: 'USD', amount: 1000 } }
const OTHER = { ...SALE, order: { ...SALE.order, amount: 2000 } }
const DEVICE = '/devices/1850010868'
const SUBMIT = `${DEVICE}/payment-instructions`
const PAYMENT = '/payments/M2MJOG6O2Y'
const SESSION = { libVersion: '1.1.0.123456', scenario: 'payment' }
const UNKNOWN = '/payments/XXXXXXXXXX'

const HOLD_MINUTES = 10

/** What the tests ask, and what of the answers they compare. */
type Probe = (tools: Tools) => Promise<Json | undefined>

interface Tools {
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>
  bare(method: string, path: string): Promise<Response>
  device(behaviour: string): Promise<void>
}

const status: (method: string, path: string, options?: AskOptions) => Probe =
  (method, path, options) =>
  async ({ ask }) =>
    (await ask(method, path, options)).status

const member: (path: string, name: string) => Probe =
  (path, name) =>
  async ({ ask }) =>
    (await ask('GET', path)).json[name] ?? 'absent'

const itemsOf: (path: string) => Probe =
  (path) =>
  async ({ ask }) =>
    ((await ask('GET', path)).json['data'] as readonly Json[]).length

const mediaType: (path: string) => Probe =
  (path) =>
  async ({ ask }) =>
    (await ask('GET', path)).headers.get('content-type') ?? 'absent'

const refused: (body: Json) => Probe = (body) => status('POST', SUBMIT, { body })

const instruction = async ({ ask }: Tools): Promise<string> => {
  const { json } = await ask('POST', SUBMIT, { body: SALE })
  return `/payment-instructions/${String(json['paymentInstructionId'])}`
}

const twice =
  (second: Json, secondPath: string, compare: (first: Answer, again: Answer) => Json): Probe =>
  async ({ ask }) => {
    const key = randomUUID()
    const first = await ask('POST', SUBMIT, { body: SALE, key })
    return compare(first, await ask('POST', secondPath, { body: second, key }))
  }

const idOf = ({ json }: Answer): Json => json['paymentInstructionId'] ?? null
const isReplayed = (first: Answer, again: Answer): Json => idOf(first) === idOf(again)
const link = (answer: Answer): JsonObject => (answer.json['link'] ?? {}) as JsonObject

const completed = async (tools: Tools): Promise<Answer> => tools.ask('GET', await instruction(tools))
const canceled = async (tools: Tools): Promise<string> => {
  await tools.device('wait')
  const path = await instruction(tools)
  await tools.ask('DELETE', path)
  return path
}
/** Each fault with what shows it, and what that is without and with it. */
const ROWS: readonly (readonly [fault: string, probe: Probe, without: Json, withIt: Json])[] = [
  ['problem-without-title', member(UNKNOWN, 'title'), 'Not found', 'absent'],
  ['problem-status-differs', member(UNKNOWN, 'status'), 404, 500],
  ['problem-type-is-a-number', member(UNKNOWN, 'type'), 'https://docs.payroc.com/api/errors#not-found', 1404],
  ['problem-as-plain-json', mediaType(UNKNOWN), 'application/problem+json', 'application/json'],
  ['problem-as-html', mediaType(UNKNOWN), 'application/problem+json', 'text/html; charset=utf-8'],
  ['refusal-answered-200', status('GET', UNKNOWN), 404, 200],
  ['bad-request-answered-422', status('GET', '/payments?limit=many'), 400, 422],
  ['not-found-crashes', status('GET', UNKNOWN), 404, 500],
  ['success-as-text', mediaType(PAYMENT), 'application/json', 'text/plain'],
  [
    'created-answered-200',
    status('POST', '/processing-terminals/1234001/hosted-fields-sessions', { body: SESSION }),
    201,
    200,
  ],
  ['body-cut-short', async ({ ask }) => typeof (await ask('GET', PAYMENT)).body, 'object', 'string'],
  ['body-encoded-twice', async ({ ask }) => typeof (await ask('GET', PAYMENT)).body, 'object', 'string'],
  ['body-left-out', async ({ ask }) => (await ask('GET', PAYMENT)).body === undefined, false, true],
  [
    'member-twice',
    async ({ bare }) => (await (await bare('GET', PAYMENT)).text()).split('"paymentId"').length - 1,
    1,
    2,
  ],
  [
    'compressed-in-name-only',
    async ({ bare }) => (await bare('GET', PAYMENT)).headers.get('content-encoding') ?? 'absent',
    'absent',
    'gzip',
  ],
  ['undocumented-member', member(PAYMENT, '_rowVersion'), 'absent', 7],
  ['location-missing', async (tools) => (await created(tools)) !== undefined, true, false],
  ['location-leads-nowhere', async (tools) => (await created(tools))?.endsWith('/new') ?? false, false, true],
  [
    'links-to-inside',
    async (tools) => String(link(await completed(tools))['href']).startsWith('http://payments svc:8080/v1/'),
    false,
    true,
  ],
  ['links-are-relative', async (tools) => /^https?:/.test(String(link(await completed(tools))['href'])), true, false],
  [
    'report-link-elsewhere',
    async ({ ask }) => JSON.stringify((await ask('GET', '/batches/65')).json['links']).includes('batchId=65'),
    true,
    false,
  ],
  ['report-filter-ignored', itemsOf('/transactions?batchId=65'), 4, 10],
  ['report-date-not-needed', status('GET', '/transactions'), 400, 200],
  ['missing-member-accepted', refused({ ...SALE, order: { orderId: 'A1', currency: 'USD' } }), 400, 202],
  ['wrong-type-accepted', refused({ ...SALE, operator: 7 }), 400, 202],
  ['length-unchecked', refused({ ...SALE, operator: 'x'.repeat(51) }), 400, 202],
  ['range-unchecked', status('GET', '/payments?limit=101'), 400, 200],
  ['pattern-unchecked', status('GET', '/payments?first6=12'), 400, 200],
  ['enumeration-unchecked', refused({ ...SALE, order: { ...SALE.order, currency: 'EURO' } }), 400, 202],
  ['format-unchecked', status('GET', '/payments?dateFrom=yesterday'), 400, 200],
  [
    'item-count-unchecked',
    status('POST', '/funding-instructions', { body: { merchants: [{ merchantId: '4525644354', recipients: [] }] } }),
    400,
    201,
  ],
  ['media-type-unchecked', status('POST', SUBMIT, { body: SALE, headers: { 'content-type': 'text/plain' } }), 415, 202],
  ['accept-ignored', status('GET', PAYMENT, { headers: { accept: 'text/html' } }), 406, 200],
  ['malformed-body-crashes', status('POST', SUBMIT, { raw: '{' }), 400, 500],
  ['unknown-method-accepted', status('PUT', '/payments'), 405, 200],
  ['token-not-required', status('GET', PAYMENT, { headers: { authorization: undefined } }), 401, 200],
  ['any-token-accepted', status('GET', PAYMENT, { headers: { authorization: 'Bearer 0123' } }), 401, 200],
  ['refused-token-crashes', status('GET', PAYMENT, { headers: { authorization: undefined } }), 401, 500],
  ['key-not-required', status('POST', SUBMIT, { body: SALE, key: null }), 400, 202],
  ['malformed-key-accepted', status('POST', SUBMIT, { body: SALE, key: 'order-1' }), 400, 202],
  ['key-ignored', twice(SALE, SUBMIT, isReplayed), true, false],
  ['replay-has-new-id', twice(SALE, SUBMIT, isReplayed), true, false],
  ['replay-has-other-status', twice(SALE, SUBMIT, (_first, again) => again.status), 202, 200],
  ['repeat-conflicts', twice(SALE, SUBMIT, (_first, again) => again.status), 202, 409],
  ['other-body-replayed', twice(OTHER, SUBMIT, isReplayed), false, true],
  ['other-body-carried-out', twice(OTHER, SUBMIT, (_first, again) => again.status), 409, 202],
  ['key-per-resource', twice(SALE, `${DEVICE}/signature-instructions`, (_first, again) => again.status), 409, 202],
  ['key-by-body-alone', twice(SALE, `${DEVICE}/signature-instructions`, isReplayed), false, true],
  [
    'race-lets-two-through',
    async ({ ask }) => {
      const key = randomUUID()
      const send = () => ask('POST', SUBMIT, { body: SALE, key })
      return (await Promise.all([send(), send(), send(), send()])).every(
        (answer, _, [first]) => idOf(answer) === idOf(first as Answer),
      )
    },
    true,
    false,
  ],
  [
    'cancel-of-completed-accepted',
    async (tools) => {
      const path = await instruction(tools)
      await tools.ask('GET', path)
      return (await tools.ask('DELETE', path)).status
    },
    409,
    204,
  ],
  [
    'cancel-of-completed-unseen',
    async (tools) => {
      const path = await instruction(tools)
      await tools.ask('GET', path)
      return [(await tools.ask('DELETE', path)).status, (await tools.ask('GET', path)).json['status'] ?? null]
    },
    [409, 'completed'],
    [204, 'completed'],
  ],
  ['second-cancel-crashes', async (tools) => (await tools.ask('DELETE', await canceled(tools))).status, 409, 500],
  [
    'cancel-has-no-effect',
    async (tools) => (await tools.ask('GET', await canceled(tools))).json['status'] ?? null,
    'canceled',
    'inProgress',
  ],
  [
    'cancel-refused',
    async (tools) => {
      await tools.device('wait')
      return (await tools.ask('DELETE', await instruction(tools))).status
    },
    204,
    409,
  ],
  [
    'status-goes-backwards',
    async (tools) => {
      const path = await instruction(tools)
      await tools.ask('GET', path)
      return (await tools.ask('GET', path)).json['status'] ?? null
    },
    'completed',
    'inProgress',
  ],
  [
    'submitted-as-completed',
    async ({ ask }) => (await ask('POST', SUBMIT, { body: SALE })).json['status'] ?? null,
    'inProgress',
    'completed',
  ],
  ['completed-called-done', async (tools) => (await completed(tools)).json['status'] ?? null, 'completed', 'done'],
  [
    'instruction-id-as-result-id',
    async (tools) => (await tools.ask('GET', String(link(await completed(tools))['href']))).status,
    200,
    400,
  ],
  [
    'link-to-other-result',
    async (tools) => (await tools.ask('GET', String(link(await completed(tools))['href']))).status,
    200,
    404,
  ],
  ['result-link-missing', async (tools) => 'link' in (await completed(tools)).json, true, false],
  [
    'self-link-elsewhere',
    async ({ ask }) => {
      const submitted = await ask('POST', SUBMIT, { body: SALE })
      return String(link(submitted)['href']).endsWith(String(idOf(submitted)))
    },
    true,
    false,
  ],
  [
    'decline-ends-in-failure',
    async (tools) => {
      await tools.device('decline')
      return (await completed(tools)).json['status'] ?? null
    },
    'completed',
    'failure',
  ],
  [
    'token-echoed',
    async ({ ask }) => String((await ask('GET', UNKNOWN)).json['detail']).startsWith('Authorization: Bearer '),
    false,
    true,
  ],
  [
    'stack-trace-shown',
    async ({ ask }) => /PaymentsController\.cs:line 118/.test(String((await ask('GET', UNKNOWN)).json['detail'])),
    false,
    true,
  ],
  [
    'statement-shown',
    async ({ ask }) => String((await ask('GET', UNKNOWN)).json['detail']).startsWith('SQLSTATE'),
    false,
    true,
  ],
]

/** Time by the sandbox's clock only moves forwards, so what needs eight days comes on a sandbox of its own. */
const ON_ITS_OWN = [
  'scope-unchecked',
  'any-api-key-accepted',
  'key-never-expires',
  'expired-token-accepted',
  'completes-after-cancel',
  'poll-returns-at-once',
  'poll-misses-change',
  'poll-exceeds-hold',
]

describe('faults of the sandbox', () => {
  let client: SandboxClient
  let tools: Tools

  beforeAll(async () => {
    client = await openSandbox({}, { isHeld: false })
    tools = toolsOf(client)
  })

  afterEach(async () => {
    await client.admin('DELETE', '/faults')
    await client.admin('PUT', '/devices/1850010868', { behaviour: 'complete' })
  })

  afterAll(() => client.close())

  it.each(ROWS)('shows %s only when it is on', async (fault, probe, without, withIt) => {
    const off = await probe(tools)
    await tools.device('complete')
    await client.admin('PUT', `/faults/${fault}`)

    const on = await probe(tools)

    expect({ off, on }).toEqual({ off: without, on: withIt })
  })

  it('shows expired-token-accepted only when it is on', async () => {
    const aging = await openSandbox({ deviceDelay: 20 }, { isHeld: false })
    await aging.admin('POST', '/clock', { hours: 2 })
    const off = (await aging.ask('GET', PAYMENT)).status
    await aging.admin('PUT', '/faults/expired-token-accepted')

    const on = (await aging.ask('GET', PAYMENT)).status

    await aging.close()
    expect([off, on]).toEqual([401, 200])
  })

  it('shows completes-after-cancel only when it is on', async () => {
    const slow = await openSandbox({ deviceDelay: 30_000, hold: 0 }, { isHeld: false })
    const statusAfterCancel = async (): Promise<Json | undefined> => {
      const path = await instruction(toolsOf(slow))
      await slow.ask('DELETE', path)
      await slow.admin('POST', '/clock', { minutes: 1 })
      return (await slow.ask('GET', path)).json['status']
    }
    const off = await statusAfterCancel()
    await slow.admin('PUT', '/faults/completes-after-cancel')

    const on = await statusAfterCancel()

    await slow.close()
    expect([off, on]).toEqual(['canceled', 'completed'])
  })

  it('shows key-never-expires only when it is on', async () => {
    const aging = await openSandbox({ deviceDelay: 20, tokenLife: 100 * 86_400 }, { isHeld: false })
    const replayedAfterDays = async (): Promise<boolean> => {
      const key = randomUUID()
      const first = await aging.ask('POST', SUBMIT, { body: SALE, key })
      await aging.admin('POST', '/clock', { days: 8 })
      return idOf(first) === idOf(await aging.ask('POST', SUBMIT, { body: SALE, key }))
    }
    const off = await replayedAfterDays()
    await aging.admin('PUT', '/faults/key-never-expires')

    const on = await replayedAfterDays()

    await aging.close()
    expect([off, on]).toEqual([false, true])
  })
})

describe('faults of the long poll', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ hold: HOLD_MINUTES * 60_000, deviceDelay: 0, tokenLife: 86_400 }, { isHeld: false })
  })

  afterAll(() => client.close())

  const heldPolls = async (): Promise<number> => Number((await client.admin('GET', '/state')).json['heldPolls'])

  /** Polls an instruction that waits; whether the poll is held. What is held is let go by `go`. */
  const pollIsHeldAfter = async (go: () => Promise<unknown>): Promise<boolean> => {
    await client.admin('PUT', '/devices/1850010868', { behaviour: 'wait' })
    let isAnswered = false
    const poll = instruction(toolsOf(client))
      .then((path) => client.ask('GET', path))
      .then(() => (isAnswered = true))
    while (!isAnswered && (await heldPolls()) === 0);
    await go()
    const isHeld = !isAnswered && (await heldPolls()) === 1
    await client.admin('POST', '/clock', { minutes: 4 * HOLD_MINUTES })
    await poll
    return isHeld
  }
  const isCompleted = async (): Promise<boolean> => {
    const records = (await client.admin('GET', '/state/payment-instructions')).body as readonly JsonObject[]
    return records.every((record) => record['status'] !== 'inProgress')
  }

  it.each([
    ['poll-returns-at-once', async () => undefined, true, false],
    ['poll-exceeds-hold', () => client.admin('POST', '/clock', { minutes: HOLD_MINUTES }), false, true],
    [
      'poll-misses-change',
      async () => {
        await client.admin('PUT', '/devices/1850010868', { behaviour: 'complete' })
        while (!(await isCompleted()));
      },
      false,
      true,
    ],
  ])('shows %s only when it is on', async (fault, go, without, withIt) => {
    const off = await pollIsHeldAfter(go)
    await client.admin('PUT', `/faults/${fault}`)

    const on = await pollIsHeldAfter(go)

    await client.admin('DELETE', '/faults')
    expect({ off, on }).toEqual({ off: without, on: withIt })
  })
})

describe('the list of faults', () => {
  it('has no name twice', () => {
    const names = FAULTS.map(({ name }) => name)

    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })

  it('expects every fault to be found by a check that there is', () => {
    const checks = new Set([...CHECKS, ...sequenceChecks].map(({ code }) => code))

    expect(FAULTS.filter(({ expectedCheck }) => !checks.has(expectedCheck)).map(({ name }) => name)).toEqual([])
  })

  it('has a test here for every fault of the core', () => {
    const tested = new Set([...ROWS.map(([fault]) => fault), ...ON_ITS_OWN])
    const core = ['response', 'validation', 'authentication', 'idempotency', 'instruction']

    expect(
      FAULTS.filter(({ group, name }) => core.includes(group) && !tested.has(name)).map(({ name }) => name),
    ).toEqual([])
  })
})

function toolsOf(client: SandboxClient): Tools {
  return {
    ask: client.ask,
    bare: client.bare,
    device: async (behaviour) => {
      await client.admin('PUT', '/devices/1850010868', { behaviour })
    },
  }
}

/** The Location of something created. */
async function created({ ask }: Tools): Promise<string | undefined> {
  const { headers } = await ask('POST', '/processing-terminals/1234001/hosted-fields-sessions', {
    body: SESSION,
  })
  return headers.get('location') ?? undefined
}
