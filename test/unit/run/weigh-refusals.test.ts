import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../../core/finding.ts'
import type { RunEvent } from '../../../core/event.ts'
import { loadContract } from '../../../spec/load.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { type Fault, problem, SHOP_DOCUMENT, type ShopRequest, startShop } from '../../servers/shop-server.ts'
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
  readonly currency: string
  readonly note?: string
  readonly dueDate?: string
  readonly labels?: readonly string[]
  readonly payment?: { readonly type: string }
  readonly customer?: { readonly name: string; readonly email?: string }
}

/** A shop that refuses what it would accept, where a new order is of some kind. */
function refusing(isRefused: (order: NewOrder, request: ShopRequest) => boolean, says = 'No.'): Fault {
  return (answer, request) =>
    request.operation === 'createOrder' && answer.status === 201 && isRefused(JSON.parse(request.text), request)
      ? problem(400, 'bad-request', says)
      : answer
}

/** The contract of the shop with other words in it. */
async function shopWith(old: string, other: string): Promise<typeof shop> {
  const folder = await mkdtemp(join(tmpdir(), 'shop-'))
  try {
    const file = join(folder, 'shop.yaml')
    await writeFile(file, (await readFile(SHOP_DOCUMENT, 'utf8')).replaceAll(old, other))
    return await loadContract(file, { cache: false })
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function eventsWith(fault: Fault | undefined, seed = 7, contract = shop): Promise<readonly RunEvent[]> {
  const server = await startShop(fault)
  try {
    return await runOn(contract, server.baseUrl, transport, { phases: ['examples', 'boundaries', 'random'], seed })
  } finally {
    await server.close()
  }
}

function findingsOf(events: readonly RunEvent[]): readonly Finding[] {
  return casesOf(events).flatMap(({ findings }) => findings)
}

async function findingsWith(fault: Fault): Promise<readonly string[]> {
  return findingsOf(await eventsWith(fault)).map(({ title, document }) => `${title} (${document.pointer})`)
}

const PROPERTIES = '#/components/schemas/NewOrder/properties'

describe('a refused valid request is a finding', () => {
  it('where a listed value is to blame', async () => {
    expect(await findingsWith(refusing(({ currency }) => currency === 'GBP'))).toEqual([
      `A valid /currency was refused: the listed value "GBP" (${PROPERTIES}/currency/enum)`,
    ])
  })

  it('where the longest text is to blame, or any that is far shorter', async () => {
    const expected = [`A valid /note was refused: maxLength 40 (${PROPERTIES}/note/maxLength)`]

    expect(await findingsWith(refusing(({ note = '' }) => [...note].length === 40))).toEqual(expected)
    expect(await findingsWith(refusing(({ note = '' }) => [...note].length > 30))).toEqual(expected)
  })

  it('where the absence of an optional member is to blame', async () => {
    expect(await findingsWith(refusing(({ dueDate }) => dueDate === undefined))).toEqual([
      `A request without the optional /dueDate was refused (${PROPERTIES}/dueDate)`,
    ])
  })

  it('where the bound of a number or the longest list is to blame', async () => {
    expect(await findingsWith(refusing(({ amount }) => amount === 99_999_999))).toEqual([
      'A valid /amount was refused: maximum 99999999 (#/components/schemas/Amount/maximum)',
    ])
    expect(await findingsWith(refusing(({ labels = [] }) => labels.length === 3))).toEqual([
      `A valid /labels was refused: maxItems 3 (${PROPERTIES}/labels/maxItems)`,
    ])
  })

  it('below optional objects, too', async () => {
    expect(await findingsWith(refusing(({ customer }) => customer?.name.length === 50))).toEqual([
      `A valid /customer/name was refused: maxLength 50 (${PROPERTIES}/customer/properties/name/maxLength)`,
    ])
  })

  it('where an optional member is refused whenever it is there', async () => {
    expect(await findingsWith(refusing(({ note }) => note !== undefined))).toEqual([
      `Every request with the optional /note was refused (${PROPERTIES}/note)`,
    ])
    expect(await findingsWith(refusing(({ dueDate }) => dueDate !== undefined, 'dueDate is not supported.'))).toEqual([
      `Every request with the optional /dueDate was refused (${PROPERTIES}/dueDate)`,
    ])
  })

  it('where `null` is to blame, though the plainest request has nothing there', async () => {
    const contract = await shopWith(
      'note: { type: string, minLength: 0, maxLength: 40 }',
      "note: { type: [string, 'null'], minLength: 0, maxLength: 40 }",
    )
    const asText: Fault = (answer, request) =>
      request.operation === 'createOrder' && answer.status === 201 && JSON.parse(request.text).note === null
        ? problem(400, 'bad-request', 'No.')
        : answer
    const events = await eventsWith(asText, 7, contract)

    expect(findingsOf(events).map(({ title }) => title)).toEqual(['A valid /note was refused: null'])
  })

  it('where a branch is refused whatever it holds', async () => {
    const fault = refusing(({ payment }) => payment?.type === 'transfer', 'Unknown type of payment.')

    expect(await findingsWith(fault)).toEqual([
      `Every request with /payment of the branch TransferPayment was refused (${PROPERTIES}/payment/oneOf/1)`,
    ])
  })

  it('where the same order cannot be made twice', async () => {
    const made = new Set<number>()
    const fault: Fault = (answer, request) => {
      if (request.operation !== 'createOrder' || answer.status !== 201) return answer
      const order = JSON.parse(request.text) as NewOrder
      if (order.currency === 'GBP') return problem(400, 'bad-request', 'No.')
      if (made.has(order.amount)) return problem(409, 'conflict', 'That order is there.')
      made.add(order.amount)
      return answer
    }
    const findings = findingsOf(await eventsWith(fault))

    expect(findings.map(({ title }) => title)).toEqual(['A valid /currency was refused: the listed value "GBP"'])
    expect(findings[0]?.message).toContain('accepted before, and only a conflict when it was repeated')
  })

  it('of the smallest request that shows it, with the accepted one beside it', async () => {
    const [finding] = findingsOf(await eventsWith(refusing(({ currency }) => currency === 'GBP')))

    expect(finding).toMatchObject({ code: 'valid-request-is-accepted', operationId: 'createOrder', severity: 'error' })
    expect(finding?.message).toBe(
      'The contract allows a request with /currency at the listed value "GBP", but the server refused it with 400: No. ' +
        'The same request with another value there was accepted right before and after.',
    )
    const [accepted, refused] = (finding?.sequence ?? []).map(({ request }) => JSON.parse(request.body?.content ?? ''))
    expect(refused).toEqual({ ...accepted, currency: 'GBP' })
    expect(Object.keys(refused)).toEqual(['orderId', 'amount', 'currency', 'payment'])
  })
})

describe('a refused valid request is none', () => {
  const rules: readonly (readonly [string, Parameters<typeof refusing>[0]])[] = [
    ['an amount above some limit', ({ amount }) => amount > 5_000],
    ['an order id that is not known', ({ orderId }) => !orderId.startsWith('A')],
    [
      'a listed value with a member that goes with it',
      ({ currency, note }) => currency === 'GBP' && note === undefined,
    ],
    [
      'a listed value without a member that it excludes',
      ({ currency, note }) => currency === 'GBP' && note !== undefined,
    ],
    ['one of two optional members', ({ note, dueDate }) => note === undefined && dueDate === undefined],
    ['a date before another', ({ dueDate }) => dueDate !== undefined && dueDate < '2030-01-01'],
    ['every request', () => true],
    ['a date, whatever it is', ({ dueDate }) => dueDate !== undefined],
    ['an optional member with another', ({ note, labels }) => note !== undefined && labels === undefined],
    ['a branch that refers to what is not known', ({ payment }) => payment?.type === 'transfer'],
  ]

  it.each(rules)('where a rule that no schema expresses is to blame: %s', async (_, isRefused) => {
    const events = await eventsWith(refusing(isRefused))

    expect(findingsOf(events)).toEqual([])
    const finished = events.find((event) => event.type === 'operation-finished' && event.operationId === 'createOrder')
    expect(finished).toMatchObject({ verdict: 'pass', refused: [{ status: 400, says: 'No.' }] })
  })

  it('where it is a matter of agreement', async () => {
    const says = 'Notes are not enabled for this merchant.'

    expect(findingsOf(await eventsWith(refusing(({ note }) => note !== undefined, says)))).toEqual([])
  })

  it('on a correct server, at any seed', async () => {
    for (let seed = 0; seed < 5; seed++) expect(findingsOf(await eventsWith(undefined, seed))).toEqual([])
  })
})

it('leaves alone a server that takes only some values of a long list', async () => {
  const many = 'AED AUD BGN BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS INR JPY KRW MXN NOK NZD PLN SEK TRY USD'
  const contract = await shopWith('[USD, CAD, GBP, EUR]', `[${many.split(' ').join(', ')}]`)
  // It knows four.
  const server = await startShop()
  try {
    const phases = ['examples', 'boundaries', 'random'] as const
    const events = await runOn(contract, server.baseUrl, transport, { phases, seed: 7 })

    expect(findingsOf(events)).toEqual([])
    expect(events.filter(({ type }) => type === 'case-finished').length).toBeGreaterThan(0)
  } finally {
    await server.close()
  }
})
