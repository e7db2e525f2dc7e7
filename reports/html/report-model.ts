import type { RunHistory } from '../run-history.ts'
import type { RunResult } from '../run-result.ts'
import type { PageData } from './page-fold.ts'

/** Everything a section of the page is made of. */
export interface ReportModel {
  readonly result: RunResult
  readonly data: PageData
  /** Earlier runs and this one; absent where none were handed over. */
  readonly history?: RunHistory | undefined
}

/** Characters that a part of the page may still take; what no longer fits is counted, not shown. */
export interface Budget {
  /** Takes so much if it is left; once something did not fit, nothing more does, so that no more need be made. */
  take(characters: number): boolean
  readonly isSpent: boolean
}

export function createBudget(characters: number): Budget {
  let left = characters
  return {
    take(wanted) {
      left = wanted > left ? 0 : left - wanted
      return left > 0
    },
    get isSpent() {
      return left <= 0
    },
  }
}
