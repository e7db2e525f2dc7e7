import type { Json, JsonObject } from '../../core/json.ts'
import { isJsonObject } from '../../core/json.ts'
import { withValueAt } from '../../generators/invalid/edit.ts'
import { valueAt } from '../../core/json-pointer.ts'
import { problem } from './till-state.ts'
import type { TillFault, TillRequest } from './till-server.ts'

/** A planted bug and what a run has to say of it. */
export interface PlantedFault {
  readonly name: string
  readonly fault: TillFault
  /** Operation and check of the one finding. */
  readonly found: string
  /** What the finding's message says of the constraint. */
  readonly names: RegExp
  /** The body of the smallest request that shows it. */
  readonly smallest?: RegExp
}

const schemas = '/components/schemas'
const order = `${schemas}/NewOrder/properties`
const account = `${schemas}/Account/properties`

/** The till validates by other keywords at a place; `undefined` takes one away. */
function otherwise(pointer: string, changes: Readonly<Record<string, Json | undefined>>): TillFault {
  return {
    rules: (document) => {
      const before = valueAt(document, pointer)
      const target = isJsonObject(before) && typeof before['$ref'] === 'string' ? before['$ref'].slice(1) : pointer
      const after = { ...(valueAt(document, target) as JsonObject), ...changes }
      const kept = Object.fromEntries(Object.entries(after).filter(([, value]) => value !== undefined))
      return withValueAt(document, pointer, kept as JsonObject) as JsonObject
    },
  }
}

/** A request whose JSON body is of this kind makes an operation fail. */
function fails(operation: string, isMeant: (body: Json) => boolean): TillFault {
  return {
    answer: (request) => {
      if (request.operation !== operation) return undefined
      const body = bodyOf(request)
      return body !== undefined && isMeant(body) ? problem(500, 'Something broke') : undefined
    },
  }
}

function reads(operation: string, change: (body: JsonObject) => Json): TillFault {
  return {
    read: (request) => {
      const body = request.operation === operation ? bodyOf(request) : undefined
      return isJsonObject(body) ? { ...request, text: JSON.stringify(change(body)) } : request
    },
  }
}

function bodyOf({ text }: TillRequest): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsOf)
  return isJsonObject(value) ? Object.values(value).flatMap((member) => textsOf(member)) : []
}

const isRejected = 'invalid-request-is-rejected'

/** What is taken that should be refused. */
export const LAX: readonly PlantedFault[] = [
  {
    name: 'accepts an amount above the maximum',
    fault: otherwise(`${order}/amount`, { maximum: undefined }),
    found: `createOrder ${isRejected}`,
    names: /\/amount: maximum 99999999, sent 100000000/,
    smallest: /^\{"amount":100000000,"currency":"\w+","payment":\{"type":"\w+","\w+":"[^"]+"\}\}$/,
  },
  {
    name: 'accepts a missing nested required member',
    fault: otherwise(`${schemas}/Address`, { required: ['line1'] }),
    found: `createAccount ${isRejected}`,
    names: /\/address\/city: required, sent none/,
  },
  {
    name: 'accepts a listed value in other letter case',
    fault: reads('createAccount', (body) => ({
      ...body,
      ...(typeof body['kind'] === 'string' && { kind: body['kind'].toLowerCase() }),
    })),
    found: `createAccount ${isRejected}`,
    names: /\/kind: one of 3 listed values, sent "PERSONAL"/,
  },
  {
    name: 'accepts any value where some are listed',
    fault: otherwise(`${order}/currency`, { enum: undefined, pattern: '^[A-Za-z]+$' }),
    found: `createOrder ${isRejected}`,
    names: /\/currency: one of 3 listed values/,
  },
  {
    name: 'accepts one character too many',
    fault: otherwise(`${order}/reference`, { maxLength: 17 }),
    found: `createOrder ${isRejected}`,
    names: /\/reference: at most 16 characters, sent 17 characters/,
  },
  {
    name: 'accepts another member where none is allowed',
    fault: otherwise(`${schemas}/Account`, { additionalProperties: true }),
    found: `createAccount ${isRejected}`,
    names: /\/conformanceExtra: no other members/,
  },
  {
    name: 'accepts null',
    fault: otherwise(`${account}/nickname`, { type: ['string', 'null'] }),
    found: `createAccount ${isRejected}`,
    names: /\/nickname: type string, sent null/,
    smallest: /"city":"\w"\},"nickname":null\}$/,
  },
  {
    name: 'accepts an exclusive bound itself',
    fault: otherwise(`${order}/discount`, { exclusiveMaximum: undefined, maximum: 100 }),
    found: `createOrder ${isRejected}`,
    names: /\/discount: exclusiveMaximum 100, sent 100/,
  },
  {
    name: 'accepts what is no multiple',
    fault: otherwise(`${order}/discount`, { multipleOf: undefined }),
    found: `createOrder ${isRejected}`,
    names: /\/discount: multiple of 0\.25/,
  },
  {
    name: 'accepts an item twice',
    fault: otherwise(`${account}/tags`, { uniqueItems: undefined }),
    found: `createAccount ${isRejected}`,
    names: /\/tags: unique items, sent an item twice/,
  },
  {
    name: 'accepts too few items',
    fault: otherwise(`${account}/tags`, { minItems: undefined }),
    found: `createAccount ${isRejected}`,
    names: /\/tags: at least 2 items, sent 1 item/,
  },
  {
    name: 'accepts what only begins as a pattern says',
    fault: otherwise(`${schemas}/Card/properties/token`, { pattern: '^tok_[a-z0-9]{8}' }),
    found: `createOrder ${isRejected}`,
    names: /\/payment\/token: pattern/,
  },
  {
    name: 'accepts what is no date',
    fault: otherwise(`${order}/dueOn`, { format: undefined }),
    found: `createOrder ${isRejected}`,
    names: /\/dueOn: format date, sent "not-a-date"/,
  },
  {
    name: 'does not look into one branch',
    fault: otherwise(`${schemas}/Transfer`, { required: ['type'] }),
    found: `createOrder ${isRejected}`,
    names: /\/payment\/mandate: required, sent none/,
  },
  {
    name: 'accepts a query parameter above its maximum',
    fault: otherwise('/paths/~1orders/get/parameters/0/schema', { maximum: undefined }),
    found: `listOrders ${isRejected}`,
    names: /query limit: maximum 50, sent 51/,
  },
  {
    name: 'does without a required query parameter',
    fault: otherwise('/paths/~1orders/get/parameters/2', { required: false }),
    found: `listOrders ${isRejected}`,
    names: /query orderedAfter: required, sent none/,
  },
  {
    name: 'lets the client set a read-only member',
    fault: { forgets: 'openedAt' },
    found: `createAccount ${isRejected}`,
    names: /Only the server sets \/openedAt, but it took the value of the request/,
  },
]

/** What breaks the rules around the data. */
export const PROTOCOL: readonly PlantedFault[] = [
  {
    name: 'accepts a key that is no UUID v4',
    fault: {
      read: (request) => {
        const key = request.operation === 'createOrder' ? request.headers['idempotency-key'] : undefined
        if (typeof key !== 'string' || !/^.{14}1/.test(key)) return request
        return { ...request, headers: { ...request.headers, 'idempotency-key': key.replace(/^(.{14})1/, '$14') } }
      },
    },
    found: 'createOrder malformed-idempotency-key-is-rejected',
    names: /header Idempotency-Key: a UUID v4, sent a UUID v1/,
  },
  {
    name: 'accepts a request without credentials',
    fault: withoutCredentials('getAccount'),
    found: 'getAccount missing-authentication-is-rejected',
    names: /credentials: bearer, sent none/,
  },
  {
    name: 'answers a method that the path does not have',
    fault: { answer: ({ method, url }) => (method === 'DELETE' && url.pathname === '/v1/orders' ? OK : undefined) },
    found: 'listOrders unsupported-method-is-rejected',
    names: /method: one of GET, sent DELETE/,
  },
  {
    name: 'accepts a body of any media type',
    fault: {
      read: (request) =>
        request.operation === 'createOrder'
          ? { ...request, headers: { ...request.headers, 'content-type': 'application/json' } }
          : request,
    },
    found: 'createOrder unsupported-media-type-is-rejected',
    names: /header Content-Type: application\/json, sent /,
  },
]

/** What fails where it should answer. */
export const FAILING: readonly PlantedFault[] = [
  {
    name: 'fails on an empty string',
    fault: fails('createAccount', (body) => isJsonObject(body) && body['nickname'] === ''),
    found: 'createAccount no-server-error',
    names: /It takes \/nickname "" \(minLength 0: #\/components\/schemas\/Account\/properties\/nickname\/minLength\)\./,
    smallest: /^\{"name":"\w","kind":"personal","address":\{"line1":"\w","city":"\w"\},"nickname":""\}$/,
  },
  {
    name: 'fails on a character outside of the basic plane',
    fault: fails('createAccount', (body) => textsOf(body).some((text) => /[\u{10000}-\u{10FFFF}]/u.test(text))),
    found: 'createAccount no-server-error',
    names: /It takes \/(?:name|nickname|tags|address)\S* .*\u{1F600}/u,
    smallest: /^[ -~]*\u{1F600}[ -~]*$/u,
  },
  {
    name: 'fails on JSON that ends too early',
    fault: {
      answer: (request) =>
        request.operation === 'captureOrder' && request.text !== '' && bodyOf(request) === undefined
          ? problem(500, 'Unexpected end of input')
          : undefined,
    },
    found: 'captureOrder no-server-error',
    names: /JSON, sent a text that ends too early/,
  },
  {
    name: 'fails on deep nesting',
    fault: {
      answer: ({ operation, text }) =>
        operation === 'captureOrder' && text.startsWith('[[[[') ? problem(500, 'Stack exhausted') : undefined,
    },
    found: 'captureOrder no-server-error',
    names: /nested arrays/,
  },
]

const OK = { status: 200, body: [] }

function withoutCredentials(operation: string): TillFault {
  return {
    read: (request) =>
      request.operation === operation && request.headers.authorization === undefined
        ? { ...request, headers: { ...request.headers, authorization: 'Bearer conformance' } }
        : request,
  }
}

const isAccepted = 'valid-request-is-accepted'

/** What is refused that should be taken. */
export const STRICT: readonly PlantedFault[] = [
  {
    name: 'refuses one of the listed values',
    fault: otherwise(`${order}/currency`, { enum: ['USD', 'CAD'] }),
    found: `createOrder ${isAccepted}`,
    names: /\/currency/,
  },
  {
    name: 'refuses a listed value of a query parameter',
    fault: otherwise('/paths/~1orders/get/parameters/1/schema', { enum: ['ordered', 'refunded'] }),
    found: `listOrders ${isAccepted}`,
    names: /state/,
  },
  {
    name: 'refuses a text as long as it may be',
    fault: otherwise(`${order}/reference`, { maxLength: 15 }),
    found: `createOrder ${isAccepted}`,
    names: /\/reference/,
  },
  {
    name: 'refuses the greatest number allowed',
    fault: otherwise(`${order}/amount`, { maximum: 99_999_998 }),
    found: `createOrder ${isAccepted}`,
    names: /\/amount/,
  },
  {
    name: 'refuses to do without an optional member',
    fault: otherwise(`${schemas}/NewOrder`, { required: ['amount', 'currency', 'payment', 'reference'] }),
    found: `createOrder ${isAccepted}`,
    names: /\/reference/,
  },
  {
    name: 'refuses an empty text',
    fault: otherwise(`${account}/nickname`, { minLength: 1 }),
    found: `createAccount ${isAccepted}`,
    names: /\/nickname/,
  },
  {
    name: 'refuses as few items as there may be',
    fault: otherwise(`${account}/tags`, { minItems: 3 }),
    found: `createAccount ${isAccepted}`,
    names: /\/tags/,
  },
]
