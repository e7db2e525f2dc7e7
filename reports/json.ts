import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Reporter } from './reporter.ts'

/** The file of a run folder that users script against; results.schema.json describes it. */
export const RESULTS_FILE = 'results.json'

/** Writes `results.json`: the whole result, two spaces of indentation, a newline at the end. */
export function createJsonReporter(): Reporter {
  return {
    name: 'json',
    finish: ({ folder, result }) => writeFile(join(folder, RESULTS_FILE), `${JSON.stringify(result, null, 2)}\n`),
  }
}
