import type { Phase } from './case.ts'

/** A finding that was looked at and is accepted for a time: an entry of the baseline file. */
export interface BaselineEntry {
  readonly fingerprint: string
  /** Its id. */
  readonly operation: string
  /** Id of the scenario that shows it, where one does. */
  readonly scenario?: string
  readonly check: string
  /** The phase that showed it: only a run of that phase can tell that it no longer happens. */
  readonly phase?: Phase
  readonly title?: string
  readonly reason: string
  readonly owner: string
  /** ISO date of the last day on which it is accepted; absent: no end. */
  readonly expiry?: string
  /** ISO date on which it came in. */
  readonly since?: string
}
