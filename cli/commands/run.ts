import { Command } from 'commander'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { RUN_OPTIONS } from '../../config/run-options.ts'
import type { Terminal } from '../main.ts'
import { conductRun } from '../conduct-run.ts'

/** Settings whose help names what they may be. */
const LISTED: readonly string[] = ['suite', 'phase', 'profile', 'report', 'shard']

/** `payroc-conformance run`: generate, send, judge, report. */
export function runCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('run').description('generate, send, judge, report')
  for (const { name, flag, describe, expects, defaultText, defaultValue } of RUN_OPTIONS) {
    const text = LISTED.includes(name) ? `${describe}: ${expects}` : describe
    const shown =
      defaultText ?? (typeof defaultValue === 'boolean' || defaultValue === undefined ? '' : String(defaultValue))
    command.option(flag, shown === '' ? text : `${text} (default: ${shown})`)
  }
  command.addHelpText(
    'after',
    '\nEvery flag can also be set as CONFORMANCE_<FLAG> in the environment or .env, or in conformance.config.ts; flags win.',
  )
  command.action(async () => {
    const environment = readEnvironment(terminal.cwd)
    const file = await loadConfigFile(terminal.cwd)
    const options = resolveOptions({ flags: givenFlags(command), environment, file })
    exit(await conductRun({ options, environment, file, terminal }))
  })
  return command
}

/** Only what the user typed: commander's own defaults for `--no-…` flags must not outrank the environment. */
function givenFlags(command: Command): Readonly<Record<string, unknown>> {
  const values = command.opts()
  return Object.fromEntries(Object.entries(values).filter(([name]) => command.getOptionValueSource(name) === 'cli'))
}
