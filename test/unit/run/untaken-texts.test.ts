import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Phase } from '../../../core/case.ts'
import type { RunEvent } from '../../../core/event.ts'
import { isJsonObject, type Json } from '../../../core/json.ts'
import { loadContract } from '../../../spec/load.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { type Answer, type Fault, problem, SHOP_DOCUMENT, startShop } from '../../servers/shop-server.ts'
import { casesOf } from './run-parts.ts'
import { runOn } from './stateful-run.ts'

const shop = await loadContract(SHOP_DOCUMENT, { cache: false })

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

interface NewOrder {
  readonly orderId: string
  readonly note?: string
}

/** A shop that has no two orders of one orderId; what else it says is up to a fault. */
function unique(judge: (order: NewOrder, answer: Answer) => Answer): Fault {
  const taken = new Set<string>()
  return (answer, request) => {
    if (request.operation !== 'createOrder' || ![201, 400].includes(answer.status)) return answer
    const order = orderIn(request.text)
    if (order === undefined) return answer
    const judged = judge(order, answer)
    if (judged.status >= 300) return judged
    if (taken.has(order.orderId)) return problem(409, 'conflict', 'There is such an order.')
    taken.add(order.orderId)
    return judged
  }
}

function orderIn(text: string): NewOrder | undefined {
  try {
    const order = JSON.parse(text) as Json
    return isJsonObject(order) && typeof order['orderId'] === 'string' ? (order as unknown as NewOrder) : undefined
  } catch {
    return undefined
  }
}

async function eventsWith(fault: Fault, phases: readonly Phase[]): Promise<readonly RunEvent[]> {
  const server = await startShop(fault)
  try {
    return await runOn(shop, server.baseUrl, transport, { phases, shrinkBudget: 20 })
  } finally {
    await server.close()
  }
}

async function findingsWith(fault: Fault, phases: readonly Phase[]): Promise<readonly string[]> {
  const findings = casesOf(await eventsWith(fault, phases)).flatMap((event) => event.findings)
  return findings.map(({ code, title, flaky }) => `${code}: ${title}${flaky === undefined ? '' : ' (flaky)'}`)
}

const CREATED: Answer = {
  status: 201,
  headers: { 'content-type': 'application/json', location: '/v1/orders/ORDER00001' },
  body: {
    id: 'ORDER00001',
    orderId: 'seed',
    amount: 5000,
    currency: 'USD',
    status: 'open',
    createdAt: '2026-01-01T00:00:00Z',
    links: [],
  },
}

describe('a text that the server wants to be unique', () => {
  it('hides no invalid request that it would accept', async () => {
    const lax = unique(({ note }, answer) => (note?.length === 41 ? CREATED : answer))

    const found = await findingsWith(lax, ['boundaries', 'invalid'])

    expect(found.filter((each) => each.includes('note'))).toEqual([
      expect.stringMatching(/^invalid-request-is-rejected: [^(]+$/),
    ])
  })

  it('hides no valid request that it refuses', async () => {
    const strict = unique(({ note = '' }, answer) =>
      [...note].length === 40 ? problem(400, 'bad-request', 'No.') : answer,
    )

    expect(await findingsWith(strict, ['examples', 'boundaries', 'random'])).toEqual([
      'valid-request-is-accepted: A valid /note was refused: maxLength 40',
    ])
  })

  it('is no finding of a correct server', async () => {
    expect(
      await findingsWith(
        unique((_, answer) => answer),
        ['examples', 'boundaries', 'random'],
      ),
    ).toEqual([])
  })
})
