import type { DocumentPointer } from '../../spec/model.ts'

/** One thing that a contract allows, at one place of a request, and that a server may get wrong. */
export interface Constraint {
  /** Stable across runs, seeds and machines, for as long as the contract says the same at the same place. */
  readonly id: string
  readonly document: DocumentPointer
  /** JSON pointer into the body with `*` for items and additional members, or `query: limit`, `header: Accept` … */
  readonly payload: string
  /** In words: `/order/amount: maximum 99999999, at the bound`. */
  readonly description: string
}

/**
 * The constraint that something is so at a place.
 *
 * @param shared - whether it is the same constraint wherever the document says so of that place
 */
export function constraintAt(payload: string, document: DocumentPointer, what: string, shared = false): Constraint {
  const place = /^(path|query|header|cookie): /.test(payload) || payload === REQUEST ? payload : `body${payload}`
  // An absolute path differs from machine to machine; what follows it does not.
  const within = document.slice(Math.max(0, document.indexOf('#')))
  const named = payload === '' ? 'the body' : payload
  return {
    id: shared ? `${place} | ${what}` : `${place} | ${what} | ${within}`,
    document,
    payload,
    description: `${named}: ${what}`,
  }
}

/** The payload of what concerns the request as a whole. */
export const REQUEST = 'the request'
