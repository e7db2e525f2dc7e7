import { closeSync, createReadStream, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RunEvent } from '../core/event.ts'
import { HarnessError } from '../core/harness-error.ts'
import { isJsonObject } from '../core/json.ts'

/** The file of a run folder that holds the events, one JSON object a line. */
export const EVENTS_FILE = 'run.ndjson'

const CHUNK_CHARACTERS = 64 * 1024
const FLUSH_AFTER_MS = 100
const NEWLINE = 0x0a

/** The open run.ndjson of a run that goes on. */
export interface NdjsonSink {
  /** Adds an event: on disk within 100 ms or 64 kB, whichever comes first. */
  append(event: RunEvent): void
  /** Hands everything appended so far to the operating system. */
  flush(): void
  /** Flushes and closes; a second call does nothing. */
  close(): void
}

/**
 * Opens `run.ndjson` in a run folder (made if need be; an older run's events in it are replaced). What was written
 * survives the kill of this process, so a killed run loses at most the last 100 ms.
 *
 * @throws HarnessError `usage` when the folder cannot be written; also from `append` or `flush` when the disk is full
 */
export function createNdjsonSink(folder: string): NdjsonSink {
  const file = join(folder, EVENTS_FILE)
  const handle = guarded(file, () => {
    mkdirSync(folder, { recursive: true })
    return openSync(file, 'w')
  })
  let pending = ''
  let timer: NodeJS.Timeout | undefined
  let isOpen = true
  // A timer has no caller to throw to: its failure is kept for the next append, flush or close.
  let failure: unknown

  const write = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (pending === '') return
    const bytes = Buffer.from(pending)
    pending = ''
    guarded(file, () => {
      for (let offset = 0; offset < bytes.length;) offset += writeSync(handle, bytes, offset)
    })
  }
  const writeLater = (): void => {
    try {
      write()
    } catch (error) {
      failure = error
    }
  }
  const flush = (): void => {
    if (failure !== undefined) throw failure
    if (isOpen) write()
  }

  return {
    append(event) {
      if (failure !== undefined) throw failure
      pending += `${JSON.stringify(event)}\n`
      if (pending.length >= CHUNK_CHARACTERS) write()
      else timer ??= setTimeout(writeLater, FLUSH_AFTER_MS)
    },
    flush,
    close() {
      if (!isOpen) return
      try {
        flush()
      } finally {
        isOpen = false
        clearTimeout(timer)
        closeSync(handle)
      }
    },
  }
}

/**
 * Reads the events of a run folder as a stream: memory holds one event at a time. A torn last line (of a killed run)
 * is left out.
 *
 * @throws HarnessError `usage` when there is no run.ndjson, or when a line before the last is not an event
 */
export async function* readEvents(folder: string): AsyncIterable<RunEvent> {
  const file = join(folder, EVENTS_FILE)
  let number = 0
  let broken: number | undefined
  for await (const line of linesOf(file)) {
    number++
    if (line === '') continue
    if (broken !== undefined) throw notAnEvent(file, broken)
    const event = parseEvent(line)
    if (event === undefined) broken = number
    else yield event
  }
}

function parseEvent(line: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(line)
    // What wrote the line is this same file's sink; of a foreign line no more is asked than that it says what it is.
    return isJsonObject(value) && typeof value['type'] === 'string' ? (value as unknown as RunEvent) : undefined
  } catch {
    return undefined
  }
}

/** Lines by `\n` alone: readline would also split at U+2028, which JSON leaves as it is. */
async function* linesOf(file: string): AsyncIterable<string> {
  let parts: Buffer[] = []
  try {
    for await (const data of createReadStream(file, { highWaterMark: 1 << 18 })) {
      const chunk = data as Buffer
      let start = 0
      for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        parts.push(chunk.subarray(start, end))
        yield Buffer.concat(parts).toString()
        parts = []
        start = end + 1
      }
      if (start < chunk.length) parts.push(chunk.subarray(start))
    }
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new HarnessError('usage', `No events of a run can be read from ${file}: ${error.message}`, {
      hint: 'Give the folder of a run: the one that holds run.ndjson.',
      cause: error,
    })
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString()
}

function notAnEvent(file: string, line: number): HarnessError {
  return new HarnessError('usage', `Line ${line} of ${file} is not an event of a run.`, {
    hint: 'The file was changed or damaged after the run; only its last line may be incomplete.',
    position: { file, line, column: 1 },
  })
}

function guarded<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new HarnessError('usage', `The run cannot be recorded in ${file}: ${reason}`, {
      hint: 'Choose a folder that can be written with --out, and see that the disk is not full.',
      cause: error,
    })
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
