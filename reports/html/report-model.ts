import type { RunResult } from '../run-result.ts'
import type { PageData } from './page-fold.ts'

/** Everything a section of the page is made of. */
export interface ReportModel {
  readonly result: RunResult
  readonly data: PageData
}

/** Bytes that a part of the page may still take; what no longer fits is counted, not shown. */
export interface Budget {
  /** Takes so much if it is left. */
  take(characters: number): boolean
}

export function createBudget(characters: number): Budget {
  let left = characters
  return {
    take(wanted) {
      if (wanted > left) return false
      left -= wanted
      return true
    },
  }
}
