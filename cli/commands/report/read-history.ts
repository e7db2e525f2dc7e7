import { resolve } from 'node:path'
import { HarnessError } from '../../../core/harness-error.ts'
import { readResults, runFolders } from '../../../reports/read-results.ts'
import { createRunHistory, type RunHistory } from '../../../reports/run-history.ts'

/**
 * The history of the runs that lie side by side in a folder.
 *
 * @throws HarnessError `usage` when there is none
 */
export async function readHistory(folder: string, cwd: string): Promise<RunHistory> {
  const folders = runFolders(resolve(cwd, folder))
  if (folders.length === 0) {
    throw new HarnessError('usage', `There is no run folder in ${folder}.`, {
      hint: 'Give the folder in which the run folders of many runs lie side by side.',
    })
  }
  const { add, history } = createRunHistory()
  for (const run of folders) add(await readResults(run))
  return history()
}
