import type { HeaderList } from '../core/exchange.ts'

/** A request as it goes on the wire: everything is decided, the transport only sends it (and adds credentials). */
export interface WireRequest {
  /** Upper case: `GET`. */
  readonly method: string
  /** Absolute, percent-encoded. */
  readonly url: string
  /** In wire order; names keep the case they are sent in. */
  readonly headers: HeaderList
  readonly body?: string | Uint8Array
  /** Path parameters by name, unencoded: in the URL nothing tells which of its segments is a secret. */
  readonly pathValues?: readonly (readonly [name: string, value: string])[]
}
