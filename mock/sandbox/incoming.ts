import type { Operation } from '../../spec/model.ts'

/** A request as it came in, its body read to the end. */
export interface Incoming {
  readonly method: string
  /** Path and query as sent, below the base URL. */
  readonly target: string
  /** The path alone, undecoded. */
  readonly pathText: string
  readonly query: URLSearchParams
  /** By lower-case name; of a name that came twice, the values joined by a comma. */
  readonly header: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  readonly signal: AbortSignal
}

/** A request of which the operation is known. */
export interface Routed extends Incoming {
  readonly operation: Operation
  readonly path: Readonly<Record<string, string>>
}

/** The value of a header parameter by any writing of its name. */
export function headerOf({ header }: Pick<Incoming, 'header'>, name: string): string | undefined {
  return header[name.toLowerCase()]
}
