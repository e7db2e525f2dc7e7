import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { HarnessError } from '../../../core/harness-error.ts'
import { readHistory } from '../../../reports/read-history.ts'
import { historyText } from '../../history-text.ts'
import type { Terminal } from '../../main.ts'

interface HistoryFlags {
  readonly format: 'text' | 'json'
  readonly out?: string
}

/** `report history <folder>`: since when each finding is there, and how reliably, over all runs in a folder. */
export function historyCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('history')
    .description('first seen, last seen and flaky rate of each finding over the runs in a folder')
    .argument('[folder]', 'folder that holds run folders', '.conformance')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--out <file>', 'also write it as JSON: history.json')
    .action(async (folder: string, flags: HistoryFlags) => {
      const { history } = await readHistory(resolve(terminal.cwd, folder))
      const found = history()
      if (found.runs.length === 0) {
        throw new HarnessError('usage', `There is no run folder in ${folder}.`, {
          hint: 'Give the folder in which the run folders of many runs lie side by side.',
        })
      }
      const json = `${JSON.stringify(found, null, 2)}\n`
      if (flags.out !== undefined) writeFileSync(resolve(terminal.cwd, flags.out), json)
      terminal.stdout.write(flags.format === 'json' ? json : historyText(found))
      exit(0)
    })
}
