import { Command } from 'commander'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { RUN_OPTIONS } from '../../config/run-options.ts'
import { conductRun } from '../conduct-run.ts'
import type { Terminal } from '../main.ts'
import { addSettingFlags, givenFlags } from '../setting-flags.ts'

/** `payroc-conformance run`: generate, send, judge, report. */
export function runCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('run').description('generate, send, judge, report')
  addSettingFlags(command, RUN_OPTIONS)
  command.action(async () => {
    const environment = readEnvironment(terminal.cwd)
    const file = await loadConfigFile(terminal.cwd)
    const options = resolveOptions({ flags: givenFlags(command), environment, file })
    exit(await conductRun({ options, environment, file, terminal }))
  })
  return command
}
