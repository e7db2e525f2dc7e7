import type { ScenarioFinished } from '../../core/event.ts'
import { isFailure, type Finding } from '../../core/finding.ts'
import type { Json } from '../../core/json.ts'
import type { CallRecord, StepRecord } from '../../core/scenario-record.ts'
import { worst, type Verdict } from '../../core/verdict.ts'
import type { Clock } from '../../core/clock.ts'
import type { Scenario } from './scenario.ts'

/** Collects what happens in a scenario, step by step. */
export interface ScenarioRecorder {
  /** Opens a step; the calls, findings and reasons that follow belong to it. */
  open(title: string): void
  close(): void
  /** A step that is not taken. */
  skip(title: string, reason: string): void
  call(call: CallRecord): void
  find(findings: readonly Finding[], defects: readonly string[]): void
  /** The open step concludes nothing, and why. */
  inconclusive(reason: string): void
  evidence(name: string, value: Json): void
  saw(reading: string): void
  /** Milliseconds since the scenario began. */
  elapsed(): number
  /** Number of the open step, from 1. */
  stepNumber(): number
  calls(): readonly CallRecord[]
  finish(ending: { readonly verdict?: Verdict; readonly reason?: string }): ScenarioFinished
}

interface OpenStep {
  readonly title: string
  readonly startedAtMs: number
  readonly calls: CallRecord[]
  verdict: Verdict
  reason?: string
}

/** A recorder that begins now. */
export function recordScenario(scenario: Scenario, clock: Clock, isStrict: boolean): ScenarioRecorder {
  const startedAt = new Date(clock.now()).toISOString()
  const began = clock.monotonic()
  const steps: StepRecord[] = []
  const findings: Finding[] = []
  const defects = new Set<string>()
  const readings = new Set<string>()
  const evidence: Record<string, Json> = {}
  const all: CallRecord[] = []
  const open: OpenStep[] = []
  let isBroken = false
  const elapsed = (): number => clock.monotonic() - began
  const current = (): OpenStep | undefined => open.at(-1)

  return {
    open: (title) => open.push({ title, startedAtMs: elapsed(), calls: [], verdict: 'pass' }),
    close: () => {
      const step = open.pop()
      if (step === undefined) return
      steps.push({ ...step, durationMs: elapsed() - step.startedAtMs })
    },
    skip: (title, reason) =>
      steps.push({ title, verdict: 'skipped', reason, startedAtMs: elapsed(), durationMs: 0, calls: [] }),
    call: (call) => {
      all.push(call)
      current()?.calls.push(call)
    },
    find: (found, recognised) => {
      findings.push(...found)
      for (const defect of recognised) defects.add(defect)
      const step = current()
      if (!found.some((finding) => isFailure(finding, isStrict))) return
      isBroken = true
      if (step !== undefined) step.verdict = 'fail'
    },
    inconclusive: (reason) => {
      const step = current()
      if (step === undefined) return
      step.verdict = worst([step.verdict, 'inconclusive'])
      step.reason ??= reason
    },
    evidence: (name, value) => {
      evidence[name] = value
    },
    saw: (reading) => readings.add(reading),
    elapsed,
    stepNumber: () => steps.length + 1,
    calls: () => all,
    finish: ({ verdict, reason }) => {
      const told = steps.filter((step) => step.verdict !== 'skipped')
      const concluded = isBroken ? 'fail' : (verdict ?? worst(told.map((step) => step.verdict)))
      const said = reason ?? steps.find((step) => step.verdict === 'inconclusive')?.reason ?? skippedText(steps)
      return {
        type: 'scenario-finished',
        scenario: {
          id: scenario.id,
          title: scenario.title,
          suite: scenario.suite,
          tier: scenario.tier,
          requirements: scenario.requirements,
        },
        verdict: concluded,
        ...(said !== undefined && { reason: said }),
        startedAt,
        durationMs: elapsed(),
        steps,
        evidence,
        readings: [...readings],
        findings,
        mockDefects: [...defects],
      }
    },
  }
}

function skippedText(steps: readonly StepRecord[]): string | undefined {
  const skipped = steps.filter(({ verdict }) => verdict === 'skipped')
  if (skipped.length === 0) return undefined
  return `${skipped.length} of ${steps.length} steps skipped: ${skipped[0]?.reason ?? ''}`
}
