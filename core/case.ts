import type { Json } from './json.ts'

export const PHASES = ['examples', 'boundaries', 'random', 'invalid', 'stateful'] as const

export type Phase = (typeof PHASES)[number]

/** A body before serialisation, or ready-made bytes where the point is that they are not well-formed. */
export type DraftBody =
  | { readonly kind: 'value'; readonly mediaType: string; readonly value: Json }
  | { readonly kind: 'raw'; readonly contentType: string | undefined; readonly content: string | Uint8Array }

/** A request before serialisation: values by parameter name. */
export interface RequestDraft {
  readonly operationId: string
  readonly path: Readonly<Record<string, Json>>
  readonly query: Readonly<Record<string, Json>>
  readonly header: Readonly<Record<string, Json>>
  readonly cookie: Readonly<Record<string, Json>>
  readonly body?: DraftBody
}

/** What the request is meant to be: within the contract, or outside it by exactly one constraint. */
export type Intent = { readonly kind: 'valid' } | { readonly kind: 'invalid'; readonly constraint: BrokenConstraint }

export interface BrokenConstraint {
  /** In words: `/order/amount: maximum 99999999, sent 100000000`. */
  readonly description: string
  /** Pointer into the document, of the constraint itself. */
  readonly document: string
  /** Where in the request: JSON pointer into the body, or `query: limit`, `header: Accept` … */
  readonly payload: string
}

export interface Case {
  /** Stable across runs: `<operationId>/<phase>/<n or name>`. */
  readonly id: string
  readonly operationId: string
  readonly phase: Phase
  readonly intent: Intent
  readonly draft: RequestDraft
}
