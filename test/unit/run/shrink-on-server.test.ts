import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Phase } from '../../../core/case.ts'
import type { Finding } from '../../../core/finding.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Operation } from '../../../spec/model.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { type Fault, SHOP_DOCUMENT, type ShopRequest, startShop } from '../../servers/shop-server.ts'
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
  readonly amount: number
  readonly note?: string
  readonly labels?: readonly string[]
  readonly customer?: { readonly name: string }
}

/** A shop that breaks where a request is of some kind. */
function breaking(operation: string, isBroken: (body: NewOrder, request: ShopRequest) => boolean): Fault {
  return (answer, request) =>
    request.operation === operation && answer.status < 300 && isBroken(JSON.parse(request.text || '{}'), request)
      ? { ...answer, status: 500, headers: {} }
      : answer
}

async function findingsWith(
  fault: Fault,
  phases: readonly Phase[],
  shrinkBudget = 100,
  spares: (operation: Operation) => boolean = () => false,
): Promise<readonly (Finding & { readonly requests: number })[]> {
  const server = await startShop(fault)
  try {
    const events = await runOn(shop, server.baseUrl, transport, { phases, shrinkBudget, spares })
    const findings = casesOf(events).flatMap(({ findings: all, shrinkRequests = 0 }) =>
      all.map((finding) => ({ ...finding, requests: shrinkRequests })),
    )
    const first = new Map(findings.toReversed().map((finding) => [finding.fingerprint, finding] as const))
    return [...first.values()]
  } finally {
    await server.close()
  }
}

function bodyOf(finding: Finding | undefined): unknown {
  return JSON.parse(finding?.request.body?.content ?? 'null')
}

const PLAIN_PAYMENT = { type: 'card', token: expect.stringMatching(/^296753\d+$/) }

describe('a finding on a server that remembers', () => {
  it('of a boundary case ends as the plainest request with the one value that is to blame', async () => {
    const findings = await findingsWith(
      breaking('createOrder', ({ note }) => note === ''),
      ['boundaries'],
    )

    expect(findings.map(({ code }) => code)).toEqual(['no-server-error'])
    expect(bodyOf(findings[0])).toEqual({
      orderId: expect.stringMatching(/^.$/u),
      amount: 1,
      currency: 'USD',
      note: '',
      payment: PLAIN_PAYMENT,
    })
  })

  it('keeps of a text only the character that matters', async () => {
    const [finding] = await findingsWith(
      breaking('createOrder', ({ note = '' }) => /[\u{10000}-\u{10FFFF}]/u.test(note)),
      ['boundaries'],
    )

    expect([...((bodyOf(finding) as NewOrder).note ?? '')]).toHaveLength(1)
  })

  it('keeps of nested objects and lists only what matters', async () => {
    const [finding] = await findingsWith(
      breaking('createOrder', ({ labels = [], customer }) => labels.length > 1 && customer !== undefined),
      ['random', 'boundaries'],
    )

    expect(Object.keys(bodyOf(finding) as object).toSorted()).toEqual([
      'amount',
      'currency',
      'customer',
      'labels',
      'orderId',
      'payment',
    ])
    expect(bodyOf(finding)).toMatchObject({ amount: 1, customer: { name: expect.stringMatching(/^.$/u) } })
    expect((bodyOf(finding) as NewOrder).labels).toHaveLength(2)
  })

  it('is shown again with an id that is there', async () => {
    const [finding] = await findingsWith(
      breaking('captureOrder', ({ amount }) => amount > 100),
      ['examples', 'boundaries', 'random'],
    )

    expect(bodyOf(finding)).toEqual({ amount: 101 })
    expect(finding?.response).toMatchObject({ status: 500 })
  })

  it('of an invalid request loses what is not to blame, and keeps what is', async () => {
    const found = await findingsWith(ACCEPTING, ['examples', 'invalid'])

    const finding = found.find(({ code }) => code === 'invalid-request-is-rejected')
    expect(bodyOf(finding)).toMatchObject({ amount: 100_000_000, currency: 'USD', payment: PLAIN_PAYMENT })
    expect((bodyOf(finding) as NewOrder).orderId).toHaveLength(1)
  })

  it('is made smaller without sending anything where no more may be sent, and says so', async () => {
    const isSpared = ({ operationId }: Operation): boolean => operationId === 'createOrder'

    const found = await findingsWith(ACCEPTING, ['examples', 'invalid'], 100, isSpared)

    const finding = found.find(({ code }) => code === 'invalid-request-is-rejected')
    expect(finding?.requests).toBe(0)
    expect(bodyOf(finding)).toMatchObject({ amount: 100_000_000, currency: 'USD', payment: PLAIN_PAYMENT })
    expect((bodyOf(finding) as NewOrder).orderId).toHaveLength(1)
    expect(finding?.message).toMatch(/made smaller without sending it/)
    expect(finding?.reproduction.caseId).not.toContain('~')
    expect(finding?.reproduction.asSent).toMatch(/^curl /)
  })

  it('stays as it was sent where only the server could tell whether a smaller request shows it', async () => {
    const fault = breaking('createOrder', ({ note = '' }) => note.length > 20)

    const [finding] = await findingsWith(fault, ['boundaries'], 100, () => true)

    expect(finding?.requests).toBe(0)
    expect((bodyOf(finding) as NewOrder).note?.length).toBeGreaterThan(20)
    expect(finding?.reproduction).not.toHaveProperty('asSent')
  })

  it('takes no more requests than it may, and stays as it was sent where it may take none', async () => {
    const fault = breaking('createOrder', ({ note = '' }) => note.length > 20)

    const [few] = await findingsWith(fault, ['boundaries'], 5)
    const [none] = await findingsWith(fault, ['boundaries'], 0)

    expect(few?.requests).toBe(5)
    expect(none?.requests).toBe(0)
    expect(none?.reproduction.caseId).toMatch(/^createOrder\/boundaries\/[^~]+$/)
  })
})

/** A shop that takes an amount above the maximum. */
const ACCEPTING: Fault = (answer, { operation, text }) =>
  operation === 'createOrder' && answer.status === 400 && text.includes('100000000')
    ? { status: 201, headers: { location: 'http://127.0.0.1/v1/orders/N000000001' }, body: ORDER }
    : answer

const ORDER = {
  id: 'N000000001',
  orderId: 'A-1',
  amount: 1,
  currency: 'USD',
  status: 'open',
  createdAt: '2026-01-15T10:00:00Z',
  links: [],
}
