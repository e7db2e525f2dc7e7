import { systemClock, type Clock } from '../core/clock.ts'
import type { BaselineCompared } from '../core/event.ts'
import type { BaselineMark } from '../core/finding.ts'
import { markOf, vanishedEntries } from '../reports/baseline-comparison.ts'
import type { Baseline } from '../reports/baseline-file.ts'
import type { RunResult } from '../reports/run-result.ts'

/** The baseline of a run. */
export interface BaselineWatch {
  /** What it says of a finding, by fingerprint. */
  readonly markOf: (fingerprint: string) => BaselineMark | undefined
  /** What came of its entries, once everything was sent; of a run that is not complete nothing is said to be gone. */
  readonly compared: (run: { readonly complete: boolean }) => BaselineCompared
}

export interface BaselineWatchParts {
  readonly baseline: Baseline
  /** As the user gave it. */
  readonly file: string
  readonly strict: boolean
  /** What is known so far. */
  result(): RunResult
  readonly clock?: Pick<Clock, 'now'>
}

/** Watches a run by a baseline; which entries have expired is decided by the day on which the run begins. */
export function createBaselineWatch(parts: BaselineWatchParts): BaselineWatch {
  const { baseline, file, strict, result, clock = systemClock } = parts
  const today = isoDate(clock.now())
  const marks = new Map(baseline.entries.map((entry) => [entry.fingerprint, markOf(entry, today)]))
  return {
    markOf: (fingerprint) => marks.get(fingerprint),
    compared: ({ complete }) => ({
      type: 'baseline-compared',
      file,
      entries: baseline.entries.length,
      vanished: complete ? vanishedEntries(baseline.entries, result()) : [],
      strict,
    }),
  }
}

/** The day of a moment, UTC. */
export function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
