import { resolve } from 'node:path'
import { HarnessError } from '../../../core/harness-error.ts'
import { runFolders } from '../../../reports/read-results.ts'

/**
 * The run that `--from` names, or the newest one below `.conformance`.
 *
 * @throws HarnessError `usage` when there is none
 */
export function latestRun(from: string | undefined, cwd: string): string {
  if (from !== undefined) return resolve(cwd, from)
  const newest = runFolders(resolve(cwd, '.conformance')).at(-1)
  if (newest === undefined) {
    throw new HarnessError('usage', 'There is no run below .conformance.', { hint: 'Name a run folder with --from.' })
  }
  return newest
}
