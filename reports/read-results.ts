import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HarnessError } from '../core/harness-error.ts'
import { isJsonObject } from '../core/json.ts'
import { RESULTS_FILE } from './json.ts'
import { EVENTS_FILE, readEvents } from './ndjson.ts'
import { foldEvents } from './result-fold.ts'
import type { RunResult } from './run-result.ts'

/**
 * The result of a run: from a results.json, from the one of a run folder, or folded from the folder's events.
 *
 * @throws HarnessError `usage` when there is no run, or none that this version reads
 */
export async function readResults(path: string): Promise<RunResult> {
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const file = isFolder ? join(path, RESULTS_FILE) : path
  if (isFolder && !existsSync(file) && existsSync(join(path, EVENTS_FILE))) return foldEvents(readEvents(path))
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new HarnessError('usage', `No result of a run can be read from ${file}: ${(cause as Error).message}`, {
      hint: 'Give a run folder, or the results.json of one.',
      cause,
    })
  }
  const version = isJsonObject(value) ? value['schemaVersion'] : undefined
  if (version !== 1) {
    throw new HarnessError(
      'usage',
      `${file} is no result of a run: schemaVersion is ${JSON.stringify(version)}, expected 1.`,
    )
  }
  return value as RunResult
}

/** The run folders in a folder, by name: run ids begin with the time, so the newest comes last. */
export function runFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .filter((path) => existsSync(join(path, RESULTS_FILE)) || existsSync(join(path, EVENTS_FILE)))
    .toSorted()
}
