import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { load } from 'js-yaml'
import { readFileSync } from 'node:fs'

/** The contract of the shop. */
export const SHOP_DOCUMENT: string = fileURLToPath(new URL('./shop-api.yaml', import.meta.url))

/** An answer before it is sent; faults change it. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body: unknown
  /** Sent instead of the body as JSON. */
  raw?: string
  /** Nothing is sent at all. */
  silent?: boolean
}

export interface ShopRequest {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** A planted bug: sees the request and the right answer, returns what the server says instead. */
export type Fault = (answer: Answer, request: ShopRequest) => Answer

export interface ShopServer {
  /** With the version segment, without a trailing slash. */
  readonly baseUrl: string
  readonly requests: ShopRequest[]
  close(): Promise<void>
}

interface Order {
  id: string
  orderId: string
  amount: number
  currency: string
  note?: string
  status: 'open' | 'captured' | 'canceled'
  createdAt: string
}

/** A correct, stateful server for shop-api.yaml, with at most one fault. */
export async function startShop(fault: Fault = (answer) => answer): Promise<ShopServer> {
  const shop = createShop()
  const requests: ShopRequest[] = []
  const server = createServer((incoming, outgoing) => {
    void textOf(incoming).then((text) => {
      const path = new URL(incoming.url ?? '/', 'http://shop').pathname
      const request = {
        operation: operationOf(incoming.method ?? '', path),
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        text,
      }
      requests.push(request)
      const origin = `http://${incoming.headers.host}`
      send(outgoing, fault(shop(request, origin), request))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function createShop(): (request: ShopRequest, origin: string) => Answer {
  const { newOrder, capture } = validators()
  const orders = new Map<string, Order>()
  const keys = new Map<string, { readonly request: string; readonly answer: Answer }>()
  orders.set('ORDER00001', order('ORDER00001', { orderId: 'seed', amount: 5000, currency: 'USD' }))

  const show = (found: Order, origin: string): unknown => ({
    ...found,
    links: [{ rel: 'self', method: 'GET', href: `${origin}/v1/orders/${found.id}` }],
  })

  const once = (request: ShopRequest, answer: () => Answer): Answer => {
    const key = request.headers['idempotency-key']
    if (
      typeof key !== 'string' ||
      !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(key)
    ) {
      return problem(400, 'idempotency-key-missing', 'Idempotency-Key must be a UUID v4')
    }
    const known = keys.get(key)
    const identity = `${request.method} ${request.path} ${request.text}`
    if (known !== undefined) {
      return known.request === identity
        ? known.answer
        : problem(409, 'idempotency-key-in-use', 'The key was used before')
    }
    const result = answer()
    if (result.status < 300) keys.set(key, { request: identity, answer: result })
    return result
  }

  const withBody = (request: ShopRequest, valid: ValidateFunction, use: (body: never) => Answer): Answer => {
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
      return problem(415, 'unsupported-media-type', 'Send application/json')
    }
    let body: unknown
    try {
      body = JSON.parse(request.text)
    } catch {
      return problem(400, 'bad-request', 'The body is not JSON')
    }
    return valid(body) ? use(body as never) : problem(400, 'bad-request', 'The body breaks the schema')
  }

  const withOrder = (path: string, use: (found: Order) => Answer): Answer => {
    const id = decodeURIComponent(path.split('?')[0]?.split('/')[3] ?? '')
    if (!/^[A-Z0-9]{10}$/.test(id)) return problem(400, 'bad-request', 'The id is malformed')
    const found = orders.get(id)
    return found === undefined ? problem(404, 'not-found', 'There is no such order') : use(found)
  }

  return (request, origin) => {
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? ''))
      return problem(401, 'not-authorized', 'Send a bearer token')
    switch (request.operation) {
      case 'createOrder':
        return once(request, () =>
          withBody(request, newOrder, ({ orderId, amount, currency, note }: Order) => {
            const id = `N${String(orders.size).padStart(9, '0')}`
            const made = order(id, { orderId, amount, currency, ...(note !== undefined && { note }) })
            orders.set(id, made)
            return { status: 201, headers: { location: `${origin}/v1/orders/${id}` }, body: show(made, origin) }
          }),
        )
      case 'listOrders': {
        const query = new URL(request.path, origin).searchParams
        const limit = query.get('limit') ?? '10'
        const status = query.get('status')
        if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
          return problem(400, 'bad-request', 'limit is 1 to 100')
        }
        if (status !== null && !['open', 'captured', 'canceled'].includes(status)) {
          return problem(400, 'bad-request', 'no such status')
        }
        const data = [...orders.values()]
          .filter((one) => status === null || one.status === status)
          .slice(0, Number(limit))
        return { status: 200, headers: {}, body: { count: data.length, data: data.map((one) => show(one, origin)) } }
      }
      case 'getOrder':
        return withOrder(request.path, (found) => ({ status: 200, headers: {}, body: show(found, origin) }))
      case 'cancelOrder':
        return withOrder(request.path, (found) => {
          if (found.status !== 'open') return problem(409, 'cannot-be-canceled', 'Only an open order can be canceled')
          if (found.id !== 'ORDER00001') found.status = 'canceled'
          return { status: 204, headers: {}, body: undefined }
        })
      case 'captureOrder':
        return once(request, () =>
          withBody(request, capture, ({ amount }: { amount?: number }) =>
            withOrder(request.path, (found) => {
              if (found.status === 'canceled') return problem(409, 'wrong-state', 'The order was canceled')
              if (amount !== undefined && amount > found.amount)
                return problem(400, 'bad-request', 'More than was authorised')
              return { status: 200, headers: {}, body: show(found, origin) }
            }),
          ),
        )
      case 'other method':
        return problem(405, 'method-not-allowed', 'No such method here')
      default:
        return problem(404, 'not-found', 'No such path')
    }
  }
}

function order(id: string, given: { orderId: string; amount: number; currency: string; note?: string }): Order {
  return { id, ...given, status: 'open', createdAt: '2026-01-15T10:00:00Z' }
}

/** A well-formed problem. */
export function problem(status: number, type: string, detail: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: { type: `https://shop.example/errors#${type}`, title: type, status, detail },
  }
}

function operationOf(method: string, path: string): string {
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/v1/orders': { POST: 'createOrder', GET: 'listOrders' },
    '/v1/orders/{id}': { GET: 'getOrder', DELETE: 'cancelOrder' },
    '/v1/orders/{id}/capture': { POST: 'captureOrder' },
  }
  const template = path.replace(/^(\/v1\/orders\/)[^/]+/, '$1{id}')
  const methods = known[template]
  return methods === undefined ? 'unknown' : (methods[method] ?? 'other method')
}

function validators(): { newOrder: ValidateFunction; capture: ValidateFunction } {
  const ajv = new Ajv2020({ strict: false })
  formats.default.default(ajv)
  ajv.addSchema(load(readFileSync(SHOP_DOCUMENT, 'utf8')) as object, 'shop')
  return {
    newOrder: ajv.compile({ $ref: 'shop#/components/schemas/NewOrder' }),
    capture: ajv.compile({
      $ref: 'shop#/paths/~1orders~1%7Bid%7D~1capture/post/requestBody/content/application~1json/schema',
    }),
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function send(outgoing: ServerResponse, { status, headers, body, raw, silent }: Answer): void {
  if (silent === true) return
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  outgoing.writeHead(status, {
    ...(text !== undefined && { 'content-type': 'application/json' }),
    ...headers,
    ...(text !== undefined && { 'content-length': String(Buffer.byteLength(text)) }),
  })
  outgoing.end(text)
}
