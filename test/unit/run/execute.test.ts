import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { deriveSeed } from '../../../core/seed.ts'
import { createCaseSource, type CaseSource } from '../../../run/case-source.ts'
import { executeSources } from '../../../run/execute.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Operation } from '../../../spec/model.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { SHOP_DOCUMENT, startShop, type Fault, type ShopServer } from '../../servers/shop-server.ts'
import { serve, type Loopback } from '../transport/loopback.ts'
import { casesOf, executeParts, judgeParts, sourceOptions, targetAt } from './run-parts.ts'

const shop = await loadContract(SHOP_DOCUMENT, { cache: false })

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

function sources(randomCases = 5): readonly CaseSource[] {
  return shop.operations.map((operation) =>
    createCaseSource(shop, operation, sourceOptions(shop, ['examples', 'random'], { randomCases })),
  )
}

async function withShop<T>(fault: Fault | undefined, use: (server: ShopServer) => Promise<T>): Promise<T> {
  const server = await startShop(fault)
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}

async function withServer<T>(listener: Parameters<typeof serve>[0], use: (server: Loopback) => Promise<T>): Promise<T> {
  const server = await serve(listener)
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}

/** What a reader of the run sees, without what only time decides. */
function named(events: readonly RunEvent[]): readonly string[] {
  return events.map((event) => {
    switch (event.type) {
      case 'operation-started':
      case 'operation-finished':
        return `${event.type} ${event.operationId}`
      case 'case-finished':
        return `${event.caseId} ${event.verdict}`
      case 'scenario-finished':
        return `${event.scenario.id} ${event.verdict}`
      case 'skipped':
        return `skipped ${event.what}`
      case 'run-started':
      case 'baseline-compared':
      case 'run-finished':
        return event.type
    }
  })
}

/** Runs every operation against a server that answers 404 after a time that depends on the salt and the request. */
async function eventsWithDelays(salt: number, workers: number): Promise<readonly string[]> {
  let count = 0
  return withServer(
    (request, response) => {
      const turn = deriveSeed(salt, count++) % 10
      request.resume()
      void delay(turn < 2 ? turn * 8 : 0).then(() =>
        response
          .writeHead(404, { 'content-type': 'application/problem+json' })
          .end('{"type":"about:blank","title":"Not found","status":404,"detail":"None."}'),
      )
    },
    async ({ base }) => {
      const parts = executeParts(shop, targetAt(base), transport, { workers })
      await executeSources(parts, sources(8))
      return named(parts.events)
    },
  )
}

describe('the events of a run', () => {
  it('come in the order of the plan, whichever answers come first', async () => {
    const [alone, some, many] = [
      await eventsWithDelays(1, 1),
      await eventsWithDelays(2, 3),
      await eventsWithDelays(3, 16),
    ]

    expect(alone.length).toBeGreaterThan(50)
    expect(some).toEqual(alone)
    expect(many).toEqual(alone)
  })

  it('say when an operation starts, what its cases came to, and when it ends', async () => {
    const events = await withShop(undefined, async (server) => {
      const parts = executeParts(shop, targetAt(server.baseUrl), transport)
      await executeSources(parts, sources(1).slice(0, 2))
      return parts.events
    })

    expect(named(events)).toEqual([
      'operation-started createOrder',
      'createOrder/examples/card pass',
      'createOrder/random/0 pass',
      'operation-finished createOrder',
      'operation-started listOrders',
      'listOrders/random/0 pass',
      'operation-finished listOrders',
    ])
    expect(events[0]).toEqual({
      type: 'operation-started',
      operationId: 'createOrder',
      method: 'post',
      path: '/orders',
      tags: ['Orders'],
      cases: 2,
      documentedStatuses: ['201', '400', '401', '409', '415'],
    })
    expect(events[3]).toMatchObject({
      verdict: 'pass',
      asked: { 'status-code-is-documented': 2, 'body-matches-schema': 2, 'valid-request-is-accepted': 2 },
    })
  })

  it('end where the run is stopped, each operation that was started with its end', async () => {
    const events = await withShop(undefined, async (server) => {
      const parts = executeParts(shop, targetAt(server.baseUrl), transport)
      await executeSources({ ...parts, stopped: () => casesOf(parts.events).length >= 3 }, sources(100))
      return parts.events
    })

    const started = events.filter(({ type }) => type === 'operation-started')
    expect(started).toHaveLength(events.filter(({ type }) => type === 'operation-finished').length)
    expect(casesOf(events).length).toBeGreaterThanOrEqual(3)
    expect(casesOf(events).length).toBeLessThan(40)
  })

  it('say nothing of a request that the user cut off', async () => {
    const controller = new AbortController()
    const events = await withServer(
      () => setImmediate(() => controller.abort()),
      async ({ base }) => {
        const parts = executeParts(shop, targetAt(base), transport)
        const { signal } = controller
        await executeSources(
          { ...parts, send: { ...parts.send, signal }, stopped: () => signal.aborted },
          sources().slice(0, 1),
        )
        return parts.events
      },
    )

    expect(named(events)).toEqual(['operation-started createOrder', 'operation-finished createOrder'])
    expect(events.at(-1)).toMatchObject({ verdict: 'skipped' })
  })
})

describe('invalid requests on a server that remembers', () => {
  it('are made from a request that it has accepted', async () => {
    const events = await withShop(undefined, async (server) => {
      const parts = executeParts(shop, targetAt(server.baseUrl), transport)
      const options = sourceOptions(shop, ['examples', 'invalid'], { late: true })
      await executeSources(parts, [createCaseSource(shop, shop.operations[0] as Operation, options)])
      return parts.events
    })

    const aboveMaximum = casesOf(events).find(({ caseId }) => caseId.includes('maximum@/amount'))
    const sent = aboveMaximum?.exchanges[0]?.request.body?.content
    expect(JSON.parse(sent ?? '')).toMatchObject({ orderId: 'A-1', currency: 'USD', amount: 100_000_000 })
  })
})

const broken: Fault = (answer, { operation }) =>
  operation === 'createOrder' && answer.status === 201 ? { ...answer, status: 500, headers: {} } : answer

describe('a finding', () => {
  it('is made smaller where it is met first, and counted where it is met again', async () => {
    const events = await withShop(broken, async (server) => {
      const parts = executeParts(shop, targetAt(server.baseUrl), transport, { shrinkBudget: 20, workers: 1 })
      await executeSources(parts, sources(4).slice(0, 1))
      return parts.events
    })

    const cases = casesOf(events)
    expect(cases.map(({ verdict, shrinkRequests }) => [verdict, shrinkRequests])).toEqual([
      ['fail', 1],
      ['fail', undefined],
      ['fail', undefined],
      ['fail', undefined],
      ['fail', undefined],
    ])
    const serverErrors = cases.flatMap(({ findings }) => findings.filter(({ code }) => code === 'no-server-error'))
    expect(new Set(serverErrors.map(({ fingerprint }) => fingerprint)).size).toBe(1)
    expect(serverErrors[0]?.reproduction.caseId).toBe('createOrder/plainest')
    expect(events.at(-1)).toMatchObject({ type: 'operation-finished', verdict: 'fail' })
  })

  it('is none where a known defect of the mock explains it', async () => {
    const events = await withShop(broken, async (server) => {
      const target = targetAt(server.baseUrl, () => 'known-defect')
      const parts = executeParts(shop, target, transport, { shrinkBudget: 20 })
      await executeSources({ ...parts, judge: judgeParts(shop, target) }, sources(2).slice(0, 1))
      return parts.events
    })

    expect(casesOf(events).map(({ verdict, findings, mockDefects }) => [verdict, findings, mockDefects])).toEqual([
      ['pass', [], ['known-defect']],
      ['pass', [], ['known-defect']],
      ['pass', [], ['known-defect']],
    ])
  })
})

describe('the verdict of an operation', () => {
  it('passes over what could not be judged, if something could', async () => {
    const verdict = await verdictWhere((answer, { text }) =>
      text.includes('A-1')
        ? { status: 429, headers: { 'content-type': 'application/problem+json' }, body: TOO_MANY }
        : answer,
    )

    expect(verdict).toBe('pass')
  })

  it('is inconclusive where nothing could be judged', async () => {
    expect(
      await verdictWhere(() => ({
        status: 401,
        headers: { 'content-type': 'application/problem+json' },
        body: { ...TOO_MANY, status: 401 },
      })),
    ).toBe('inconclusive')
  })

  it('is inconclusive where a request had no answer, however many others had', async () => {
    expect(
      await verdictWhere((answer, { text }) => (text.includes('A-1') ? { ...answer, silent: true } : answer)),
    ).toBe('inconclusive')
  })
})

const TOO_MANY = { type: 'about:blank', title: 'Refused', status: 429, detail: 'Refused.' }

async function verdictWhere(fault: Fault): Promise<unknown> {
  const impatient = createTransport({ timeoutMs: 300 })
  try {
    return await withShop(fault, async (server) => {
      const parts = executeParts(shop, targetAt(server.baseUrl), impatient)
      await executeSources(parts, sources(3).slice(0, 1))
      const last = parts.events.at(-1)
      return last?.type === 'operation-finished' ? last.verdict : last
    })
  } finally {
    await impatient.close()
  }
}
