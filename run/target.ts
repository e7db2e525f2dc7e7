import type { FindingDraft } from '../core/finding.ts'
import type { TargetSummary } from '../core/event.ts'
import type { Judged } from '../checks/check.ts'

/** Where requests go, for the length of a run. */
export interface Target {
  readonly summary: TargetSummary
  /** Names a known defect of a mock that explains a draft, so that it is not held against the contract's owner. */
  recognise(code: string, draft: FindingDraft, judged: Judged): string | undefined
  close(): Promise<void>
}
