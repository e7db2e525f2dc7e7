import type { ContractSummary, TargetSummary } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { ScenarioCall, ScenarioStep } from '../../core/scenario-result.ts'
import type { ScenarioSummary } from '../../core/scenario-record.ts'
import type { Verdict } from '../../core/verdict.ts'

/** The files of a run folder that `certify` adds. */
export const CERTIFICATE_FILE = 'certificate.json'
export const CERTIFICATE_PAGE = 'certificate.html'

/** What a certification came to. `incomplete`: nothing that decides failed, but not all of it was shown. */
export const CERTIFICATE_VERDICTS = ['certified', 'not certified', 'incomplete'] as const
export type CertificateVerdict = (typeof CERTIFICATE_VERDICTS)[number]

/** A scenario of the catalogue as the certification sees it. */
export interface CertifiableScenario extends ScenarioSummary {
  /** The feature that it is about, where it is conditional. */
  readonly feature?: string
  /** No promise of the API that could be shown here: it is listed and decides nothing. */
  readonly outside?: boolean
  /** Why it is not played by any run. */
  readonly notRun?: string
}

/** What certificate.json holds (its JSON Schema is certificate.schema.json). */
export interface Certificate {
  readonly schemaVersion: 1
  readonly verdict: CertificateVerdict
  /** The verdict in sentences. */
  readonly reasons: readonly string[]
  /** Why this is a rehearsal and certifies nobody; absent where it is none. */
  readonly rehearsal?: string
  readonly run: {
    readonly id: string
    readonly startedAt: string
    readonly durationMs: number
    readonly seed: number
    readonly profile: string
    readonly interrupted: boolean
  }
  readonly tool: { readonly name: string; readonly version: string }
  readonly contract: ContractSummary
  readonly environment: TargetSummary
  /** Features that were declared, so that their conditional scenarios decide. */
  readonly features: readonly string[]
  readonly totals: {
    /** Scenarios of the catalogue. */
    readonly scenarios: number
    readonly requests: number
    /** Those that decide, by what came of them; `skipped` are those that were not shown, or only in part. */
    readonly deciding: Readonly<Record<Verdict, number>>
    readonly other: Readonly<Record<Verdict, number>>
  }
  /** What was played, in the order of the catalogue. */
  readonly scenarios: readonly CertifiedScenario[]
  /** What was not, and why. */
  readonly notRun: readonly ScenarioNotRun[]
}

/** A scenario that was played, with its evidence. */
export interface CertifiedScenario extends ScenarioSummary {
  readonly feature?: string
  /** Whether the verdict of the certificate rests on it. */
  readonly decides: boolean
  readonly verdict: Verdict
  readonly reason?: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly durationMs: number
  readonly steps: readonly CertifiedStep[]
  readonly evidence: Readonly<Record<string, Json>>
  /** Which of several documented readings was seen. */
  readonly readings: readonly string[]
  readonly findings: readonly CertifiedFinding[]
}

export interface CertifiedStep extends Pick<
  ScenarioStep,
  'title' | 'verdict' | 'reason' | 'startedAtMs' | 'durationMs'
> {
  readonly calls: readonly CertifiedCall[]
}

export interface CertifiedCall extends ScenarioCall {
  /** As it was sent; absent where there was none. */
  readonly idempotencyKey?: string
}

/** A broken promise; results.json has all of it, by fingerprint. */
export interface CertifiedFinding {
  readonly fingerprint: string
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly operationId: string
  readonly title: string
  readonly message: string
}

export interface ScenarioNotRun extends Pick<CertifiableScenario, 'id' | 'title' | 'suite' | 'tier' | 'feature'> {
  readonly decides: boolean
  readonly reason: string
}
