import { Client } from 'undici'
import type { Clock } from '../core/clock.ts'
import { isSocketGone } from './no-response.ts'

/** Keeps one connection at a time to an origin, used by one request at a time. */
export interface Connection {
  readonly client: Client
  /** Requests that were answered on the socket that is open now; 0 on a fresh one. */
  answered: number
  /** When the last of them was, on the monotonic clock. */
  answeredAt: number
}

/** Connections by origin, kept open between requests. */
export interface Connections {
  /** A connection that no request is using; waits for one when all are in use. */
  take(origin: string): Connection | Promise<Connection>
  give(origin: string, connection: Connection): void
  /**
   * Puts a connection in place of one that is open: for requests that cannot be repeated, to a server that is known to
   * close connections without saying so.
   */
  renew(origin: string, connection: Connection): Connection
  /** Whether a server closed a connection right after an answer that did not announce it. */
  closesUnasked(origin: string): boolean
  /** Ends a connection that may still be waiting for something. */
  drop(origin: string, connection: Connection): void
  /** Ends idle and busy connections. */
  close(): Promise<void>
}

/** Bytes of a response's header section at most. */
const MAX_HEADER_BYTES = 65_536

interface Origin {
  readonly all: Connection[]
  readonly idle: Connection[]
  readonly waiting: ((connection: Connection) => void)[]
  closesUnasked: boolean
}

/** Milliseconds after an answer within which no idle timeout ends. */
const SOON = 100

/**
 * One client per connection and not undici's pool, because only then is known whether a request went out on a socket
 * that had been used before: what fails there may be a server's idle timeout and not its answer.
 */
export function createConnections(limit: number, connectTimeoutMs: number, clock: Clock): Connections {
  const origins = new Map<string, Origin>()

  const open = (origin: string): Connection => {
    const client = new Client(origin, {
      allowH2: false,
      pipelining: 1,
      // The transport's own timer bounds the whole exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: MAX_HEADER_BYTES,
      connect: { timeout: connectTimeoutMs },
      autoSelectFamily: true,
    })
    const connection: Connection = { client, answered: 0, answeredAt: 0 }
    client.on('disconnect', (_origin, _clients, error) => {
      const isSoon = connection.answered > 0 && clock.monotonic() - connection.answeredAt < SOON
      const known = origins.get(origin)
      if (isSocketGone(error) && isSoon && known !== undefined) known.closesUnasked = true
      connection.answered = 0
    })
    return connection
  }

  const renew = (origin: string, connection: Connection): Connection => {
    // Nobody waits for the end of it, and its requests have been settled.
    connection.client.destroy().catch(() => undefined)
    const fresh = open(origin)
    const all = origins.get(origin)?.all
    const at = all?.indexOf(connection) ?? -1
    if (at >= 0) all?.splice(at, 1, fresh)
    return fresh
  }

  const give = (origin: string, connection: Connection): void => {
    const known = origins.get(origin)
    const next = known?.waiting.shift()
    if (next === undefined) known?.idle.push(connection)
    else next(connection)
  }

  return {
    take: (origin) => {
      let known = origins.get(origin)
      if (known === undefined) {
        known = { all: [], idle: [], waiting: [], closesUnasked: false }
        origins.set(origin, known)
      }
      // The one used last is the least likely to have been closed by the server.
      const idle = known.idle.pop()
      if (idle !== undefined) return idle
      if (known.all.length < limit) {
        const connection = open(origin)
        known.all.push(connection)
        return connection
      }
      const { waiting } = known
      return new Promise((resolve) => waiting.push(resolve))
    },
    give,
    renew,
    closesUnasked: (origin) => origins.get(origin)?.closesUnasked ?? false,
    drop: (origin, connection) => give(origin, renew(origin, connection)),
    close: async () => {
      const all = [...origins.values()].flatMap((origin) => origin.all)
      origins.clear()
      await Promise.all(all.map(({ client }) => client.destroy()))
    },
  }
}
