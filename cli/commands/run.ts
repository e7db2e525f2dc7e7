import { Command } from 'commander'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { RUN_OPTIONS } from '../../config/run-options.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { cleanEarlierRun } from '../clean-earlier-run.ts'
import { conductRun } from '../conduct-run.ts'
import type { Terminal } from '../main.ts'
import { addSettingFlags, givenFlags } from '../setting-flags.ts'

/** `payroc-conformance run`: generate, send, judge, report. */
export function runCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('run').description('generate, send, judge, report')
  addSettingFlags(command, RUN_OPTIONS)
  command
    .option('--cleanup', 'send nothing but what removes what an earlier run left on its target')
    .option('--from <folder>', 'with --cleanup: that run (default: the newest below .conformance)')
  command.action(async () => {
    const { cleanup, from, ...flags } = givenFlags(command)
    if (cleanup === true) {
      exit(await cleanEarlierRun(terminal, flags, typeof from === 'string' ? from : undefined))
      return
    }
    if (from !== undefined) {
      throw new HarnessError('usage', '--from names the run that --cleanup cleans up after', {
        hint: 'Add --cleanup, or leave --from out.',
      })
    }
    const environment = readEnvironment(terminal.cwd)
    const file = await loadConfigFile(terminal.cwd)
    const options = resolveOptions({ flags, environment, file })
    exit(await conductRun({ options, environment, file, terminal, triesFeatures: true }))
  })
  return command
}
