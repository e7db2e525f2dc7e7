import type { Environment } from '../config/environment.ts'
import type { ConfigFile } from '../config/load-config-file.ts'
import type { RunOptions } from '../config/run-options.ts'
import { createProgressReporter } from '../reports/progress.ts'
import type { Reporter } from '../reports/reporter.ts'
import { startRecordedRun } from '../run/recorded-run.ts'
import { CATALOGUE } from '../suites/catalogue.ts'
import { interruptible } from './interruptible.ts'
import type { Terminal } from './main.ts'
import { operatorAtTerminal } from './operator.ts'
import { reportersFor } from './reporters-for.ts'

export interface RunRequest {
  readonly options: RunOptions
  readonly environment: Environment
  readonly file: ConfigFile | undefined
  readonly terminal: Terminal
  /** Whether scenarios of features that nobody declared are tried. */
  readonly triesFeatures?: boolean
  /** Beside those that the options ask for, and after them. */
  readonly reporters?: readonly Reporter[]
}

/** A whole run with its reports; returns the exit code. Ctrl-C ends it early, with the reports of what was done. */
export async function conductRun(request: RunRequest): Promise<number> {
  const { options, environment, file, terminal } = request
  const interruption = interruptible()
  try {
    const operator = operatorAtTerminal(terminal.stderr, interruption.signal)
    const isHeld = (): boolean => operator?.isAsked() === true
    const reporters = [
      ...(options.quiet ? [] : [createProgressReporter({ stream: terminal.stderr, noColor: !options.color, isHeld })]),
      ...reportersFor(options, terminal, environment),
      ...(request.reporters ?? []),
    ]
    const { signal } = interruption
    const run = await startRecordedRun({
      options,
      environment,
      file,
      cwd: terminal.cwd,
      reporters,
      signal,
      catalogue: CATALOGUE,
      ...(request.triesFeatures !== undefined && { triesFeatures: request.triesFeatures }),
      ...(operator !== undefined && { ask: operator.ask }),
    })
    try {
      await run.execute()
    } catch (error) {
      await run.abandon()
      throw error
    }
    return await run.finish()
  } finally {
    interruption.release()
  }
}
