import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { HarnessError } from '../../core/harness-error.ts'
import { isJsonObject } from '../../core/json.ts'
import type { JournalLine, RunLine } from './entry.ts'

/** The file of a run folder that says what the run made on its target, one JSON object a line. */
export const JOURNAL_FILE = 'journal.ndjson'

/** An open journal. A line is with the operating system when `append` returns, so that a killed run loses none. */
export interface JournalFile {
  append(line: JournalLine): void
  close(): void
}

/**
 * Opens the journal of a run folder: a new one, or an older one to go on with, of which half a last line is cut off.
 *
 * @throws HarnessError `usage` when it cannot be written
 */
export function openJournalFile(folder: string, how: 'new' | 'go on'): JournalFile {
  const file = join(folder, JOURNAL_FILE)
  const handle = guarded(file, () => {
    mkdirSync(folder, { recursive: true })
    if (how === 'go on' && existsSync(file)) truncateSync(file, readFileSync(file).lastIndexOf('\n') + 1)
    return openSync(file, how === 'new' ? 'w' : 'a')
  })
  let isOpen = true
  return {
    append: (line) => {
      if (isOpen) guarded(file, () => writeSync(handle, `${JSON.stringify(line)}\n`))
    },
    close: () => {
      if (isOpen) closeSync(handle)
      isOpen = false
    },
  }
}

/**
 * The lines of a run folder's journal. Half a last line, of a killed run, is left out.
 *
 * @throws HarnessError `usage` when there is no journal, or when a line of it is none
 */
export function readJournal(folder: string): { readonly run: RunLine; readonly lines: readonly JournalLine[] } {
  const file = join(folder, JOURNAL_FILE)
  if (!existsSync(file)) {
    throw new HarnessError('usage', `There is no ${JOURNAL_FILE} in ${folder}.`, {
      hint: 'Only runs against a target that was not started for them have one: nothing else outlives its run.',
    })
  }
  // What ends in a line feed leaves an empty text behind it, what does not is half a line.
  const texts = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  const lines = texts.map((text, index) => lineOf(text) ?? refuse(file, index + 1))
  const [run] = lines
  if (run?.type !== 'run') return refuse(file, 1)
  return { run, lines }
}

const TYPES = new Set<JournalLine['type']>(['run', 'creating', 'created', 'not-created', 'gone', 'kept'])

function lineOf(text: string): JournalLine | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // What wrote the line is this file; of a foreign one no more is asked than that it says what it is.
    return isJsonObject(value) && TYPES.has(value['type'] as JournalLine['type'])
      ? (value as unknown as JournalLine)
      : undefined
  } catch {
    return undefined
  }
}

function refuse(file: string, line: number): never {
  throw new HarnessError('usage', `Line ${line} of ${file} is not one of a journal.`, {
    hint: 'The file was changed or damaged after the run; only its last line may be incomplete.',
    position: { file, line, column: 1 },
  })
}

function guarded<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new HarnessError('usage', `What the run makes on its target cannot be noted in ${file}: ${reason}`, {
      hint: 'Choose a folder that can be written with --out, and see that the disk is not full.',
      cause,
    })
  }
}
