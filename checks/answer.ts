import type { BrokenConstraint } from '../core/case.ts'
import { headerOf, type Exchange, type RecordedResponse } from '../core/exchange.ts'
import { responseFor, type MediaType, type Operation, type ResponseModel } from '../spec/model.ts'
import type { Judged } from './check.ts'
import { bestMatch, isJsonMediaType, isProblemMediaType, type MediaTypeName, parseMediaType } from './media-type.ts'

/**
 * How far an answer can be held against the contract. This is where it is decided that one broken promise is one
 * finding: every check looks here, and says something only when all that comes before it is in order.
 *
 * 1. No response: `response-is-well-formed`, and only where the protocol itself was broken; the rest is the runner's.
 * 2. `server-error`: `no-server-error` alone, documented or not; its content is not judged.
 * 3. `undocumented` status: `status-code-is-documented` alone; there is nothing to compare the rest with.
 * 4. `documented`, content undocumented: `content-type-is-documented`; the body is not judged.
 * 5. The body is not what its content type says: `response-is-well-formed`.
 * 6. An error whose problem details are broken: `problem-is-well-formed`.
 * 7. Any other difference from the schema: `body-matches-schema`.
 * 8. Valid, but with members that nobody documents: `no-undocumented-fields`.
 *
 * Beside this ladder stand promises of their own: headers (from 4 on), links (8), sensitive data, stack traces, a
 * redirect that would carry secrets away, and whether a valid request was accepted (when 4 and 6 are in order).
 */
export type Answer =
  | { readonly kind: 'none' }
  | { readonly kind: 'server-error'; readonly response: RecordedResponse }
  | { readonly kind: 'undocumented'; readonly response: RecordedResponse; readonly excuse: string | undefined }
  | {
      readonly kind: 'documented'
      readonly response: RecordedResponse
      readonly documented: ResponseModel
      readonly content: Content
    }

export type Content =
  /** No body, where none is promised or none can be; or a body where the contract says nothing about one. */
  | { readonly kind: 'unpromised' }
  /** A body is promised, none came. */
  | { readonly kind: 'missing'; readonly promised: MediaType }
  | { readonly kind: 'undocumented'; readonly contentType: string | undefined }
  | { readonly kind: 'documented'; readonly media: MediaType }

const answers = new WeakMap<Exchange, { readonly operation: Operation; readonly answer: Answer }>()

/** The standing of an exchange's response, worked out once. */
export function answerOf(judged: Judged): Answer {
  const { operation, exchange } = judged
  const known = answers.get(exchange)
  if (known?.operation === operation) return known.answer
  const answer = classify(judged)
  answers.set(exchange, { operation, answer })
  return answer
}

function classify(judged: Judged): Answer {
  const { operation, exchange } = judged
  const response = exchange.outcome
  if (response.kind !== 'response') return { kind: 'none' }
  const documented = responseFor(operation, response.status)
  if (response.status >= 500 && !wasAskedFor(exchange, response.status)) {
    if (!isUnavailable(response)) return { kind: 'server-error', response }
    if (documented === undefined) return { kind: 'undocumented', response, excuse: 'temporarily unavailable' }
  }
  if (documented === undefined) {
    return { kind: 'undocumented', response, excuse: excuseFor(judged, response.status) }
  }
  return { kind: 'documented', response, documented, content: contentOf(exchange, response, documented) }
}

/** RFC 9110 §15.6.4: a server that names the time at which to come back is not broken. */
function isUnavailable(response: RecordedResponse): boolean {
  return response.status === 503 && headerOf(response.headers, 'retry-after') !== undefined
}

/** Whether the request itself asked for this status (`Prefer: code=500`, as mocks understand it). */
export function wasAskedFor(exchange: Exchange, status: number): boolean {
  const prefer = headerOf(exchange.request.headers, 'prefer')
  return prefer !== undefined && new RegExp(`(?:^|[,;\\s])code="?${status}(?!\\d)`).test(prefer)
}

/** Statuses that answer a conditional or partial request, by the headers that ask for them. */
const CONDITIONAL: Readonly<Record<number, readonly string[]>> = {
  206: ['range'],
  304: ['if-none-match', 'if-modified-since'],
  412: ['if-match', 'if-unmodified-since', 'if-none-match'],
  416: ['range'],
}

/**
 * Why a status that is not listed is promised all the same, or `undefined`. The contract documents these readings
 * without the status: declared security is a documented way to be refused, an id in the path one to be unknown.
 */
function excuseFor({ operation, exchange, case: planned }: Judged, status: number): string | undefined {
  if (planned?.intent.kind === 'invalid') {
    if (isProvoked(planned.intent.constraint, status)) return 'the request asks for it'
    if (REFUSALS.has(status) && !documentsRefusal(operation)) return 'no way to refuse a request is documented'
    // A body that is missing takes its media type with it.
    if (status === 415 && headerOf(exchange.request.headers, 'content-type') === undefined) {
      return 'the request names no media type'
    }
  }
  if (status === 429) return 'requests are limited'
  if (status === 401 || status === 403 || status === 407) {
    return operation.security.length > 0 || carriesCredentials(exchange) ? 'credentials are at play' : undefined
  }
  if (status === 404 && operation.path.includes('{')) return 'the path holds an id'
  const asks = CONDITIONAL[status]?.some((name) => headerOf(exchange.request.headers, name) !== undefined)
  return asks === true ? 'the request is conditional' : undefined
}

/** How a server says that a request is not what it should be. */
const REFUSALS = new Set([400, 422])

/** Where not, the contract is to blame (`client-error-is-documented` of its lint), and a server can but refuse somehow. */
function documentsRefusal({ responses }: Operation): boolean {
  return responses.some(({ status }) => /^(?:400|422|4XX|default)$/i.test(status))
}

/**
 * Whether HTTP itself names the status for what the request breaks (RFC 9110 §15.5.6, §15.5.7, §15.5.16), or leaves it to
 * the server whether it copes with such a request at all.
 */
function isProvoked({ kind }: BrokenConstraint, status: number): boolean {
  switch (kind) {
    case 'method':
    case 'tolerance':
      return status >= 400 && status < 500
    case 'media-type':
      return status === 415
    case 'accept':
      return status === 406
    default:
      return false
  }
}

/** Whether the request carried something that must not go elsewhere. */
export function carriesCredentials({ request, redactions }: Exchange): boolean {
  return (
    headerOf(request.headers, 'authorization') !== undefined ||
    headerOf(request.headers, 'cookie') !== undefined ||
    redactions.some(({ at }) => at.part === 'request-header')
  )
}

const UNPROMISED: Content = { kind: 'unpromised' }

function contentOf({ request }: Exchange, response: RecordedResponse, documented: ResponseModel): Content {
  const { status, body, headers } = response
  if (documented.content.length === 0 || request.method.toUpperCase() === 'HEAD') return UNPROMISED
  if (status < 200 || status === 204 || status === 205 || status === 304) return UNPROMISED
  if (body === undefined || body.bytes === 0) return missingContent(status, documented)
  const contentType = headerOf(headers, 'content-type')
  const name = contentType === undefined ? undefined : parseMediaType(contentType)
  const media =
    name === undefined ? undefined : (bestMatch(documented.content, name) ?? takenForProblem(name, status, documented))
  return media === undefined ? { kind: 'undocumented', contentType } : { kind: 'documented', media }
}

/**
 * RFC 9457 §3: problem details are for errors, so a success that is documented as one is JSON by another name, and a server
 * that sends it as JSON is right.
 */
function takenForProblem(name: MediaTypeName, status: number, { content }: ResponseModel): MediaType | undefined {
  if (status >= 300 || name.type !== 'application' || name.subtype !== 'json') return undefined
  return content.find(({ mediaType }) => {
    const documented = parseMediaType(mediaType)
    return documented !== undefined && isProblemMediaType(documented)
  })
}

/**
 * An empty body breaks a promise only where every documented content is JSON of some schema (an empty text is a
 * text), not on redirects, not on statuses that a gateway may answer, and not where only `default` speaks.
 */
function missingContent(status: number, { content, status: documented }: ResponseModel): Content {
  const isFromGateway = status === 401 || status === 403 || status === 407 || status === 429
  if (documented === 'default' || Math.floor(status / 100) === 3 || isFromGateway) return UNPROMISED
  const isJsonOnly = content.every(({ mediaType, schema }) => {
    const name = parseMediaType(mediaType)
    return schema !== undefined && name !== undefined && isJsonMediaType(name)
  })
  const [promised] = content
  return isJsonOnly && promised !== undefined ? { kind: 'missing', promised } : UNPROMISED
}
