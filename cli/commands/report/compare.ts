import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { compareRuns } from '../../../reports/compare-runs.ts'
import { readResults } from '../../../reports/read-results.ts'
import { comparisonText } from '../../comparison-text.ts'
import type { Terminal } from '../../main.ts'

/** `report compare A B`: what is new, fixed, still there or flaky from one run to another. */
export function compareCommand(terminal: Terminal, exit: (code: number) => void): Command {
  return new Command('compare')
    .description('what changed from one run to another: findings, durations, coverage')
    .argument('<before>', 'run folder or results.json')
    .argument('<after>', 'run folder or results.json')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nEnds with 1 when there is a new error or warning, otherwise with 0.')
    .action(async (before: string, after: string, flags: { readonly format: 'text' | 'json' }) => {
      const runs = [
        await readResults(resolve(terminal.cwd, before)),
        await readResults(resolve(terminal.cwd, after)),
      ] as const
      const comparison = compareRuns(...runs)
      terminal.stdout.write(
        flags.format === 'json' ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText(comparison, after),
      )
      exit(comparison.new.some(({ severity }) => severity !== 'info') ? 1 : 0)
    })
}
