import type { Json } from '../../core/json.ts'
import type { Operation } from '../../spec/model.ts'
import type { World } from './world.ts'

/** A request that has passed every gate: known, authenticated, within the contract. What a handler sees. */
export interface Call extends World {
  readonly operation: Operation
  /** Path parameters, decoded, as text. */
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** By lower-case name. */
  readonly header: Readonly<Record<string, string>>
  /** The parsed body; `undefined` where there is none. */
  readonly body: Json | undefined
  /** Path and query as they were sent, below the base URL: `/payments?limit=2`. */
  readonly target: string
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
}

/** What a handler answers. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** `application/json` where there is a body and nothing else is said. */
  readonly mediaType?: string
  readonly body?: Json | undefined
  /** Bytes in place of `body`, for faults that are about the bytes themselves. */
  readonly raw?: string | Uint8Array
}

/** Answers the calls of one operation. Throws a `Refusal` where that reads better than returning a problem. */
export type Handler = (call: Call) => Reply | Promise<Reply>

/** The handlers of one resource family by operation id. */
export type Handlers = Readonly<Record<string, Handler>>
