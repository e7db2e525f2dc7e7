import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readEnvironment } from '../config/environment.ts'
import { loadConfigFile } from '../config/load-config-file.ts'
import { resolveOptions } from '../config/resolve-options.ts'
import { HarnessError } from '../core/harness-error.ts'
import { runFolders } from '../reports/read-results.ts'
import { cleanRun } from '../run/journal/clean-run.ts'
import { shownPath } from '../run/journal/entry.ts'
import { JOURNAL_FILE, readJournal } from '../run/journal/journal-file.ts'
import { CATALOGUE } from '../suites/catalogue.ts'
import { interruptible } from './interruptible.ts'
import type { Terminal } from './main.ts'

/** `run --cleanup`: removes what an earlier run left on its target; yields the exit code. */
export async function cleanEarlierRun(
  terminal: Terminal,
  flags: Readonly<Record<string, unknown>>,
  from: string | undefined,
): Promise<number> {
  const { cwd, stdout } = terminal
  const folder = from === undefined ? newestJournal(cwd) : resolve(cwd, from)
  const { run } = readJournal(folder)
  const environment = readEnvironment(cwd)
  const file = await loadConfigFile(cwd)
  const { target, spec, identityUrl } = run
  // Where the run was is where its remains are, whatever the environment says by now.
  const noted = { target, ...(spec !== undefined && { spec }), ...(identityUrl !== undefined && { identityUrl }) }
  const options = resolveOptions({ flags: { ...noted, ...flags }, environment, file })
  const interruption = interruptible()
  try {
    stdout.write(`clean-up of run ${run.id} at ${run.baseUrl}\n`)
    let gone = 0
    const { left, state } = await cleanRun({
      options,
      environment,
      file,
      cwd,
      catalogue: CATALOGUE,
      folder,
      signal: interruption.signal,
      onGone: (resource) => {
        const { undo } = resource
        gone++
        stdout.write(`gone  ${shownPath(resource)}${undo === undefined ? '' : ` (${undo.operationId})`}\n`)
      },
    })
    for (const { operationId, path, reason } of state.kept())
      stdout.write(`stays ${path ?? `what ${operationId} made`}: ${reason}\n`)
    for (const { what, reason } of left) stdout.write(`LEFT  ${what}: ${reason}\n`)
    stdout.write(`${gone} gone, ${state.kept().length} that nothing removes, ${left.length} left\n`)
    return left.length === 0 ? 0 : 1
  } finally {
    interruption.release()
  }
}

function newestJournal(cwd: string): string {
  const journalOf = (folder: string): string => join(folder, JOURNAL_FILE)
  const [newest] = runFolders(resolve(cwd, '.conformance'))
    .filter((folder) => existsSync(journalOf(folder)))
    .toSorted((one, other) => statSync(journalOf(other)).mtimeMs - statSync(journalOf(one)).mtimeMs)
  if (newest === undefined) {
    throw new HarnessError('usage', 'There is no run below .conformance that made anything on a target of yours.', {
      hint: 'Name a run folder with --from.',
    })
  }
  return newest
}
