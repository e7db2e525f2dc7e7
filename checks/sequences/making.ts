import { isAccepted } from './step.ts'
import type { SequenceStep } from './sequence-check.ts'
import { type Trace, tracesIn } from './trace.ts'
import { valueAt } from '../../core/json-pointer.ts'

/** How often a resource was made: a list that was read afterwards, and a value that only these requests carried. */
export interface Making {
  readonly pages: readonly SequenceStep[]
  readonly trace: Trace
  /** Pointer to the id within an item, so that an item on two pages counts once. */
  readonly id: string
}

/** The number of distinct resources with the trace; 0 where the list could not be read. */
export function timesMade({ pages, trace, id }: Making): number {
  if (!pages.every(isAccepted)) return 0
  const found = pages.flatMap((page) => tracesIn(page, trace)).map((item) => JSON.stringify(valueAt(item, id)))
  return new Set(found.filter((text) => text !== undefined)).size
}
