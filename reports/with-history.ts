import type { FindingHistory } from '../core/finding.ts'
import type { RunHistory } from './run-history.ts'
import type { RunResult } from './run-result.ts'
import { counted, grouped } from './text-layout.ts'

/** The result with what the history knows of each finding. */
function withHistory(result: RunResult, { findings }: RunHistory): RunResult {
  const known = new Map(findings.map((past) => [past.fingerprint, past]))
  return {
    ...result,
    findings: result.findings.map((finding) => {
      const past = known.get(finding.fingerprint)
      if (past === undefined) return finding
      const { firstSeen, seen, tested } = past
      return { ...finding, history: { firstSeen, seen, tested } }
    }),
  }
}

/** What reporters are told of a run and of its past, where that was looked at. */
export function resultIn(
  history: RunHistory | undefined,
  result: RunResult,
): { readonly result: RunResult; readonly history?: RunHistory } {
  return history === undefined ? { result } : { result: withHistory(result, history), history }
}

/** Since when a finding is there, for readers: completes "since". */
export function sinceText({ firstSeen, seen, tested }: FindingHistory): string {
  if (seen === 1 && tested === 1) return 'this run; no earlier one could have seen it'
  if (seen === 1) return `this run; ${counted(tested - 1, 'earlier one')} could have seen it and did not`
  return `${firstSeen.slice(0, 10)}, in ${grouped(seen)} of ${counted(tested, 'run')} that could see it`
}
