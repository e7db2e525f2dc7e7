import process from 'node:process'
import type { Writable } from 'node:stream'
import { Command, CommanderError } from 'commander'
import { exitCodeOf } from '../core/harness-error.ts'
import { TOOL } from '../core/tool.ts'
import { certifyCommand } from './commands/certify.ts'
import { contractCommand } from './commands/contract.ts'
import { replayCommand } from './commands/replay.ts'
import { doctorCommand } from './commands/doctor.ts'
import { reportCommand } from './commands/report.ts'
import { runCommand } from './commands/run.ts'
import { sandboxCommand } from './commands/sandbox.ts'
import { renderError } from './render-error.ts'

/** What a command needs of the process it runs in; tests pass their own. */
export interface Terminal {
  readonly cwd: string
  readonly stdout: Writable
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
}

/**
 * The command line. Sets `process.exitCode`: 0 all passed, 1 findings, 2 usage, configuration or contract,
 * 3 inconclusive, 4 a fault of the harness, 130 interrupted.
 */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<void> {
  const program = new Command('payroc-conformance')
    .description(TOOL.description)
    .version(TOOL.version, '-V, --version')
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      '\nExit codes: 0 passed · 1 findings · 2 usage, configuration or contract · 3 inconclusive · 4 harness fault · 130 interrupted',
    )
  const exit = (code: number): void => {
    process.exitCode = code
  }
  for (const command of [
    runCommand(terminal, exit),
    certifyCommand(terminal, exit),
    replayCommand(terminal, exit),
    reportCommand(terminal, exit),
    sandboxCommand(terminal, exit),
    doctorCommand(terminal, exit),
    contractCommand({ write: (text) => void terminal.stdout.write(text), exit }),
  ]) {
    program.addCommand(command)
  }
  quietly(program, terminal)
  try {
    if (argv.length === 0) {
      program.outputHelp({ error: true })
      exit(2)
      return
    }
    await program.parseAsync([...argv], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) {
      exit(error.exitCode === 0 ? 0 : 2)
      return
    }
    terminal.stderr.write(renderError(error, { debug: argv.includes('--debug') }))
    exit(exitCodeOf(error))
  }
}

/** Commander throws instead of exiting, and writes through the terminal, for a command and all below it. */
function quietly(command: Command, terminal: Terminal): void {
  command.exitOverride()
  command.configureOutput({
    writeOut: (text) => void terminal.stdout.write(text),
    writeErr: (text) => void terminal.stderr.write(text),
    outputError: (text, write) => write(`${text.trimEnd()}\nSee: payroc-conformance ${pathOf(command)}--help\n`),
  })
  for (const sub of command.commands) quietly(sub, terminal)
}

/** `contract lint `; empty for the program itself. */
function pathOf(command: Command): string {
  return command.parent === null ? '' : `${pathOf(command.parent)}${command.name()} `
}

function processTerminal(): Terminal {
  return {
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
  }
}
