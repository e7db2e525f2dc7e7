import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { load } from 'js-yaml'
import { isJsonObject, type Json, type JsonObject } from '../../core/json.ts'
import { type Answer, createTillState, problem } from './till-state.ts'

/** The contract of the till. */
export const TILL_DOCUMENT: string = fileURLToPath(new URL('./till-api.yaml', import.meta.url))

/** A request as the till sees it before anything of it is checked. */
export interface TillRequest {
  readonly operation: string
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

/** A planted bug; what is not named is as the contract says. */
export interface TillFault {
  /** Changes the document that the till validates by. */
  readonly rules?: (document: JsonObject) => JsonObject
  /** Changes a request before it is checked. */
  readonly read?: (request: TillRequest) => TillRequest
  /** Answers before anything is checked, or leaves it to the till. */
  readonly answer?: (request: TillRequest) => Answer | undefined
  /** That only the till sets it. */
  readonly forgets?: 'openedAt'
}

export interface TillServer {
  /** With the version segment, without a trailing slash. */
  readonly baseUrl: string
  close(): Promise<void>
}

/** A correct server for till-api.yaml that remembers, with at most one fault. */
export async function startTill(fault: TillFault = {}): Promise<TillServer> {
  const answer = createTill(fault)
  const server = createServer((incoming, outgoing) => {
    void answerTo(incoming, answer).then((given) => send(outgoing, given))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const ROUTES: readonly (readonly [method: string, path: RegExp, operation: string, template: string])[] = [
  ['POST', /^\/v1\/accounts$/, 'createAccount', '/accounts'],
  ['GET', /^\/v1\/accounts\/(?<accountId>[^/]+)$/, 'getAccount', '/accounts/{accountId}'],
  ['PATCH', /^\/v1\/accounts\/(?<accountId>[^/]+)$/, 'changeAccount', '/accounts/{accountId}'],
  ['POST', /^\/v1\/accounts\/(?<accountId>[^/]+)\/orders$/, 'createOrder', '/accounts/{accountId}/orders'],
  ['GET', /^\/v1\/orders$/, 'listOrders', '/orders'],
  ['POST', /^\/v1\/orders\/(?<orderId>[^/]+)\/capture$/, 'captureOrder', '/orders/{orderId}/capture'],
  ['POST', /^\/v1\/orders\/(?<orderId>[^/]+)\/refunds$/, 'refundOrder', '/orders/{orderId}/refunds'],
]

const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i

function createTill(fault: TillFault): (request: TillRequest, isText: boolean) => Answer {
  const state = createTillState()
  const rules = rulesOf(fault.rules ?? ((document) => document))
  const keys = new Map<string, { readonly request: string; readonly answer: Answer }>()

  const once = ({ method, url, headers, text }: TillRequest, act: () => Answer): Answer => {
    const key = headers['idempotency-key']
    if (typeof key !== 'string') return act()
    const request = `${method} ${url.href} ${text}`
    const known = keys.get(key)
    if (known !== undefined) {
      return known.request === request ? known.answer : problem(409, 'The key was used for another request')
    }
    const answer = act()
    if (answer.status < 300) keys.set(key, { request, answer })
    return answer
  }

  return (sent, isText) => {
    const early = fault.answer?.(sent)
    if (early !== undefined) return early
    const request = fault.read?.(sent) ?? sent
    const { url, headers, text } = request
    const candidates = ROUTES.filter(([, path]) => path.test(url.pathname))
    if (candidates.length === 0) return problem(404, 'There is nothing here')
    const route = candidates.find(([method]) => method === request.method)
    if (route === undefined) return problem(405, 'There is no such method here')
    const [, pattern, operation, template] = route
    if (!/^Bearer \S+$/.test(headers.authorization ?? '')) return problem(401, 'Send a bearer token')
    const rule = rules(template, request.method)
    const accept = headers.accept ?? '*/*'
    if (rule.documents406 && !/\*\/\*|application\/(?:\*|json)/.test(accept)) return problem(406, 'There is only JSON')
    if (rule.mediaType !== undefined) {
      const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim()
      if (type !== rule.mediaType) return problem(415, `Send ${rule.mediaType}`)
    }
    const key = headers['idempotency-key']
    if (rule.hasKey && (typeof key !== 'string' || !KEY.test(key))) {
      return problem(400, 'Idempotency-Key is a UUID v4')
    }
    const wrong = rule.wrongParameter(pattern.exec(url.pathname)?.groups ?? {}, url.searchParams)
    if (wrong !== undefined) return problem(400, wrong)
    const path = Object.fromEntries(Object.entries(pattern.exec(url.pathname)?.groups ?? {}))
    for (const [name, id] of Object.entries(path)) {
      if (!state.has(name, id)) return problem(404, `There is no such ${name}`)
    }
    let body: Json = null
    if (rule.mediaType !== undefined) {
      const parsed = isText ? parse(text) : undefined
      if (parsed === undefined) return problem(400, 'The body is no JSON')
      body = rule.withoutReadOnly(parsed.value)
      if (!rule.accepts(body)) return problem(400, 'The body is not what it should be')
      const { openedAt } = isJsonObject(parsed.value) ? parsed.value : {}
      if (fault.forgets === 'openedAt' && openedAt !== undefined) body = { ...(body as JsonObject), openedAt }
    }
    const call = { path, query: url.searchParams, body }
    return once(request, () => state.operations[operation]?.(call) ?? problem(404, 'There is nothing here'))
  }
}

/** What an operation asks of its requests. */
interface Rule {
  readonly mediaType: string | undefined
  readonly hasKey: boolean
  readonly documents406: boolean
  wrongParameter(path: Readonly<Record<string, string>>, query: URLSearchParams): string | undefined
  withoutReadOnly(body: Json): Json
  accepts(body: Json): boolean
}

function rulesOf(change: (document: JsonObject) => JsonObject): (path: string, method: string) => Rule {
  // The file is this project's own.
  const document = change(load(readFileSync(TILL_DOCUMENT, 'utf8')) as JsonObject)
  const ajv = new Ajv2020({ strict: false, coerceTypes: false })
  formats.default.default(ajv)
  ajv.addSchema(forRequests(document), 'till')
  const known = new Map<string, Rule>()
  return (path, method) => {
    const rule = known.get(`${method} ${path}`) ?? ruleOf(document, ajv, path, method.toLowerCase())
    known.set(`${method} ${path}`, rule)
    return rule
  }
}

function ruleOf(document: JsonObject, ajv: Ajv2020, path: string, method: string): Rule {
  const item = at(document, 'paths', path)
  const operation = at(item, method)
  const parameters = [...list(item['parameters']), ...list(operation['parameters'])].map((given) =>
    typeof given['$ref'] === 'string' ? at(document, ...given['$ref'].slice(2).split('/')) : given,
  )
  const content = isJsonObject(operation['requestBody']) ? at(operation, 'requestBody', 'content') : {}
  const [mediaType] = Object.keys(content)
  const escape = (token: string): string => encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))
  const pointer = ['paths', path, method, 'requestBody', 'content', mediaType ?? '', 'schema'].map(escape).join('/')
  const body = mediaType === undefined ? undefined : ajv.compile({ $ref: `till#/${pointer}` })
  const checks = parameters.map((parameter) => ({ parameter, check: parameterCheck(parameter, ajv) }))
  return {
    mediaType,
    hasKey: parameters.some(({ name }) => name === 'Idempotency-Key'),
    documents406: Object.hasOwn(at(operation, 'responses'), '406'),
    wrongParameter: (given, query) => {
      for (const { parameter, check } of checks) {
        const { name, in: place, required } = parameter
        if (place !== 'path' && place !== 'query') continue
        const value = place === 'path' ? given[String(name)] : (query.get(String(name)) ?? undefined)
        if (value === undefined ? required === true : !check(value)) return `${String(name)} is wrong`
      }
      return undefined
    },
    withoutReadOnly: (value) =>
      isJsonObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'accountId' && name !== 'openedAt'))
        : value,
    accepts: (value) => body?.(value) === true,
  }
}

function parameterCheck({ schema }: JsonObject, ajv: Ajv2020): (text: string) => boolean {
  const given = schema as JsonObject
  const resolved = typeof given['$ref'] === 'string' ? relocated(given) : given
  const validate: ValidateFunction = ajv.compile(resolved)
  const isNumber = given['type'] === 'integer'
  return (text) => validate(isNumber && /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text)
}

function relocated({ $ref }: JsonObject): JsonObject {
  return { $ref: `till${String($ref)}` }
}

/** Members that only responses have need not be in a request. */
function forRequests(document: JsonObject): JsonObject {
  const account = at(document, 'components', 'schemas', 'Account')
  const required = list(account['required']).filter((name) => !['accountId', 'openedAt'].includes(String(name)))
  const schemas = { ...at(document, 'components', 'schemas'), Account: { ...account, required } }
  return { ...document, components: { ...at(document, 'components'), schemas } }
}

function at(root: JsonObject, ...tokens: readonly string[]): JsonObject {
  let node: unknown = root
  for (const token of tokens) node = isJsonObject(node) ? node[token] : undefined
  return isJsonObject(node) ? node : {}
}

function list(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : []
}

function parse(text: string): { readonly value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json }
  } catch {
    return undefined
  }
}

async function answerTo(
  incoming: IncomingMessage,
  answer: (request: TillRequest, isText: boolean) => Answer,
): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const url = new URL(incoming.url ?? '/', 'http://till')
  const method = incoming.method ?? ''
  const route = ROUTES.find(([wanted, path]) => wanted === method && path.test(url.pathname))
  const text = bytes.toString('utf8')
  const isText = Buffer.from(text).equals(bytes)
  return answer({ operation: route?.[2] ?? 'none', method, url, headers: incoming.headers, text }, isText)
}

function send(outgoing: ServerResponse, { status, body }: Answer): void {
  const text = body === undefined ? '' : JSON.stringify(body)
  outgoing.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    'content-length': String(Buffer.byteLength(text)),
  })
  outgoing.end(text)
}
