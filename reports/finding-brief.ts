import type { Phase } from '../core/case.ts'
import type { Finding, Severity } from '../core/finding.ts'
import type { FindingOrigin } from './tested-findings.ts'

/** What a list over several runs says of a finding. */
export interface FindingBrief {
  readonly fingerprint: string
  readonly code: string
  readonly severity: Severity
  readonly operationId: string
  readonly scenarioId?: string
  readonly phase: Phase
  readonly title: string
}

export function briefOf(finding: Finding): FindingBrief {
  const { fingerprint, code, severity, operationId, scenarioId, phase, title } = finding
  return {
    fingerprint,
    code,
    severity,
    operationId,
    ...(scenarioId !== undefined && { scenarioId }),
    phase,
    title,
  }
}

export function originOf({ operationId, scenarioId, phase }: FindingBrief): FindingOrigin {
  return { operation: operationId, ...(scenarioId !== undefined && { scenario: scenarioId }), phase }
}
