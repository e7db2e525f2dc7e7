import type { Finding } from '../core/finding.ts'
import type { Verdict } from '../core/verdict.ts'
import { briefOf, originOf, type FindingBrief } from './finding-brief.ts'
import { isKnown } from './finding-groups.ts'
import { testedBy, type FindingOrigin } from './tested-findings.ts'
import { wasCutShort, type RunResult } from './run-result.ts'

/** The findings of many runs over time: what history.json holds (its JSON Schema is history.schema.json). */
export interface RunHistory {
  readonly schemaVersion: 1
  /** Oldest first. */
  readonly runs: readonly HistoryRun[]
  /** Those that are open first, then the latest seen. */
  readonly findings: readonly HistoryFinding[]
}

export interface HistoryRun {
  readonly id: string
  readonly startedAt: string
  readonly seed: number
  readonly target: string
  readonly contract: string
  readonly verdict: Verdict
  readonly durationMs: number
  readonly cases: number
  readonly requests: number
  readonly errors: number
  readonly warnings: number
  /** Of both, those that the run's baseline knew. */
  readonly known: number
  /** Findings that no earlier run had. */
  readonly new: number
}

export interface HistoryFinding extends FindingBrief {
  /** `open`: the last run that put it to the test saw it. */
  readonly state: 'open' | 'gone'
  /** ISO times of the runs that saw it first and last. */
  readonly firstSeen: string
  readonly lastSeen: string
  /** Runs that saw it. */
  readonly seen: number
  /** Runs that put it to the test, those that saw it included. */
  readonly tested: number
  /** From first to last seen: the share of the runs that put it to the test and did not see it, or saw it come and go. */
  readonly flakyRate: number
  /** A character per run: `x` seen, `~` came and went, `.` not seen, `-` not put to the test. */
  readonly trail: string
}

/** Takes results one by one, in any order, and keeps of each only what a history needs. */
export interface RunHistoryFold {
  add(result: RunResult): void
  has(result: RunResult): boolean
  history(): RunHistory
}

export function createRunHistory(): RunHistoryFold {
  const runs: KeptRun[] = []
  return {
    add: (result) => void runs.push(keep(result)),
    has: ({ run: { id, startedAt } }) =>
      runs.some(({ summary }) => summary.id === id && summary.startedAt === startedAt),
    history: () => historyOf(runs.toSorted((a, b) => compareText(a.summary.startedAt, b.summary.startedAt))),
  }
}

interface KeptRun {
  readonly summary: Omit<HistoryRun, 'new'>
  readonly findings: ReadonlyMap<string, { readonly brief: FindingBrief; readonly isFlaky: boolean }>
  isTested(origin: FindingOrigin): boolean
}

function keep(result: RunResult): KeptRun {
  const { run, target, contract, totals, findings, operations, scenarios } = result
  const of = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length
  // Only these parts, not the result, stay in memory.
  const tested = testedBy({ operations, scenarios })
  return {
    summary: {
      id: run.id,
      startedAt: run.startedAt,
      seed: run.seed,
      target: target.name,
      contract: `${contract.title} ${contract.version}`,
      verdict: run.verdict,
      durationMs: run.durationMs,
      cases: totals.cases,
      requests: totals.requests,
      errors: of('error'),
      warnings: of('warning'),
      known: findings.filter(isKnown).length,
    },
    findings: new Map(
      findings.map((finding) => [
        finding.fingerprint,
        { brief: briefOf(finding), isFlaky: finding.flaky !== undefined },
      ]),
    ),
    isTested: wasCutShort(result) ? () => false : tested,
  }
}

function historyOf(runs: readonly KeptRun[]): RunHistory {
  const firstRun = new Map<string, number>()
  const briefs = new Map<string, FindingBrief>()
  for (const [i, { findings }] of runs.entries()) {
    for (const [fingerprint, { brief }] of findings) {
      if (!firstRun.has(fingerprint)) firstRun.set(fingerprint, i)
      briefs.set(fingerprint, brief)
    }
  }
  const findings = [...briefs.values()].map((brief) => findingOver(runs, brief))
  return {
    schemaVersion: 1,
    runs: runs.map(({ summary }, i) => ({
      ...summary,
      new: [...firstRun.values()].filter((first) => first === i).length,
    })),
    findings: findings.toSorted(
      (a, b) =>
        Number(a.state === 'gone') - Number(b.state === 'gone') ||
        compareText(b.lastSeen, a.lastSeen) ||
        compareText(a.fingerprint, b.fingerprint),
    ),
  }
}

function findingOver(runs: readonly KeptRun[], brief: FindingBrief): HistoryFinding {
  const trail = runs
    .map((run) => {
      const found = run.findings.get(brief.fingerprint)
      if (found !== undefined) return found.isFlaky ? '~' : 'x'
      return run.isTested(originOf(brief)) ? '.' : '-'
    })
    .join('')
  const first = trail.search(/[x~]/)
  const last = Math.max(trail.lastIndexOf('x'), trail.lastIndexOf('~'))
  const window = trail.slice(first, last + 1).replaceAll('-', '')
  return {
    ...brief,
    state: trail.slice(last + 1).includes('.') ? 'gone' : 'open',
    firstSeen: runs[first]?.summary.startedAt ?? '',
    lastSeen: runs[last]?.summary.startedAt ?? '',
    seen: trail.replaceAll(/[.-]/g, '').length,
    tested: trail.replaceAll('-', '').length,
    flakyRate: window.replaceAll('x', '').length / window.length,
    trail,
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
