import type { Json, JsonObject } from '../../core/json.ts'

/** An answer before it is sent. */
export interface Answer {
  readonly status: number
  readonly body?: Json
}

/** A request that was let in, and whose data is in order. */
export interface Call {
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: Json
}

interface Order {
  readonly orderId: string
  readonly accountId: string
  readonly amount: number
  readonly currency: string
  readonly reference?: string
  captured: number
  refunded: number
}

/** What the till remembers, and what each operation does with it; data that breaks the contract never gets here. */
export interface TillState {
  has(parameter: string, id: string): boolean
  readonly operations: Readonly<Record<string, (call: Call) => Answer>>
}

export function createTillState(): TillState {
  const accounts = new Map<string, JsonObject>()
  const orders = new Map<string, Order>()

  const openAccount = (given: JsonObject): JsonObject => {
    const accountId = `ACC${String(accounts.size + 1).padStart(6, '0')}`
    const account = { openedAt: '2026-01-15T10:00:00Z', ...given, accountId }
    accounts.set(accountId, account)
    return account
  }
  const makeOrder = (accountId: string, { amount, currency, reference }: JsonObject): Order => {
    const orderId = `ORD${String(orders.size + 1).padStart(6, '0')}`
    const order: Order = {
      orderId,
      accountId,
      amount: Number(amount),
      currency: String(currency),
      ...(reference !== undefined && { reference: String(reference) }),
      captured: 0,
      refunded: 0,
    }
    orders.set(orderId, order)
    return order
  }
  openAccount({ name: 'First', kind: 'business', address: { line1: '1 High Street', city: 'Anytown' } })
  makeOrder('ACC000001', { amount: 5_000, currency: 'USD' })

  const orderOf = ({ path }: Call): Order => orders.get(path['orderId'] ?? '') as Order
  const accountOf = ({ path }: Call): JsonObject => accounts.get(path['accountId'] ?? '') as JsonObject

  return {
    has: (parameter, id) => (parameter === 'accountId' ? accounts.has(id) : orders.has(id)),
    operations: {
      createAccount: ({ body }) => ({ status: 201, body: openAccount(body as JsonObject) }),
      getAccount: (call) => ({ status: 200, body: accountOf(call) }),
      changeAccount: (call) => {
        const account = accountOf(call)
        for (const { op, path, value } of call.body as readonly JsonObject[]) {
          const name = String(path).slice(1)
          if (name !== 'nickname') return problem(409, 'Only the nickname can be changed')
          if (op === 'remove' && account['nickname'] === undefined) return problem(409, 'There is nothing to remove')
          if (op === 'test' && account['nickname'] !== value) return problem(409, 'The test failed')
          if (op !== 'remove' && (typeof value !== 'string' || [...value].length > 12)) {
            return problem(409, 'That is no nickname')
          }
          const { nickname, ...rest } = account
          const kept = op === 'test' ? nickname : op === 'remove' ? undefined : (value as string)
          accounts.set(call.path['accountId'] ?? '', { ...rest, ...(kept !== undefined && { nickname: kept }) })
        }
        return { status: 200, body: accountOf(call) }
      },
      createOrder: ({ path, body }) => ({
        status: 201,
        body: shown(makeOrder(path['accountId'] ?? '', body as JsonObject)),
      }),
      listOrders: ({ query }) => {
        const all = [...orders.values()].map(shown).filter(({ state }) => (query.get('state') ?? state) === state)
        return { status: 200, body: all.slice(0, Number(query.get('limit') ?? 10)) }
      },
      captureOrder: (call) => {
        const order = orderOf(call)
        const { amount = order.amount } = call.body as JsonObject
        if (order.captured > 0) return problem(409, 'The order is captured already')
        if (Number(amount) > order.amount) return problem(400, 'More than was ordered')
        order.captured = Number(amount)
        return { status: 200, body: shown(order) }
      },
      refundOrder: (call) => {
        const order = orderOf(call)
        const { amount } = call.body as JsonObject
        if (order.captured === 0) return problem(409, 'Nothing was captured')
        if (Number(amount) > order.captured - order.refunded) return problem(400, 'More than was captured')
        order.refunded += Number(amount)
        return { status: 201, body: shown(order) }
      },
    },
  }
}

function shown({ refunded, ...order }: Order): JsonObject {
  return { ...order, state: refunded > 0 ? 'refunded' : order.captured > 0 ? 'captured' : 'ordered' }
}

/** A well-formed problem. */
export function problem(status: number, detail: string): Answer {
  return { status, body: { type: 'about:blank', title: 'Refused', status, detail } }
}
