import type { BaselineEntry } from '../core/baseline-entry.ts'
import type { BaselineMark, Finding } from '../core/finding.ts'
import { testedBy } from './tested-findings.ts'
import { wasCutShort, type RunResult } from './run-result.ts'

/** What a baseline says of a finding on a day (ISO date): an entry holds through the day of its expiry. */
export function markOf(entry: BaselineEntry, today: string): BaselineMark {
  const { reason, owner, expiry, since } = entry
  return {
    status: expiry !== undefined && expiry < today ? 'expired' : 'known',
    reason,
    owner,
    ...(expiry !== undefined && { expiry }),
    ...(since !== undefined && { since }),
  }
}

/** Entries that a run put to the test and that did not happen; a run that was cut short must not be asked. */
export function vanishedEntries(
  entries: readonly BaselineEntry[],
  result: Pick<RunResult, 'operations' | 'scenarios' | 'findings'>,
): readonly BaselineEntry[] {
  const happened = new Set(result.findings.map(({ fingerprint }) => fingerprint))
  const isTested = testedBy(result)
  return entries.filter((entry) => !happened.has(entry.fingerprint) && isTested(entry))
}

/** What an update of a baseline did. */
export interface BaselineUpdate {
  readonly entries: readonly BaselineEntry[]
  readonly added: readonly BaselineEntry[]
  readonly removed: readonly BaselineEntry[]
  /** Of those that stay, whose time has run out. */
  readonly expired: readonly BaselineEntry[]
}

export interface NewEntry {
  readonly reason: string
  readonly owner: string
  readonly expiry: string | undefined
  /** ISO date. */
  readonly today: string
}

/**
 * The baseline after a run: what is new comes in, what no longer happens goes, and what stays keeps every field that
 * people reviewed. A run that was cut short removes nothing.
 */
export function updateBaseline(
  entries: readonly BaselineEntry[],
  result: RunResult,
  { reason, owner, expiry, today }: NewEntry,
): BaselineUpdate {
  const listed = new Set(entries.map(({ fingerprint }) => fingerprint))
  const added = result.findings
    .filter(({ severity, fingerprint }) => severity !== 'info' && !listed.has(fingerprint))
    .map((finding): BaselineEntry => ({
      ...aboutFinding(finding),
      reason,
      owner,
      ...(expiry !== undefined && { expiry }),
      since: today,
    }))
  const removed = wasCutShort(result) ? [] : vanishedEntries(entries, result)
  const stay = entries.filter((entry) => !removed.includes(entry))
  return {
    entries: [...stay, ...added],
    added,
    removed,
    expired: stay.filter((entry) => markOf(entry, today).status === 'expired'),
  }
}

function aboutFinding({ fingerprint, operationId, scenarioId, code, phase, title }: Finding) {
  return {
    fingerprint,
    operation: operationId,
    ...(scenarioId !== undefined && { scenario: scenarioId }),
    check: code,
    phase,
    title,
  }
}
