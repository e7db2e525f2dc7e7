import type { ScenarioFinished } from '../../core/event.ts'
import { headerOf } from '../../core/exchange.ts'
import type { ScenarioStep } from '../../core/scenario-result.ts'
import type { CallRecord, StepRecord } from '../../core/scenario-record.ts'
import { undeclaredReason } from '../../core/scenario-record.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { RunResult } from '../run-result.ts'
import { scenarioResultOf } from '../scenario-result.ts'
import type {
  Certificate,
  CertifiableScenario,
  CertifiedScenario,
  CertifiedStep,
  ScenarioNotRun,
} from './certificate.ts'
import { concludeCertificate, isPartial } from './conclude-certificate.ts'
import { rehearsalReason } from './rehearsal.ts'

/** What is certified: the catalogue, and the features that were named; absent: nobody named any. */
export interface CertificationScope {
  readonly catalogue: readonly CertifiableScenario[]
  readonly features?: readonly string[]
}

/** The certificate of a run: what came of each scenario of the catalogue, and what that comes to. */
export function makeCertificate(
  { catalogue, features }: CertificationScope,
  played: readonly ScenarioFinished[],
  result: RunResult,
): Certificate {
  const { run, tool, contract, target, totals } = result
  const events = new Map(played.map((event) => [event.scenario.id, event]))
  const rehearsal = rehearsalReason(target)
  const declared = new Set(features ?? featuresSeen(catalogue, events))
  const decides = ({ tier, feature, outside }: CertifiableScenario): boolean =>
    outside !== true &&
    (tier === 'required' || (tier === 'conditional' && feature !== undefined && declared.has(feature)))
  const missing = run.interrupted ? 'the run ended before it' : 'it was left out of this run'
  const scenarios: CertifiedScenario[] = []
  const notRun: ScenarioNotRun[] = []
  for (const entry of catalogue) {
    const event = events.get(entry.id)
    if (event !== undefined && (event.steps.length > 0 || event.verdict !== 'skipped'))
      scenarios.push(certified(entry, event, decides(entry)))
    else notRun.push({ ...summaryOf(entry), decides: decides(entry), reason: event?.reason ?? entry.notRun ?? missing })
  }
  const { verdict, reasons } = concludeCertificate(scenarios, notRun)
  const deciding = [
    ...scenarios.filter(({ decides }) => decides).map(shown),
    ...notRun.filter(({ decides }) => decides).map((): Verdict => 'skipped'),
  ]
  const other = [
    ...scenarios.filter(({ decides }) => !decides).map((scenario) => scenario.verdict),
    ...notRun.filter(({ decides }) => !decides).map((): Verdict => 'skipped'),
  ]
  return {
    schemaVersion: 1,
    verdict,
    reasons,
    ...(rehearsal !== undefined && { rehearsal }),
    run: {
      id: run.id,
      startedAt: run.startedAt,
      durationMs: run.durationMs,
      seed: run.seed,
      profile: run.profile,
      interrupted: run.interrupted,
    },
    tool,
    contract,
    environment: target,
    features: [...declared].toSorted(),
    totals: {
      scenarios: catalogue.length,
      requests: totals.requests,
      deciding: counted(deciding),
      other: counted(other),
    },
    scenarios,
    notRun,
  }
}

function shown(scenario: CertifiedScenario): Verdict {
  return isPartial(scenario) ? 'skipped' : scenario.verdict
}

function certified(entry: CertifiableScenario, event: ScenarioFinished, decides: boolean): CertifiedScenario {
  const { verdict, reason, startedAt, durationMs, steps, evidence, readings } = scenarioResultOf(event)
  return {
    ...summaryOf(entry),
    requirements: entry.requirements,
    decides,
    verdict,
    ...(reason !== undefined && { reason }),
    startedAt,
    durationMs,
    steps: steps.map((step, index) => stepOf(step, event.steps[index])),
    evidence,
    readings,
    findings: event.findings.map(({ fingerprint, code, severity, operationId, title, message }) => ({
      fingerprint,
      code,
      severity,
      operationId,
      title,
      message,
    })),
  }
}

/** A run says of each scenario whose feature is not declared that this is why it was not played. */
function featuresSeen(
  catalogue: readonly CertifiableScenario[],
  events: ReadonlyMap<string, ScenarioFinished>,
): readonly string[] {
  return catalogue.flatMap(({ id, feature }) => {
    const event = events.get(id)
    const isSeen = feature !== undefined && event !== undefined && event.reason !== undeclaredReason(feature)
    return isSeen ? [feature] : []
  })
}

function summaryOf(
  entry: CertifiableScenario,
): Pick<CertifiableScenario, 'id' | 'title' | 'suite' | 'tier' | 'feature'> {
  const { id, title, suite, tier, feature } = entry
  return { id, title, suite, tier, ...(feature !== undefined && { feature }) }
}

function stepOf(step: ScenarioStep, record: StepRecord | undefined): CertifiedStep {
  const { title, verdict, reason, startedAtMs, durationMs, calls } = step
  const keys = (record?.calls ?? []).filter(({ exchanges }) => exchanges.length > 0).map(keyOf)
  return {
    title,
    verdict,
    ...(reason !== undefined && { reason }),
    startedAtMs,
    durationMs,
    calls: calls.map((call, index) => {
      const key = keys[index]
      return { ...call, ...(key !== undefined && { idempotencyKey: key }) }
    }),
  }
}

/** An Idempotency-Key is no secret: it shows which calls were repeats of each other. */
function keyOf({ exchanges }: CallRecord): string | undefined {
  const exchange = exchanges.at(-1)
  return exchange === undefined ? undefined : headerOf(exchange.request.headers, 'idempotency-key')
}

function counted(verdicts: readonly Verdict[]): Readonly<Record<Verdict, number>> {
  const count = (wanted: Verdict): number => verdicts.filter((verdict) => verdict === wanted).length
  return { pass: count('pass'), inconclusive: count('inconclusive'), fail: count('fail'), skipped: count('skipped') }
}
