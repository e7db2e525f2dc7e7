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
  /** Sent in place of the operation's own method, upper case: `DELETE`. */
  readonly method?: string
  /** `withheld`: nothing is added to what the draft itself carries, and a 401 is not answered with a new token. */
  readonly credentials?: 'withheld'
}

/** What the request is meant to be: within the contract, or outside it by exactly one constraint. */
export type Intent = { readonly kind: 'valid' } | { readonly kind: 'invalid'; readonly constraint: BrokenConstraint }

/**
 * What a case breaks, and so what the server owes:
 *
 * - `data`: a value outside its schema; a 4xx
 * - `read-only`: a member that only the server sets; a 4xx, or the value ignored
 * - `tolerance`: what standards let a server accept or refuse; anything but a failure
 * - the others: a rule of the protocol, each judged by the check of its name
 */
export type ConstraintKind =
  | 'data'
  | 'read-only'
  | 'tolerance'
  | 'authentication-missing'
  | 'authentication-invalid'
  | 'method'
  | 'media-type'
  | 'accept'
  | 'idempotency-key-missing'
  | 'idempotency-key-malformed'

/** What a case puts to the test, the weightiest first. */
export const CONCERNS = ['use', 'data', 'access'] as const

export type Concern = (typeof CONCERNS)[number]

/**
 * What a case puts to the test: that the operation can be used at all, that it refuses what is wrong, or who may come in
 * and by which door. A server that takes no credentials of ours may refuse wrong data and wrong methods all the same:
 * where the valid requests could not be judged, the others make no operation pass.
 */
export function concernOf(intent: Intent): Concern {
  if (intent.kind === 'valid') return 'use'
  const { kind } = intent.constraint
  const isAccess = kind === 'method' || kind === 'authentication-missing' || kind === 'authentication-invalid'
  return isAccess ? 'access' : 'data'
}

export interface BrokenConstraint {
  /** `data` where absent. */
  readonly kind?: ConstraintKind
  /** How it is broken, without values: `missing`, `maximum`, `enum-case`; the same for every case of the same sort. */
  readonly breakage?: string
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
