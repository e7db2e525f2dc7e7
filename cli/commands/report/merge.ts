import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { readEnvironment } from '../../../config/environment.ts'
import { HarnessError } from '../../../core/harness-error.ts'
import { finishReporters } from '../../../reports/finish-reporters.ts'
import { mergedEvents, orderParts, readPart } from '../../../reports/merge-runs.ts'
import { createNdjsonSink, readEvents } from '../../../reports/ndjson.ts'
import { createResultFold } from '../../../reports/result-fold.ts'
import type { Terminal } from '../../main.ts'
import { reportersFor } from '../../reporters-for.ts'
import { DEFAULT_REPORTS_TEXT, parseReports } from './report-names.ts'

interface MergeFlags {
  readonly out: string
  readonly report?: string
  readonly color: boolean
}

/** `report merge a b c --out d`: the run folders of shards as the one run that they are parts of. */
export function mergeCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('merge')
    .description('join the run folders of all shards of a run into one')
    .argument('<folders...>', 'run folders of `run --shard 1/n` … `n/n` at the same seed')
    .requiredOption('--out <folder>', 'run folder to write')
    .option('--report <list>', `reports to write (default: ${DEFAULT_REPORTS_TEXT})`)
    .option('--no-color', 'plain output')
    .addHelpText('after', '\nEnds with the exit code of the whole run: 0 passed, 1 findings, 3 inconclusive.')
    .action(async (folders: readonly string[], flags: MergeFlags) => {
      const out = resolve(terminal.cwd, flags.out)
      if (existsSync(out) && readdirSync(out).length > 0) {
        throw new HarnessError('usage', `--out: ${flags.out} is there already and not empty`, {
          hint: 'Name a new folder.',
        })
      }
      const choice = { report: parseReports(flags.report), color: flags.color, quiet: false }
      const reporters = reportersFor(choice, terminal, readEnvironment(terminal.cwd))
      const parts = []
      for (const folder of folders) parts.push(await readPart(resolve(terminal.cwd, folder)))
      const ordered = orderParts(parts)
      const fold = createResultFold()
      const sink = createNdjsonSink(out)
      try {
        for await (const event of mergedEvents(ordered)) {
          sink.append(event)
          fold.add(event)
          for (const reporter of reporters) reporter.onEvent?.(event)
        }
      } finally {
        sink.close()
      }
      const result = fold.result()
      await finishReporters(reporters, { folder: out, result, events: () => readEvents(out) })
      exit(result.run.exitCode)
    })
}
