import process from 'node:process'
import { Command } from 'commander'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { RUN_OPTIONS } from '../../config/run-options.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { broken, type Diagnosis, ok } from '../../run/doctor/diagnosis.ts'
import { examine } from '../../run/doctor/examine.ts'
import { CATALOGUE } from '../../suites/catalogue.ts'
import type { Terminal } from '../main.ts'
import { addSettingFlags, givenFlags } from '../setting-flags.ts'

const FLAGS: readonly string[] = ['target', 'identityUrl', 'spec', 'device', 'timeout', 'cache']

const MARKS: Readonly<Record<Diagnosis['kind'], string>> = { ok: 'ok', note: 'note', broken: 'FAIL', skipped: '-' }

/** `payroc-conformance doctor`: are credentials, hosts, terminal and device ready? */
export function doctorCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('doctor').description('are credentials, hosts, terminal and device ready?')
  addSettingFlags(
    command,
    RUN_OPTIONS.filter(({ name }) => FLAGS.includes(name)),
  )
  command.action(async () => {
    let code = 0
    for await (const diagnosis of diagnoses(terminal, command)) {
      terminal.stdout.write(lineOf(diagnosis))
      // The user's own set-up comes first: the target may only seem wrong because of it.
      if (diagnosis.kind === 'broken') code = code === 2 ? 2 : diagnosis.exitCode
    }
    exit(code)
  })
  return command
}

async function* diagnoses({ cwd }: Terminal, command: Command): AsyncGenerator<Diagnosis> {
  // An older one does not get here: the launcher refuses it.
  yield ok('Node.js', process.versions.node)
  const environment = readEnvironment(cwd)
  let settings: Pick<Parameters<typeof examine>[0], 'options' | 'file'>
  try {
    const file = await loadConfigFile(cwd)
    settings = { file, options: resolveOptions({ flags: givenFlags(command), environment, file }) }
    yield ok('settings', file === undefined ? 'no config file' : file.name)
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error
    yield broken('settings', 2, error.message, error.hint ?? 'Correct it there.')
    return
  }
  yield* examine({ ...settings, environment, cwd, catalogue: CATALOGUE })
}

function lineOf(diagnosis: Diagnosis): string {
  const line = `${MARKS[diagnosis.kind].padEnd(5)} ${diagnosis.check.padEnd(14)} ${diagnosis.says}\n`
  return 'remedy' in diagnosis ? `${line}${' '.repeat(21)}${diagnosis.remedy}\n` : line
}
