import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { BAZAAR } from './bazaar-document.ts'

export interface Bazaar {
  readonly baseUrl: string
  close(): Promise<void>
}

interface Call {
  readonly method: string
  readonly path: string
  readonly id: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

type Answer = readonly [status: number, body?: unknown]
type Stored = Record<string, unknown>

/** How long a list takes to show what was created, milliseconds. */
const LAG = 60

/** A server for {@link BAZAAR}: correct, and unlike any textbook. */
export async function startBazaar(): Promise<Bazaar> {
  const validators = bodyValidators()
  const answer = createBazaar()
  const server = createServer((incoming, outgoing) => {
    void textOf(incoming).then((text) => {
      const url = new URL(incoming.url ?? '/', 'http://bazaar')
      const path = url.pathname.replace(/^\/([a-z]+)\/[^/]+/, '/$1/{id}')
      const method = incoming.method ?? ''
      const validate = validators.get(`${method} ${path}`)
      const body = parsed(text)
      const isJson = /^application\/json\b/.test(incoming.headers['content-type'] ?? '')
      const call = {
        method,
        path,
        id: decodeURIComponent(url.pathname.split('/')[2] ?? ''),
        query: url.searchParams,
        headers: incoming.headers,
        body,
      }
      const refusal = validate === undefined ? undefined : !isJson ? 415 : validate(body) ? undefined : 400
      const [status, content] = refusal === undefined ? answer(call) : [refusal, { error: 'refused' }]
      const shown = content === undefined ? undefined : JSON.stringify(content)
      outgoing.writeHead(status, shown === undefined ? {} : { 'content-type': 'application/json' }).end(shown)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const REFUSED: Answer = [404, { error: 'not found' }]

function createBazaar(): (call: Call) => Answer {
  const pets = new Map<string, Stored>()
  const articles: { readonly id: string; readonly madeAt: number; title: string; isDefault: boolean }[] = []
  const jobs = new Map<string, number>()
  const drafts = new Map<string, Stored>()
  const orders: Stored[] = []
  const keys = new Set<string>()
  const members = new Map<string, Stored>()
  let made = 0

  const article = (id: string): unknown => {
    const index = articles.findIndex((one) => one.id === id)
    const found = articles[index]
    return found === undefined
      ? undefined
      : {
          type: 'articles',
          id,
          attributes: { title: found.title, position: articles.length - index, default: found.isDefault },
        }
  }
  const integerOf = (text: string | null, fallback: number, minimum: number, maximum: number): number | undefined => {
    if (text === null) return fallback
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
    return value >= minimum && value <= maximum ? value : undefined
  }
  const isId = (text: string): boolean => integerOf(text, 0, 1, 1_000_000) !== undefined

  return ({ method, path, id, query, headers, body }) => {
    const given = body as Stored
    switch (`${method} ${path}`) {
      case 'POST /pet':
        pets.set(String(given['id']), given)
        return [200, given]
      case 'GET /pet/{id}':
        return !isId(id) ? [400, {}] : pets.has(id) ? [200, pets.get(id)] : REFUSED
      case 'DELETE /pet/{id}':
        return !isId(id) ? [400, {}] : pets.delete(id) ? [200, { deleted: true }] : REFUSED

      case 'POST /articles': {
        const { title, default: isDefault = false } = (given['data'] as { attributes: Stored }).attributes
        if (isDefault === true) for (const one of articles) one.isDefault = false
        const made_ = {
          id: `a${++made}`,
          madeAt: Date.now(),
          title: String(title).trim().toLowerCase(),
          isDefault: isDefault === true,
        }
        articles.push(made_)
        return [201, { data: article(made_.id) }]
      }
      case 'GET /articles': {
        const page = integerOf(query.get('page[number]'), 1, 1, 1_000_000)
        const size = integerOf(query.get('page[size]'), 10, 1, 50)
        if (page === undefined || size === undefined) return [400, {}]
        const all = articles.filter(({ madeAt }) => Date.now() - madeAt >= LAG).toReversed()
        const isLast = page * size >= all.length
        const next = `/articles?page%5Bnumber%5D=${page + 1}&page%5Bsize%5D=${size}`
        const data = all.slice((page - 1) * size, page * size).map((one) => article(one.id))
        return [200, { data, links: isLast ? {} : { next } }]
      }
      case 'GET /articles/{id}':
        return article(id) === undefined ? REFUSED : [200, { data: article(id) }]
      case 'PATCH /articles/{id}': {
        const found = articles.find((one) => one.id === id)
        if (found === undefined) return REFUSED
        const { title } = (given['data'] as { attributes: Stored }).attributes
        if (typeof title === 'string') found.title = title.trim().toLowerCase()
        return [200, { data: article(id) }]
      }
      case 'DELETE /articles/{id}': {
        const index = articles.findIndex((one) => one.id === id)
        if (index < 0) return REFUSED
        articles.splice(index, 1)
        return [204]
      }

      case 'POST /jobs': {
        const jobId = `j${++made}`
        jobs.set(jobId, Date.now())
        return [202, { jobId, state: 'queued' }]
      }
      case 'GET /jobs/{id}':
        return Date.now() - (jobs.get(id) ?? Infinity) >= LAG * 30 ? [200, { jobId: id, state: 'done' }] : REFUSED

      case 'POST /drafts': {
        const draft = { id: `d${++made}`, text: given['text'] }
        drafts.set(draft.id, draft)
        return [201, draft]
      }
      case 'GET /drafts':
        return [200, []]
      case 'GET /drafts/{id}':
        return drafts.has(id) ? [200, drafts.get(id)] : REFUSED

      case 'POST /orders': {
        const key = headers['idempotency-key']
        if (typeof key !== 'string' || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key)) return [400, {}]
        if (keys.has(key)) return [409, { error: 'done already' }]
        keys.add(key)
        const order = { order_id: ++made, memo: given['memo'] }
        orders.push(order)
        return [201, order]
      }
      case 'GET /orders': {
        const page = integerOf(query.get('page'), 0, -9e15, 9e15)
        const size = integerOf(query.get('per_page'), 10, 1, 50)
        const memo = query.get('memo')
        if (page === undefined || size === undefined || (memo !== null && (memo === '' || [...memo].length > 60)))
          return [400, {}]
        const all = orders.filter((order) => memo === null || order['memo'] === memo)
        const start = Math.max(0, page) * size
        return [200, { results: all.slice(start, start + size), total_pages: Math.ceil(all.length / size) }]
      }
      case 'GET /orders/{id}':
      case 'POST /orders/{id}/confirm': {
        const found = orders.find((order) => String(order['order_id']) === id)
        return !isId(id) ? [400, {}] : found === undefined ? REFUSED : [200, found]
      }

      case 'POST /members': {
        const email = String(given['email']).toLowerCase()
        if ([...members.values()].some((member) => member['email'] === email)) return [409, { error: 'known' }]
        const { nickname } = given
        const member = { memberId: `m${++made}`, email, ...(nickname !== undefined && { nickname }), active: true }
        members.set(member.memberId, member)
        return [200, member]
      }
      case 'GET /members':
        return [200, { members: [...members.values()] }]
      case 'GET /members/{id}':
        return members.has(id) ? [200, members.get(id)] : REFUSED
      case 'PUT /members/{id}':
      case 'DELETE /members/{id}': {
        const member = members.get(id)
        if (member === undefined) return REFUSED
        if (member['active'] === false) return [410, { error: 'gone' }]
        Object.assign(member, method === 'PUT' ? { nickname: given['nickname'] } : { active: false })
        return [200, member]
      }
      default:
        return methodsOf(path).length > 0 ? [405, {}] : REFUSED
    }
  }
}

function methodsOf(path: string): readonly string[] {
  const paths = BAZAAR['paths'] as Record<string, object>
  return Object.keys(paths).filter((template) => template.replace(/\{[^}]+\}/, '{id}') === path)
}

function bodyValidators(): ReadonlyMap<string, ValidateFunction> {
  const ajv = new Ajv2020({ strict: false })
  formats.default.default(ajv)
  const paths = BAZAAR['paths'] as Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: object }> } }>
  >
  return new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([method, { requestBody }]) => {
        const schema = requestBody?.content['application/json']?.schema
        const name = `${method.toUpperCase()} ${path.replace(/\{[^}]+\}/, '{id}')}`
        return schema === undefined ? [] : [[name, ajv.compile(schema)] as const]
      }),
    ),
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
