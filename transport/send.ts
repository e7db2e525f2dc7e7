import { setTimeout } from 'node:timers/promises'
import { type Clock, systemClock } from '../core/clock.ts'
import { type Exchange, headerOf, type NoResponse } from '../core/exchange.ts'
import { createConnections } from './connections.ts'
import { decompress, isKnownCoding } from './decompress.ts'
import { isSocketGone, noResponseOf } from './no-response.ts'
import type { RateLimiter } from './rate-limit.ts'
import { type Answered, type Failed, receive, type Received } from './receive.ts'
import { type ReadBody, record, type Recorded } from './record.ts'
import { MARGIN } from './recorded-body.ts'
import { createRedactor, type Redactor } from './redact.ts'
import type { WireRequest } from './wire-request.ts'

export interface TransportOptions {
  /** For the whole exchange, connecting included. Milliseconds. */
  readonly timeoutMs: number
  /** Connections to one origin at most; further requests wait. */
  readonly connections?: number
  /** Bytes of a body that are recorded; the others are counted. */
  readonly maxBodyBytes?: number
  readonly redactor?: Redactor
  readonly rate?: RateLimiter
  readonly clock?: Clock
  /** Asked for every URL before anything is sent; `false` yields an exchange with the cause `blocked`. */
  readonly allowHost?: (url: URL) => boolean
}

export interface SendOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** The only door to the network. What it returns is recorded: redacted and bounded. */
export interface Transport {
  /** Sends a request and records what came of it. No response is a result, too; redirects are not followed. */
  send(request: WireRequest, options?: SendOptions): Promise<Exchange>
  /** The same, with the body of the response as it was: for answers that the harness itself reads, such as a token. */
  sendUnrecorded(request: WireRequest, options?: SendOptions): Promise<Recorded>
  /** The record of a request that stays here: as it would be sent, without an answer. */
  recordUnsent(request: WireRequest): Recorded
  close(): Promise<void>
}

const MEGABYTE = 1_048_576

/** A transport with its own connections, to be closed after the last request. */
export function createTransport(options: TransportOptions): Transport {
  const { timeoutMs, connections: limit = 256, maxBodyBytes = MEGABYTE, rate, allowHost } = options
  const redactor = options.redactor ?? createRedactor()
  const clock = options.clock ?? systemClock
  const connections = createConnections(limit, timeoutMs, clock)
  const places = new Map<string, Place | undefined>()

  const placeOf = (url: string): Place | undefined => {
    const authority = /^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? ''
    let place = places.get(authority)
    if (place === undefined) {
      const parsed = URL.parse(authority)
      if (parsed === null) return undefined
      place = {
        origin: parsed.origin,
        host: parsed.host,
        isAllowed: allowHost?.(parsed) ?? true,
        prefix: authority.length,
        isTried: false,
      }
      if (places.size < MOST_PLACES) places.set(authority, place)
    }
    return place
  }

  const sendOnce = async (
    request: WireRequest,
    place: Place,
    timeout: number,
    signal?: AbortSignal,
  ): Promise<Received> => {
    let connection = await connections.take(place.origin)
    if (connection.answered > 0 && !isRepeatable(request)) {
      if (!place.isTried) await setTimeout(TRIAL)
      place.isTried = true
      if (connections.closesUnasked(place.origin)) connection = connections.renew(place.origin, connection)
    }
    const path = pathOf(request.url, place.prefix)
    const limits = { timeoutMs: timeout, signal, keepBytes: maxBodyBytes + MARGIN }
    const received = await receive(connection, path, request, clock, limits)
    if (received.kind === 'failed' && received.isGivenUp) connections.drop(place.origin, connection)
    else connections.give(place.origin, connection)
    return received
  }

  const prepared = (request: WireRequest) => {
    const wired = withDefaults(request)
    const place = placeOf(request.url)
    const recorder = { redactor, maxBodyBytes, request: wired, host: place?.host ?? '' }
    const unsent = (outcome: NoResponse): Recorded =>
      record(recorder, { result: outcome, startedAt: clock.now(), durationMs: 0, attempt: 1 })
    return { wired, place, recorder, unsent }
  }

  const send = async (
    request: WireRequest,
    { timeoutMs: timeout = timeoutMs, signal }: SendOptions = {},
  ): Promise<Recorded> => {
    const { place, recorder, wired, unsent } = prepared(request)
    if (place === undefined) return unsent(blocked('the URL is not one of http or https'))
    if (!place.isAllowed) return unsent(blocked(`requests to ${place.host} are not allowed`))
    if (signal?.aborted === true) return unsent(ABORTED)
    try {
      await rate?.take(signal)
    } catch {
      return unsent(ABORTED)
    }
    for (let attempt = 1; ; attempt++) {
      const startedAt = clock.now()
      const began = clock.monotonic()
      const received = await sendOnce(wired, place, timeout, signal)
      const timing = { startedAt, durationMs: clock.monotonic() - began, attempt }
      if (received.kind === 'answered') {
        const body = await readBody(wired, received, maxBodyBytes + MARGIN)
        return record(recorder, { ...timing, result: { kind: 'answered', received, body } })
      }
      if (attempt > 1 || !isSafeToRepeat(wired, received)) {
        return record(recorder, { ...timing, result: outcomeOf(received, timeout, signal) })
      }
    }
  }

  return {
    send: async (request, sendOptions) => (await send(request, sendOptions)).exchange,
    sendUnrecorded: send,
    recordUnsent: (request) => prepared(request).unsent(blocked('it was not meant to be sent')),
    close: () => connections.close(),
  }
}

interface Place {
  readonly origin: string
  readonly host: string
  readonly isAllowed: boolean
  /** Length of scheme and authority. */
  readonly prefix: number
  /** Whether it is known if the server keeps connections open. */
  isTried: boolean
}

/** Milliseconds to see, once for a server, whether it closes the connection after its first answer. */
const TRIAL = 10

/** Hosts that are remembered; a run has one or two. */
const MOST_PLACES = 100

const ABORTED: NoResponse = { kind: 'no-response', cause: 'aborted', message: 'given up before the response was there' }

function blocked(message: string): NoResponse {
  return { kind: 'no-response', cause: 'blocked', message: `not sent: ${message}` }
}

/** Path and query as they go on the wire. */
function pathOf(url: string, prefix: number): string {
  const hash = url.indexOf('#', prefix)
  const path = url.slice(prefix, hash < 0 ? undefined : hash)
  return path.startsWith('/') ? path : `/${path}`
}

/** Compressed answers hide from curl what they say, so they are not asked for. */
function withDefaults(request: WireRequest): WireRequest {
  if (headerOf(request.headers, 'accept-encoding') !== undefined) return request
  return { ...request, headers: [...request.headers, ['accept-encoding', 'identity']] }
}

/**
 * A server may close an idle connection at the moment a request is written to it. RFC 9110 §9.2.2: a client may repeat
 * such a request on its own when its method is idempotent; so is one whose key tells the server that it is the same.
 */
function isSafeToRepeat(request: WireRequest, { isStale, error }: Failed): boolean {
  return isStale && isSocketGone(error) && isRepeatable(request)
}

function isRepeatable({ method, headers }: WireRequest): boolean {
  return IDEMPOTENT.has(method) || headerOf(headers, 'idempotency-key') !== undefined
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE'])

function outcomeOf(
  { error, hasTimedOut, hasBegun }: Failed,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): NoResponse {
  if (hasTimedOut)
    return { kind: 'no-response', cause: 'timeout', message: `no complete response within ${timeoutMs} ms` }
  return signal?.aborted === true ? ABORTED : noResponseOf(error, hasBegun)
}

const EMPTY = Buffer.alloc(0)

async function readBody(
  { method }: WireRequest,
  { headers, chunks, bytes }: Answered,
  maxBytes: number,
): Promise<ReadBody> {
  const first = chunks[0]
  if (first === undefined || method === 'HEAD') return { content: EMPTY, truncated: false }
  const content = chunks.length === 1 ? first : Buffer.concat(chunks)
  const truncated = bytes > content.length
  const coding = headerOf(headers, 'content-encoding')
  if (coding === undefined) return { content, truncated }
  const decoded = await decompress(content, coding, maxBytes)
  if (decoded !== undefined) return { ...decoded, truncated: truncated || decoded.truncated }
  return { content, truncated, ...(isKnownCoding(coding) && { undecoded: coding }) }
}
