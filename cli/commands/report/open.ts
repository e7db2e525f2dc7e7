import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { HarnessError } from '../../../core/harness-error.ts'
import { HTML_FILE } from '../../../reports/html.ts'
import type { Terminal } from '../../main.ts'
import { latestRun } from './latest-run.ts'

/** `report open`: the HTML report of a run in the browser. */
export function openCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('open')
    .description('show the HTML report of a run in the browser')
    .option('--from <run>', 'run folder (default: the newest run in .conformance)')
    .option('--print', 'print its path and open nothing')
    .action(async (flags: { readonly from?: string; readonly print?: boolean }) => {
      const file = join(latestRun(flags.from, terminal.cwd), HTML_FILE)
      if (!existsSync(file)) {
        throw new HarnessError('usage', `There is no ${file}.`, {
          hint: 'Make it with `payroc-conformance report build --report html`.',
        })
      }
      terminal.stdout.write(`${file}\n`)
      if (flags.print !== true) {
        const { default: open } = await import('open')
        await open(file)
      }
      exit(0)
    })
}
