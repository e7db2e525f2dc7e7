import { readResults, runFolders } from './read-results.ts'
import { createRunHistory, type RunHistoryFold } from './run-history.ts'

/** The runs that lie side by side in a folder, to which others can be added; empty where there are none yet. */
export async function readHistory(folder: string): Promise<RunHistoryFold> {
  const history = createRunHistory()
  for (const run of runFolders(folder)) history.add(await readResults(run))
  return history
}
