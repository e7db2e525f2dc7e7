import { PHASES } from '../../core/case.ts'
import type { RunResult } from '../run-result.ts'
import { counted, grouped } from '../text-layout.ts'
import { durationText } from './duration-text.ts'
import { html, NOTHING, type Markup } from './markup.ts'
import type { ReportModel } from './report-model.ts'

/** The verdict in one sentence, the numbers behind it, and what was run against what. */
export function headlineView({ result }: ReportModel): Markup {
  const { run, contract, target, tool } = result
  return html`<header class="headline">
    <p class="verdict ${run.verdict}">${VERDICTS[run.verdict]}</p>
    <h1>${sentenceOf(result)}</h1>
    ${run.reason === undefined ? NOTHING : html`<p>${run.reason}</p>`}
    <ul class="numbers">
      ${numbersOf(result).map(({ value, label }) => html`<li><b>${value}</b> ${label}</li>`)}
    </ul>
    <dl class="facts">
      <div>
        <dt>Target</dt>
        <dd>
          ${target.name === 'url' || target.name === target.baseUrl ? NOTHING : html`${target.name} `}<code
            >${target.baseUrl}</code
          >
        </dd>
      </div>
      <div>
        <dt>Contract</dt>
        <dd>${contract.title} ${contract.version} <code>${contract.source}</code></dd>
      </div>
      <div>
        <dt>Started</dt>
        <dd>
          <time datetime="${run.startedAt}">${run.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}</time>, took
          ${durationText(run.durationMs)}
        </dd>
      </div>
      <div>
        <dt>Seed</dt>
        <dd>
          <code>${run.seed}</code>, profile
          ${run.profile}${run.shard === undefined ? NOTHING : html`, shard ${run.shard.index} of ${run.shard.count}`}
        </dd>
      </div>
      <div>
        <dt>Requests</dt>
        <dd>${phasesOf(result)}</dd>
      </div>
      <div>
        <dt>Made by</dt>
        <dd>${tool.name} ${tool.version}, run <code>${run.id}</code></dd>
      </div>
    </dl>
  </header>`
}

const VERDICTS: Readonly<Record<RunResult['run']['verdict'], string>> = {
  pass: 'Pass',
  fail: 'Fail',
  inconclusive: 'Inconclusive',
  skipped: 'Nothing run',
}

function sentenceOf(result: RunResult): string {
  const { findings, totals, run } = result
  const early = run.interrupted ? ' The run was interrupted; this is what was done until then.' : ''
  if (totals.findings > 0) {
    const kinds = (['error', 'warning', 'info'] as const).flatMap((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length
      return count === 0 ? [] : [severity === 'info' ? `${grouped(count)} info` : counted(count, severity)]
    })
    const isMixed = kinds.length > 1 || totals.findings > findings.length
    const promises = counted(totals.findings, 'broken promise')
    // A run with warnings alone passes: it should not sound as if it had failed.
    const what = isMixed ? `${promises} (${kinds.join(', ')})` : findings[0]?.severity === 'error' ? promises : kinds[0]
    return `${what ?? promises} in ${whereBroken(result)}.${early}`
  }
  if (run.verdict === 'pass') return `Every promise that was put to the test was kept.${early}`
  return `No broken promise was found, but not everything could be judged.${early}`
}

/** A run of scenarios alone has no operations of its own. */
function whereBroken({ findings, operations, scenarios }: RunResult): string {
  if (operations.length === 0) {
    const broken = new Set(findings.map(({ scenarioId }) => scenarioId)).size
    return `${grouped(broken)} of ${counted(scenarios.length, 'scenario')}`
  }
  const listed = new Set(operations.map(({ operationId }) => operationId))
  const broken = new Set(findings.map(({ operationId }) => operationId)).intersection(listed).size
  return `${grouped(broken)} of ${counted(operations.length, 'operation')}`
}

function numbersOf({ totals, scenarios }: RunResult): readonly { readonly value: string; readonly label: string }[] {
  const { constraints } = totals
  const numbers = [
    ...(totals.operations === 0
      ? []
      : [
          {
            value: `${grouped(totals.operationsExercised)} / ${grouped(totals.operations)}`,
            label: 'operations exercised',
          },
          { value: grouped(totals.cases), label: 'cases' },
        ]),
    { value: grouped(totals.requests), label: 'requests' },
    { value: grouped(totals.findings), label: 'findings' },
    { value: grouped(totals.inconclusive), label: 'not concluded' },
    { value: grouped(totals.skipped), label: 'skipped' },
  ]
  const passed = scenarios.filter(({ verdict }) => verdict === 'pass').length
  return [
    ...numbers,
    ...(scenarios.length === 0 ? [] : [{ value: `${passed} / ${scenarios.length}`, label: 'scenarios passed' }]),
    ...(constraints === undefined || constraints.reachable === 0
      ? []
      : [{ value: `${percent(constraints)} %`, label: 'of constraints sent' }]),
  ]
}

/** Never 100 where something is left. */
function percent({ covered, reachable }: { readonly covered: number; readonly reachable: number }): string {
  return String(Math.floor((1000 * covered) / reachable) / 10)
}

function phasesOf({ totals }: RunResult): string {
  const phases = PHASES.flatMap((phase) => {
    const counts = totals.byPhase[phase]
    return counts === undefined ? [] : [`${phase} ${grouped(counts.requests)}`]
  })
  return phases.length === 0 ? grouped(totals.requests) : phases.join(' · ')
}
