import { type Concern, CONCERNS, concernOf } from '../core/case.ts'
import { isFailure, type Finding } from '../core/finding.ts'
import type { RunEvent } from '../core/event.ts'
import type { Verdict } from '../core/verdict.ts'

/** Unanswered cases in a row after which the target counts as gone. */
const GONE_AFTER = 20

export interface RunEnding {
  readonly verdict: Verdict
  readonly exitCode: number
  readonly interrupted: boolean
  /** Why the run ended early or concluded nothing. */
  readonly reason?: string
}

/** Watches a run's events: when to stop, and how it ends. */
export interface RunGuard {
  observe(event: RunEvent): void
  stopped(): boolean
  ending(): RunEnding
}

export interface RunLimits {
  /** Stop after so many distinct findings. */
  readonly bail: number | undefined
  readonly strict: boolean
  /** Whether there may be nothing to run: a shard may be left without an operation. */
  readonly mayBeEmpty?: boolean
  readonly signal: AbortSignal
}

export function createRunGuard(limits: RunLimits): RunGuard {
  const fingerprints = new Set<string>()
  const unjudged: string[] = []
  let begun = false
  let failed = false
  const asked = new Set<Concern>()
  const judged = new Set<Concern>()
  let unansweredInARow = 0
  let refused = 0
  let lastReason: string | undefined

  const count = (findings: readonly Finding[]): void => {
    for (const finding of findings) {
      // What is known must not use up --bail.
      if (finding.baseline?.status !== 'known') fingerprints.add(finding.fingerprint)
      failed ||= isFailure(finding, limits.strict)
    }
  }
  const gone = (): boolean => unansweredInARow >= GONE_AFTER
  const bailed = (): boolean => limits.bail !== undefined && fingerprints.size >= limits.bail

  return {
    observe: (event) => {
      begun ||= event.type === 'operation-started' || event.type === 'scenario-finished'
      if (event.type === 'operation-finished' && event.verdict === 'inconclusive') unjudged.push(event.operationId)
      if (event.type === 'baseline-compared') failed ||= event.strict && event.vanished.length > 0
      if (event.type === 'scenario-finished') {
        count(event.findings)
        if (event.verdict === 'inconclusive') unjudged.push(event.scenario.id)
        else if (event.verdict !== 'skipped') judged.add('use')
      }
      if (event.type !== 'case-finished') return
      count(event.findings)
      const outcome = event.exchanges.at(-1)?.outcome
      if (outcome?.kind === 'no-response') unansweredInARow++
      else unansweredInARow = 0
      const concern = concernOf(event.intent)
      if (concern !== 'access' && outcome?.kind === 'response' && outcome.status === 401) refused++
      if (event.verdict === 'inconclusive') lastReason = event.reason
      if (event.verdict !== 'skipped') asked.add(concern)
      if (event.verdict === 'pass' || event.verdict === 'fail') judged.add(concern)
    },
    stopped: () => limits.signal.aborted || gone() || bailed(),
    ending: () => {
      const decisive = CONCERNS.find((concern) => asked.has(concern) || judged.has(concern))
      const nothingJudged = decisive === undefined || !judged.has(decisive)
      const interrupted = limits.signal.aborted
      if (limits.mayBeEmpty === true && !begun && !interrupted) {
        return { verdict: 'skipped', exitCode: 0, interrupted, reason: 'no operation falls into this shard' }
      }
      const reason = interrupted
        ? 'interrupted'
        : gone()
          ? `stopped: ${GONE_AFTER} requests in a row had no response (${lastReason ?? 'no reason known'})`
          : bailed()
            ? `stopped after ${fingerprints.size} findings (--bail)`
            : nothingJudged
              ? refused > 0
                ? 'nothing could be judged: the target refused the credentials (401)'
                : `nothing could be judged${lastReason === undefined ? '' : `: ${lastReason}`}`
              : unjudged.length > 0
                ? `not everything could be judged of: ${unjudged.join(', ')}`
                : undefined
      const verdict = failed ? 'fail' : nothingJudged || gone() || unjudged.length > 0 ? 'inconclusive' : 'pass'
      return {
        verdict,
        exitCode: interrupted ? 130 : verdict === 'fail' ? 1 : verdict === 'inconclusive' ? 3 : 0,
        interrupted,
        ...(reason !== undefined && { reason }),
      }
    },
  }
}
