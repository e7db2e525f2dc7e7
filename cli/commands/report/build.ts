import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { readEnvironment } from '../../../config/environment.ts'
import type { RunEvent } from '../../../core/event.ts'
import { finishReporters } from '../../../reports/finish-reporters.ts'
import { readHistory } from '../../../reports/read-history.ts'
import type { Reporter } from '../../../reports/reporter.ts'
import { createResultFold } from '../../../reports/result-fold.ts'
import type { RunResult } from '../../../reports/run-result.ts'
import { resultIn } from '../../../reports/with-history.ts'
import type { Terminal } from '../../main.ts'
import { reportersFor } from '../../reporters-for.ts'
import { readRun } from '../../read-run.ts'
import { latestRun } from './latest-run.ts'
import { DEFAULT_REPORTS_TEXT, parseReports } from './report-names.ts'

interface BuildFlags {
  readonly from?: string
  readonly out?: string
  readonly report?: string
  readonly history?: string
  readonly color: boolean
}

/** `report build`: the reports of a run again, from what its folder holds. */
export function buildCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('build')
    .description('write the reports of a run again, from its run.ndjson or results.json')
    .option('--from <run>', 'run folder or results.json (default: the newest run in .conformance)')
    .option('--out <folder>', 'where to write (default: the run folder)')
    .option('--report <list>', `reports to write (default: ${DEFAULT_REPORTS_TEXT})`)
    .option('--history <folder>', 'folder of earlier runs: since when each finding is there')
    .option('--no-color', 'plain output')
    .action(async ({ from, out, report, history, color }: BuildFlags) => {
      const choice = {
        report: parseReports(report),
        color,
        quiet: false,
      }
      const past = history === undefined ? undefined : await readHistory(resolve(terminal.cwd, history))
      const reporters = reportersFor(choice, terminal, readEnvironment(terminal.cwd))
      const run = await readRun(latestRun(from, terminal.cwd))
      const folder = out === undefined ? run.folder : resolve(terminal.cwd, out)
      mkdirSync(folder, { recursive: true })
      const result = run.kind === 'result' ? run.result : await replay(run.events(), reporters)
      const events = run.kind === 'events' ? run.events : nothing
      if (past?.has(result) === false) past.add(result)
      await finishReporters(reporters, { folder, events, ...resultIn(past?.history(), result) })
      exit(0)
    })
}

/** Lets reporters see the events as if the run went on now. */
async function replay(events: AsyncIterable<RunEvent>, reporters: readonly Reporter[]): Promise<RunResult> {
  const fold = createResultFold()
  for await (const event of events) {
    fold.add(event)
    for (const reporter of reporters) reporter.onEvent?.(event)
  }
  return fold.result()
}

/** A result alone still makes every report that needs no single exchange. */
async function* nothing(): AsyncIterable<RunEvent> {}
