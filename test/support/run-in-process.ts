import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { resolveOptions } from '../../config/resolve-options.ts'
import { createHtmlReporter, HTML_FILE } from '../../reports/html.ts'
import type { Reporter } from '../../reports/reporter.ts'
import type { RunResult } from '../../reports/run-result.ts'
import { startRecordedRun } from '../../run/recorded-run.ts'
import { temporaryFolder } from './run-cli.ts'

/** `run` with these flags, without a process of its own: what a default run finds, in the time of its requests. */
export async function runInProcess(
  flags: Readonly<Record<string, unknown>>,
  reporters: readonly Reporter[] = [],
): Promise<RunResult> {
  const cwd = temporaryFolder()
  const environment = { XDG_CACHE_HOME: join(tmpdir(), 'payroc-conformance-test-cache') }
  const run = await startRecordedRun({
    options: resolveOptions({ flags, environment: {}, file: undefined }),
    environment,
    file: undefined,
    cwd,
    reporters,
    signal: new AbortController().signal,
  })
  try {
    await run.execute()
  } catch (error) {
    await run.abandon()
    throw error
  }
  await run.finish()
  return run.result()
}

/** The same, and where its report.html is. */
export async function runWithPage(
  flags: Readonly<Record<string, unknown>>,
): Promise<{ readonly result: RunResult; readonly file: string }> {
  let file = ''
  const noteFolder: Reporter = {
    name: 'folder',
    finish: async ({ folder }) => {
      file = join(folder, HTML_FILE)
    },
  }
  return { result: await runInProcess(flags, [createHtmlReporter(), noteFolder]), file }
}
