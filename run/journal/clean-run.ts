import { cacheDirectory, type Environment } from '../../config/environment.ts'
import { type ConfigFile, extraSettings } from '../../config/load-config-file.ts'
import type { RunOptions } from '../../config/run-options.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { withConfigured } from '../environments.ts'
import { prepareRun } from '../prepare.ts'
import type { Catalogue } from '../scenario/choose-scenarios.ts'
import { cleanUp, type Left } from './clean-up.ts'
import type { JournalState, MadeResource } from './entry.ts'
import { openJournalFile, readJournal } from './journal-file.ts'

export interface CleanRunRequest {
  readonly options: RunOptions
  readonly environment: Environment
  readonly file: ConfigFile | undefined
  readonly cwd: string
  readonly catalogue: Catalogue
  /** That of the run. */
  readonly folder: string
  readonly signal: AbortSignal
  onGone(resource: MadeResource): void
}

/**
 * Removes what the journal of an earlier run has open, also of one that was killed, and notes it there.
 *
 * @throws HarnessError `usage` where the target is another one than that of the run
 */
export async function cleanRun(
  request: CleanRunRequest,
): Promise<{ readonly left: readonly Left[]; readonly state: JournalState }> {
  const { options, environment, catalogue, folder } = request
  const { run, lines } = readJournal(folder)
  const extra = extraSettings(request.file)
  const prepared = await prepareRun({
    options,
    extra,
    environments: withConfigured(catalogue.environments, extra),
    secrets: { apiKey: environment['PAYROC_API_KEY'], bearer: environment['CONFORMANCE_BEARER'] },
    cacheDir: cacheDirectory(environment),
    cwd: request.cwd,
    outcomes: catalogue.outcomes,
  })
  try {
    const { journal, target, contract, transport, credentials, retries, generation } = prepared
    const { baseUrl } = target.summary
    if (journal === undefined || baseUrl !== run.baseUrl) {
      throw new HarnessError(
        'usage',
        `What ${folder} notes was made at ${run.baseUrl}, and --target leads to ${baseUrl}`,
        {
          hint: 'Leave --target out: the journal names it.',
        },
      )
    }
    for (const line of lines) journal.state.add(line)
    const journalFile = openJournalFile(folder, 'go on')
    try {
      journal.writeTo(journalFile.append)
      const left = await cleanUp({
        journal,
        generation,
        send: {
          contract,
          transport,
          credentials,
          baseUrl,
          journal,
          signal: request.signal,
          ...(retries !== undefined && { retries }),
        },
        onGone: (resource) => request.onGone(resource),
      })
      return { left, state: journal.state }
    } finally {
      journalFile.close()
    }
  } finally {
    await prepared.close()
  }
}
