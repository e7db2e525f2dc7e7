import { join } from 'node:path'
import process from 'node:process'
import { cacheDirectory, type Environment } from '../config/environment.ts'
import { extraSettings, type ConfigFile } from '../config/load-config-file.ts'
import type { ReportName, RunOptions } from '../config/run-options.ts'
import { systemClock } from '../core/clock.ts'
import type { RunEvent } from '../core/event.ts'
import { TOOL } from '../core/tool.ts'
import { createAllureReporter } from '../reports/allure.ts'
import { curlOf } from '../reports/curl.ts'
import { createJsonReporter } from '../reports/json.ts'
import { createJunitReporter } from '../reports/junit.ts'
import { createNdjsonSink, readEvents, type NdjsonSink } from '../reports/ndjson.ts'
import { createProgressReporter } from '../reports/progress.ts'
import type { Reporter } from '../reports/reporter.ts'
import { createResultFold } from '../reports/result-fold.ts'
import { createTerminalReporter } from '../reports/terminal.ts'
import { openSession } from '../run/session.ts'
import { prepareRun } from '../run/prepare.ts'
import type { Terminal } from './main.ts'

export interface RunRequest {
  readonly options: RunOptions
  readonly environment: Environment
  readonly file: ConfigFile | undefined
  readonly terminal: Terminal
}

/** A whole run with its reports; returns the exit code. Ctrl-C ends it early, with the reports of what was done. */
export async function conductRun({ options, environment, file, terminal }: RunRequest): Promise<number> {
  const interruption = interruptible()
  const prepared = await prepareRun({
    options,
    extra: extraSettings(file),
    secrets: { apiKey: environment['PAYROC_API_KEY'], bearer: environment['CONFORMANCE_BEARER'] },
    cacheDir: cacheDirectory(environment),
    cwd: terminal.cwd,
  })
  const fold = createResultFold()
  const reporters = reportersFor(options, terminal)
  let sink: NdjsonSink | undefined
  let folder = ''
  // The run folder is named after the run, so it is made when the run says its id.
  const emit = (event: RunEvent): void => {
    if (event.type === 'run-started') {
      folder = join(terminal.cwd, options.out ?? join('.conformance', event.run.id))
      sink = createNdjsonSink(folder)
    }
    sink?.append(event)
    fold.add(event)
    for (const reporter of reporters) reporter.onEvent?.(event)
  }
  try {
    const session = openSession({
      options,
      tool: TOOL,
      ...prepared,
      clock: systemClock,
      curlOf: (exchange) => curlOf(exchange.request, exchange.redactions),
      emit,
      signal: interruption.signal,
    })
    await session.execute(session.operations)
    const { exitCode } = session.finish()
    sink?.close()
    const result = fold.result()
    for (const reporter of reporters) {
      await reporter.finish?.({ folder, result, events: () => readEvents(folder) })
    }
    return exitCode
  } finally {
    sink?.close()
    interruption.release()
    await prepared.close()
  }
}

function reportersFor(options: RunOptions, { stdout, stderr }: Terminal): readonly Reporter[] {
  const noColor = !options.color
  const make: Readonly<Record<ReportName, () => Reporter>> = {
    json: () => createJsonReporter(),
    junit: () => createJunitReporter(),
    allure: () => createAllureReporter(),
    // Last, so that what it says is there is there.
    terminal: () => createTerminalReporter({ stream: stdout, noColor, quiet: options.quiet }),
  }
  const chosen = (Object.keys(make) as ReportName[]).filter((name) => options.report.includes(name))
  const progress = options.quiet ? [] : [createProgressReporter({ stream: stderr, noColor })]
  return [...progress, ...chosen.map((name) => make[name]())]
}

/** The first Ctrl-C asks the run to end; a second one ends the process at once. */
function interruptible(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new Error('interrupted'))
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, onSignal)
  return {
    signal: controller.signal,
    release: () => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, onSignal)
    },
  }
}
