import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { isJsonObject, type Json, type JsonObject } from '../../../../core/json.ts'
import { cleanUp, type Left } from '../../../../run/journal/clean-up.ts'
import type { JournalLine } from '../../../../run/journal/entry.ts'
import { createJournal, type Journal } from '../../../../run/journal/journal.ts'
import { sendCase, type SendParts } from '../../../../run/send-case.ts'
import { poolTable } from '../../../../spec/pools/pool-table.ts'
import { createCredentials } from '../../../../transport/credentials.ts'
import { createRedactor } from '../../../../transport/redact.ts'
import { createTransport } from '../../../../transport/send.ts'
import { contractOf } from '../../../support/contract-of.ts'
import { serve } from '../../transport/loopback.ts'
import { generationFor } from '../run-parts.ts'

const KEY = '2f7c1f0e-8f0e-4d6f-9f57-0a8f0f6f8a11'
const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } }
const text = { type: 'string' }
const pathId = { name: 'orderId', in: 'path', required: true, schema: text }
const jobId = { name: 'jobId', in: 'path', required: true, schema: text }
const json = (schema: JsonObject): JsonObject => ({ content: { 'application/json': { schema } } })
const order = { type: 'object', required: ['orderId'], properties: { orderId: text } }
const job = { type: 'object', required: ['jobId'], properties: { jobId: text } }
const task = { type: 'object', required: ['taskId'], properties: { taskId: text } }
const taskId = { name: 'taskId', in: 'path', required: true, schema: text }
const wanted = { type: 'object', properties: { reference: text, cardNumber: text } }

const contract = await contractOf({
  '/orders': {
    post: {
      operationId: 'createOrder',
      parameters: [key],
      requestBody: json(wanted),
      responses: { 201: { description: 'Made.', ...json(order) } },
    },
    get: {
      operationId: 'listOrders',
      parameters: [{ name: 'reference', in: 'query', schema: text }],
      responses: { 200: { description: 'All.', ...json({ type: 'array', items: order }) } },
    },
  },
  '/orders/{orderId}': {
    get: { operationId: 'getOrder', parameters: [pathId], responses: { 200: { description: 'One.', ...json(order) } } },
    delete: { operationId: 'deleteOrder', parameters: [pathId], responses: { 204: { description: 'Gone.' } } },
  },
  '/jobs': {
    post: {
      operationId: 'createJob',
      requestBody: json(wanted),
      responses: { 201: { description: 'Made.', ...json(job) } },
    },
  },
  '/jobs/{jobId}': {
    get: { operationId: 'getJob', parameters: [jobId], responses: { 200: { description: 'One.', ...json(job) } } },
  },
  '/tasks': {
    post: { operationId: 'createTask', responses: { 202: { description: 'Taken.', ...json(task) } } },
  },
  '/tasks/{taskId}': {
    get: { operationId: 'getTask', parameters: [taskId], responses: { 200: { description: 'One.', ...json(task) } } },
    delete: { operationId: 'cancelTask', parameters: [taskId], responses: { 204: { description: 'Canceled.' } } },
  },
  '/tasks/{taskId}/resume': {
    post: {
      operationId: 'resumeTask',
      parameters: [taskId],
      responses: { 200: { description: 'On.', ...json(task) } },
    },
  },
  '/sessions': { post: { operationId: 'createSession', responses: { 201: { description: 'Made.' } } } },
})

/** A server with orders that tells each as its journal should, and what is odd about it. */
interface Shop {
  readonly orders: Map<string, JsonObject>
  /** The answers to so many creations are lost. */
  lost: number
  /** Ids that are given first. */
  readonly ids: string[]
  /** What is said to a key that is known already; absent: the first answer again. */
  inUse?: number
  /** Whether tasks have made an order of their own, and so can be canceled no more. */
  areTasksDone?: boolean
  /** How DELETE of an order is refused, where it is. */
  refusal?: (id: string) => number | undefined
}

let opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened) await close()
  opened = []
})

interface Bench {
  readonly shop: Shop
  readonly journal: Journal
  readonly lines: readonly JournalLine[]
  create(operationId: string, body: JsonObject, header?: JsonObject): Promise<void>
  remove(id: string): Promise<void>
  /** An operation on the task. */
  onTask(operationId: string): Promise<void>
  clean(): Promise<readonly Left[]>
}

async function open(): Promise<Bench> {
  const shop: Shop = { orders: new Map(), lost: 0, ids: [] }
  const byKey = new Map<unknown, string>()
  const server = await serve((request, response) => void answer(shop, byKey, request, response))
  const transport = createTransport({ timeoutMs: 2_000 })
  opened.push(
    () => transport.close(),
    () => server.close(),
  )
  const lines: JournalLine[] = []
  const journal = createJournal({
    contract,
    table: poolTable(contract),
    redactor: createRedactor(),
    baseUrl: server.base,
    clock: { now: () => 0 },
    outcomes: [{ operationId: 'getTask', rel: 'order' }],
  })
  journal.writeTo((line) => lines.push(line))
  journal.note({ type: 'run', id: 'r', startedAt: '', target: 'uat', baseUrl: server.base, tag: 'ctag' })
  const send: SendParts = { contract, transport, credentials: createCredentials(), baseUrl: server.base, journal }
  const ask = async (operationId: string, parts: { path?: JsonObject; header?: JsonObject; body?: JsonObject }) => {
    const operation = contract.operations.find((one) => one.operationId === operationId)
    if (operation === undefined) throw new Error(`no operation ${operationId}`)
    const { path = {}, header = {}, body } = parts
    const value =
      body === undefined ? {} : { body: { kind: 'value', mediaType: 'application/json', value: body } as const }
    await sendCase(send, operation, { operationId, path, query: {}, header, cookie: {}, ...value })
  }
  return {
    shop,
    journal,
    lines,
    create: (operationId, body, header = {}) => ask(operationId, { body, header }),
    remove: (orderId) => ask('deleteOrder', { path: { orderId } }),
    onTask: (operationId) => ask(operationId, { path: { taskId: 't1' } }),
    clean: () => cleanUp({ journal, send, generation: generationFor(contract) }),
  }
}

async function answer(
  shop: Shop,
  byKey: Map<unknown, string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '', 'http://localhost')
  const [, collection, id] = url.pathname.split('/')
  const tell = (status: number, body?: Json): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  if (collection === 'tasks') {
    const link = { rel: 'order', method: 'GET', href: `http://${request.headers.host}/orders/of-the-task` }
    if (request.method === 'DELETE') tell(shop.areTasksDone === true ? 409 : 204)
    else
      tell(id === undefined ? 202 : 200, {
        taskId: 't1',
        ...(shop.areTasksDone === true && { status: 'completed', link }),
      })
  } else if (request.method === 'POST' && collection === 'orders') {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
    const known = byKey.get(request.headers['idempotency-key'])
    const made = known ?? shop.ids.shift() ?? `o${shop.orders.size + 1}`
    byKey.set(request.headers['idempotency-key'], made)
    if (known === undefined) shop.orders.set(made, { orderId: made, ...(isJsonObject(body) ? body : {}) })
    if (shop.lost-- > 0) request.socket.destroy()
    else if (known !== undefined && shop.inUse !== undefined) tell(shop.inUse)
    else tell(201, { orderId: made })
  } else if (request.method === 'POST') tell(201, { jobId: 'j1' })
  else if (request.method === 'GET') {
    const reference = url.searchParams.get('reference')
    tell(
      200,
      [...shop.orders.values()].filter((one) => one['reference'] === reference),
    )
  } else {
    const status = shop.refusal?.(id ?? '') ?? (shop.orders.delete(id ?? '') ? 204 : 404)
    tell(status)
  }
}

describe('the journal', () => {
  it('says what is about to be made before it is made, and how it is removed', async () => {
    const bench = await open()

    await bench.create('createOrder', { reference: 'ctag-1' }, { 'Idempotency-Key': KEY })
    await bench.remove('o1')

    expect(bench.lines.slice(1)).toEqual([
      expect.objectContaining({ type: 'creating', n: 1, operationId: 'createOrder', key: KEY, reference: 'ctag-1' }),
      {
        type: 'created',
        n: 1,
        resource: {
          operationId: 'createOrder',
          path: '/orders/o1',
          values: { orderId: 'o1' },
          undo: { operationId: 'deleteOrder', request: 'DELETE /orders/o1' },
        },
      },
      { type: 'gone', path: '/orders/o1' },
    ])
  })

  it('holds no request with a secret in it', async () => {
    const bench = await open()

    await bench.create(
      'createOrder',
      { reference: 'ctag-1', cardNumber: '4539858876047062' },
      { 'Idempotency-Key': KEY },
    )

    expect(JSON.stringify(bench.lines)).not.toContain('4539858876047062')
    expect(bench.lines[1]).not.toHaveProperty('request')
  })
})

it('An id that looks like a card number is used, but never written', async () => {
  const bench = await open()
  bench.shop.ids.push('4539858876047062')
  await bench.create('createOrder', {}, { 'Idempotency-Key': KEY })

  expect(await bench.clean()).toEqual([])

  expect(bench.shop.orders.size).toBe(0)
  expect(JSON.stringify(bench.lines)).not.toContain('4539858876047062')
  expect(bench.lines.slice(2)).toEqual([{ type: 'gone', n: 1 }])
})

it('A key that is in use is told from one whose creation was lost', async () => {
  const bench = await open()
  bench.shop.inUse = 409
  await bench.create('createOrder', {}, { 'Idempotency-Key': KEY })
  await bench.create('createOrder', { reference: 'other' }, { 'Idempotency-Key': KEY })
  const before = bench.journal.state.pending()
  bench.shop.lost = 1
  await bench.create('createOrder', {}, { 'Idempotency-Key': KEY.replace('2f', '3f') })

  const left = await bench.clean()

  expect(before).toEqual([])
  expect(left.map(({ reason }) => reason)).toEqual(['sent again with its key: it answered 409'])
})

it('What was brought back is open again', async () => {
  const bench = await open()
  await bench.create('createTask', {})
  await bench.onTask('cancelTask')
  const before = bench.journal.state.isOpen('/tasks/t1')

  await bench.onTask('resumeTask')

  expect([before, bench.journal.state.isOpen('/tasks/t1')]).toEqual([false, true])
})

describe('a clean-up', () => {
  it('removes what is there, the last first, and finds nothing to do the next time', async () => {
    const bench = await open()
    await bench.create('createOrder', {}, { 'Idempotency-Key': KEY })
    await bench.create('createOrder', {}, { 'Idempotency-Key': KEY.replace('2f', '3f') })
    bench.shop.orders.delete('o1')

    expect(await bench.clean()).toEqual([])
    expect(bench.lines.slice(-2)).toEqual([
      { type: 'gone', path: '/orders/o2' },
      { type: 'gone', path: '/orders/o1' },
    ])
    const before = bench.lines.length
    expect(await bench.clean()).toEqual([])
    expect(bench.lines).toHaveLength(before)
  })

  it.each<[string, JsonObject]>([
    ['its key', {}],
    ['its reference, where the request holds secrets', { reference: 'ctag-7', cardNumber: '4539858876047062' }],
  ])('finds what was made while the answer was lost by %s', async (_what, body) => {
    const bench = await open()
    bench.shop.lost = 1
    await bench.create('createOrder', body, { 'Idempotency-Key': KEY })
    expect([bench.journal.state.pending().length, bench.shop.orders.size]).toEqual([1, 1])

    expect(await bench.clean()).toEqual([])

    expect([bench.journal.state.pending(), bench.shop.orders.size]).toEqual([[], 0])
  })

  it('leaves open what it cannot find, and says why', async () => {
    const bench = await open()
    bench.shop.lost = 1
    await bench.create('createOrder', { cardNumber: '4539858876047062' }, { 'Idempotency-Key': KEY })

    const [left] = await bench.clean()

    expect(left).toMatchObject({ operationId: 'createOrder', what: `createOrder ${KEY}` })
    expect(left?.reason).toContain('it cannot be sent again, and it carries no reference')
    expect(bench.journal.state.pending()).toHaveLength(1)
  })

  it('keeps what the contract has no way to remove', async () => {
    const bench = await open()
    await bench.create('createJob', {})
    await bench.create('createSession', {})

    expect(await bench.clean()).toEqual([])

    expect(bench.journal.state.kept()).toEqual([
      { operationId: 'createSession', reason: 'the contract has no operation on what it makes' },
      { operationId: 'createJob', path: '/jobs/j1', reason: 'the contract has no way to remove it' },
    ])
  })

  it('tries a conflict once more when something else is gone, and keeps what then still conflicts', async () => {
    const bench = await open()
    for (const start of ['2f', '3f', '4f']) {
      await bench.create('createOrder', {}, { 'Idempotency-Key': KEY.replace('2f', start) })
    }
    bench.shop.refusal = (id) => (id === 'o1' || (id === 'o3' && bench.shop.orders.has('o2')) ? 409 : undefined)

    expect(await bench.clean()).toEqual([])

    expect([...bench.shop.orders.keys()]).toEqual(['o1'])
    expect(bench.journal.state.kept()).toEqual([
      {
        operationId: 'createOrder',
        path: '/orders/o1',
        reason: 'deleteOrder was refused with 409: its state does not allow it',
      },
    ])
  })

  it('removes what the target has made of a resource that can be canceled no more', async () => {
    const bench = await open()
    await bench.create('createTask', {})
    bench.shop.areTasksDone = true
    bench.shop.orders.set('of-the-task', {})

    expect(await bench.clean()).toEqual([])

    expect(bench.shop.orders.size).toBe(0)
    // What has come to its end is nothing that stays.
    expect(bench.journal.state.kept()).toEqual([])
    expect(bench.lines).toContainEqual({ type: 'gone', path: '/tasks/t1' })
  })

  it('leaves open what is refused for now', async () => {
    const bench = await open()
    await bench.create('createOrder', {}, { 'Idempotency-Key': KEY })
    bench.shop.refusal = () => 500

    expect(await bench.clean()).toEqual([
      { operationId: 'createOrder', what: '/orders/o1', reason: 'deleteOrder: it answered 500' },
    ])
    expect(bench.journal.state.isOpen('/orders/o1')).toBe(true)
  })
})
