import type { Judged } from '../checks/check.ts'
import type { FindingDraft } from '../core/finding.ts'

/** The id of the known limitation of Prism that explains a finding, or `undefined`. */
export function recognisePrismDefect(_code: string, _draft: FindingDraft, _judged: Judged): string | undefined {
  return undefined
}
