import type { Profile } from '../../config/run-options.ts'

/** How much the stateful phase does with one family of operations. */
export interface Budget {
  /** Requests at most; a sequence that has begun is cut off there. */
  readonly requests: number
  /** Requests that are tried until the target accepts a first create. */
  readonly attempts: number
  /** Resources that a list is filled with. */
  readonly listed: number
  /** Pages that are read of one list at most. */
  readonly pages: number
  /** Filters of a list that are tried. */
  readonly filters: number
  /** Invalid creates whose traces are looked for. */
  readonly refused: number
  /** Pairs of concurrent twins. */
  readonly twins: number
  /** Actions of a resource that are tried twice. */
  readonly actions: number
}

export const BUDGETS: Readonly<Record<Profile, Budget>> = {
  smoke: { requests: 80, attempts: 5, listed: 3, pages: 6, filters: 2, refused: 3, twins: 1, actions: 1 },
  standard: { requests: 200, attempts: 8, listed: 5, pages: 20, filters: 2, refused: 3, twins: 2, actions: 4 },
  deep: { requests: 600, attempts: 15, listed: 7, pages: 60, filters: 6, refused: 10, twins: 6, actions: 12 },
}
