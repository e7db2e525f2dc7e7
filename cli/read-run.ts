import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { RunEvent } from '../core/event.ts'
import { EVENTS_FILE, readEvents } from '../reports/ndjson.ts'
import { readResults } from '../reports/read-results.ts'
import type { RunResult } from '../reports/run-result.ts'

/** What is left of a run: its events, from which everything can be made, or its result alone. */
export type StoredRun =
  | { readonly kind: 'events'; readonly folder: string; events(): AsyncIterable<RunEvent> }
  | { readonly kind: 'result'; readonly folder: string; readonly result: RunResult }

/**
 * Reads a run from its folder or its results.json.
 *
 * @throws HarnessError `usage` when there is no run
 */
export async function readRun(place: string): Promise<StoredRun> {
  const isFile = existsSync(place) && statSync(place).isFile()
  if (!isFile && existsSync(join(place, EVENTS_FILE))) {
    return { kind: 'events', folder: place, events: () => readEvents(place) }
  }
  return { kind: 'result', folder: isFile ? dirname(place) : place, result: await readResults(place) }
}
