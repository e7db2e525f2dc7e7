import { label, logStep, Status, tags } from 'allure-js-commons'
import type { Finding } from '../core/finding.ts'
import type { ScenarioResult, ScenarioStep } from '../core/scenario-result.ts'
import { failureOf, inconclusive, reportAbout, reportFinding, type OperationReport } from './allure-operation.ts'
import type { RunResult } from './run-result.ts'

/** Everything that one scenario's Allure test shows. */
export interface ScenarioReport extends Pick<OperationReport, 'run' | 'target' | 'contract' | 'contractUrl'> {
  readonly scenario: ScenarioResult
  readonly findings: readonly Finding[]
}

/** The scenarios of a result, in its order. */
export function scenarioReports(result: RunResult, contractUrl?: string): readonly ScenarioReport[] {
  const findings = Map.groupBy(result.findings, ({ scenarioId }) => scenarioId)
  const { run, target, contract } = result
  return result.scenarios.map((scenario) => ({
    scenario,
    findings: findings.get(scenario.id) ?? [],
    run,
    target,
    contract,
    contractUrl,
  }))
}

/** A scenario has another id for Allure than an operation of the same name. */
export function scenarioTestId({ id }: Pick<ScenarioResult, 'id'>): string {
  return `scenario ${id}`
}

/** Tells Allure about one scenario: labels, a step per step and per finding. */
export async function reportScenario(report: ScenarioReport): Promise<void> {
  const { scenario, findings } = report
  const { suite, tier, requirements, steps, readings } = scenario
  await reportAbout(scenarioTestId(scenario), suite, report)
  await label('tier', tier)
  await tags(tier)
  for (const requirement of requirements) await logStep(`shows ${requirement}`)
  for (const step of steps) await logStep(stepText(step), STATUSES[step.verdict])
  for (const reading of readings) await logStep(`saw ${reading}`)
  for (const finding of findings) {
    await reportFinding(finding, finding.severity === 'error' || scenario.verdict === 'fail', report)
  }
}

/** Why the scenario's test fails. */
export function problemOfScenario({ scenario, findings, contract }: ScenarioReport): Error | undefined {
  const { verdict, steps, reason } = scenario
  if (verdict === 'inconclusive') return inconclusive(reason)
  if (verdict !== 'fail') return undefined
  const broken = steps.find((step) => step.verdict === 'fail')
  const said = reason ?? (broken === undefined ? 'A step failed.' : stepText(broken))
  return failureOf(findings, { contract }) ?? inconclusive(said)
}

const STATUSES: Readonly<Record<ScenarioStep['verdict'], Status>> = {
  pass: Status.PASSED,
  fail: Status.FAILED,
  inconclusive: Status.BROKEN,
  skipped: Status.SKIPPED,
}

function stepText({ title, method, path, status, reason }: ScenarioStep): string {
  const call = method === undefined ? '' : ` (${method} ${path ?? ''}${status === undefined ? '' : `: ${status}`})`
  return `${title}${call}${reason === undefined ? '' : `: ${reason}`}`
}
