import type { Dispatcher } from 'undici'
import type { HeaderList } from '../core/exchange.ts'
import type { Clock } from '../core/clock.ts'
import type { Connection } from './connections.ts'
import type { WireRequest } from './wire-request.ts'

/** What came of one request on one connection. */
export type Received = Answered | Failed

export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  readonly headers: HeaderList
  /** As on the wire, cut at the cap. */
  readonly chunks: readonly Buffer[]
  readonly bytes: number
  readonly firstByteMs: number
}

export interface Failed {
  readonly kind: 'failed'
  readonly error: unknown
  /** On a connection that had served before, and without a byte of an answer. */
  readonly isStale: boolean
  readonly hasTimedOut: boolean
  /** The header section of a response was there. */
  readonly hasBegun: boolean
  /** The request may still be under way. */
  readonly isGivenUp: boolean
}

export interface ReceiveLimits {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** Bytes of the body that are kept; the others are counted. */
  readonly keepBytes: number
}

/**
 * Sends one request and gathers the answer. Settles once, within the timeout, whatever the server does.
 *
 * @param path of the URL with its query, percent-encoded
 */
export function receive(
  connection: Connection,
  path: string,
  { method, headers, body }: WireRequest,
  clock: Clock,
  limits: ReceiveLimits,
): Promise<Received> {
  return new Promise((resolve) => {
    const startedAt = clock.monotonic()
    let wasUsed = false
    let controller: Dispatcher.DispatchController | undefined
    let firstByteMs = -1
    let status = 0
    let received: HeaderList = []
    const chunks: Buffer[] = []
    let bytes = 0
    let settled = false

    const settle = (result: Received): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      limits.signal?.removeEventListener('abort', onAbort)
      resolve(result)
    }
    const fail = (error: unknown, hasTimedOut: boolean): void => {
      // A request that waits for its connection cannot be taken back: it is ended as soon as it starts.
      const running = controller
      const isStale = wasUsed && firstByteMs < 0
      const isGivenUp = hasTimedOut || limits.signal?.aborted === true
      settle({
        kind: 'failed',
        error,
        isStale: isStale && !isGivenUp,
        hasTimedOut,
        hasBegun: firstByteMs >= 0,
        isGivenUp,
      })
      if (isGivenUp) running?.abort(GIVEN_UP)
    }
    const onAbort = (): void => fail(limits.signal?.reason, false)
    const timer = setTimeout(() => fail(GIVEN_UP, true), limits.timeoutMs)
    limits.signal?.addEventListener('abort', onAbort)

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started
        // Only now is it known on which socket the request goes out.
        wasUsed = connection.answered > 0
        if (settled) started.abort(GIVEN_UP)
      },
      onRequestUpgrade: (_controller, _status, _headers, socket) => {
        socket.destroy()
        fail(Object.assign(new Error('the server switched protocols'), { code: 'HPE_UPGRADE' }), false)
      },
      onResponseStart: (started, statusCode) => {
        // Interim responses (100, 103) are not the answer.
        if (statusCode < 200) return
        firstByteMs = clock.monotonic() - startedAt
        status = statusCode
        received = headersOf(started.rawHeaders)
      },
      onResponseData: (_controller, chunk) => {
        if (bytes < limits.keepBytes) chunks.push(chunk)
        bytes += chunk.length
      },
      onResponseEnd: () => {
        connection.answered++
        connection.answeredAt = clock.monotonic()
        settle({ kind: 'answered', status, headers: received, chunks, bytes, firstByteMs })
      },
      onResponseError: (_controller, error) => fail(error, false),
    }
    try {
      connection.client.dispatch(
        { method, path, headers: headers.flat(), body: body === undefined || body.length === 0 ? null : body },
        handler,
      )
    } catch (error) {
      fail(error, false)
    }
  })
}

const GIVEN_UP = new Error('given up')

/** Names and values as received, in order. */
function headersOf(raw: Dispatcher.DispatchController['rawHeaders']): HeaderList {
  if (!Array.isArray(raw)) return []
  const headers: (readonly [string, string])[] = []
  for (let i = 0; i + 1 < raw.length; i += 2) headers.push([textOf(raw[i]), textOf(raw[i + 1])])
  return headers
}

function textOf(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '')
}
