import { sequenceChecks } from '../../checks/sequences/all.ts'
import type { SequenceCheck } from '../../checks/sequences/sequence-check.ts'
import type { Exchange } from '../../core/exchange.ts'
import type { Finding } from '../../core/finding.ts'
import { deriveSeed } from '../../core/seed.ts'
import { replayOnce } from './attempt.ts'
import type { ReplayParts } from './recorded-finding.ts'

/** What became of a finding. */
export type ReplayVerdict = 'still-failing' | 'fixed' | 'flaky' | 'unjudged'

export interface ReplayOutcome {
  readonly verdict: ReplayVerdict
  /** Attempts that could be judged, and those of them that failed. */
  readonly judged: number
  readonly failures: number
  /** Why others could not be judged, each reason once. */
  readonly reasons: readonly string[]
  /** The answer now: one that fails where there is one, else the last. */
  readonly exchange?: Exchange
  readonly standIns: readonly string[]
}

export interface ReplayTimes {
  /** Absent: once where the finding is there again, else until it was not there a few times. */
  readonly times?: number
  readonly salt: number
}

/** What looks fixed is looked at so often: some faults show only where something is there already. */
const LOOKS = 3

/**
 * Sends what led to a finding again.
 *
 * @param salt tells these attempts from all others
 */
export async function replayFinding(
  parts: ReplayParts,
  finding: Finding,
  { times, salt }: ReplayTimes,
): Promise<ReplayOutcome> {
  let judged = 0
  let failures = 0
  let shown: { readonly exchange: Exchange; readonly isFailing: boolean } | undefined
  let standIns: readonly string[] = []
  const reasons = new Set<string>()
  for (let attempt = 0; attempt < (times ?? LOOKS) && parts.send.signal?.aborted !== true; attempt++) {
    if (times === undefined && attempt > 0 && failures === attempt) break
    const { conclusion, exchange, ...more } = await replayOnce(parts, finding, deriveSeed(salt, attempt))
    standIns = more.standIns
    const isFailing = conclusion.kind === 'failing'
    if (conclusion.kind === 'unjudged') reasons.add(conclusion.reason)
    else judged++
    if (isFailing) failures++
    if (exchange !== undefined && (isFailing || shown?.isFailing !== true)) shown = { exchange, isFailing }
  }
  return {
    verdict: verdictOf(judged, failures),
    judged,
    failures,
    reasons: [...reasons],
    standIns,
    ...(shown !== undefined && { exchange: shown.exchange }),
  }
}

export function verdictOf(judged: number, failures: number): ReplayVerdict {
  if (judged === 0) return 'unjudged'
  if (failures === 0) return 'fixed'
  return failures === judged ? 'still-failing' : 'flaky'
}

/** A check of sequences by its code. */
export function sequenceCheckOf(code: string): SequenceCheck<unknown> | undefined {
  // Each check knows its own evidence; what was packed with its code is of that sort.
  return sequenceChecks.find((check) => check.code === code) as SequenceCheck<unknown> | undefined
}
