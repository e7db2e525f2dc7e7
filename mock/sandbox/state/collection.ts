import type { Json } from '../../../core/json.ts'
import type { Contract } from '../../../spec/model.ts'

/**
 * Describes the records of one kind, and is the key under which the store keeps them. Records are plain JSON data that
 * is replaced, never changed in place.
 */
export interface CollectionSpec<T extends object> {
  /** Unique; names the records in a state file. */
  readonly name: string
  /** Records that are kept at most; the oldest finished ones go first. */
  readonly limit?: number
  /** Whether a record has reached its end, so that it may be forgotten before others. */
  readonly isFinished?: (record: T) => boolean
  /** What is there from the start: what the contract's examples name. It is never forgotten. */
  readonly seed?: (seeding: Seeding) => readonly (readonly [id: string | number, record: T])[]
}

/** What seeds are made from. */
export interface Seeding {
  readonly contract: Contract
  /**
   * A documented example as it stands, links to the documented hosts included.
   *
   * @param status - of the response; `request` for an example of the request body
   * @param name - key of the example; absent: the first
   */
  example(operationId: string, status: string, name?: string): Json | undefined
  /** Sandbox time, milliseconds. */
  now(): number
}

/** The records of one kind, in the order in which they were added. */
export interface Collection<T extends object> {
  get(id: string | number): T | undefined
  has(id: string | number): boolean
  /** Adds or replaces; a replaced record keeps its place. */
  set(id: string | number, record: T): void
  delete(id: string | number): boolean
  values(): readonly T[]
  entries(): readonly (readonly [id: string, record: T])[]
  readonly size: number
}

const DEFAULT_LIMIT = 2_000

export function createCollection<T extends object>(
  spec: CollectionSpec<T>,
  seeds: readonly (readonly [id: string | number, record: T])[],
  saved: readonly (readonly [id: string, record: T])[] = [],
): Collection<T> {
  const { limit = DEFAULT_LIMIT, isFinished } = spec
  const pinned = new Set(seeds.map(([id]) => String(id)))
  const records = new Map<string, T>(
    saved.length > 0 ? saved : seeds.map(([id, record]) => [String(id), record] as const),
  )

  /** Some at a time: a map is slow to tell its first entry after many first entries were removed. */
  const makeRoom = (): void => {
    if (records.size <= limit + pinned.size) return
    const eldest = [...records].filter(([id]) => !pinned.has(id))
    const finished = isFinished === undefined ? eldest : eldest.filter(([, record]) => isFinished(record))
    const surplus = Math.ceil(limit / 10)
    const leaving = finished.length >= surplus ? finished : [...finished, ...eldest]
    for (const [id] of leaving.slice(0, surplus)) records.delete(id)
  }

  return {
    get: (id) => records.get(String(id)),
    has: (id) => records.has(String(id)),
    set(id, record) {
      records.set(String(id), record)
      makeRoom()
    },
    delete: (id) => records.delete(String(id)),
    values: () => [...records.values()],
    entries: () => [...records],
    get size() {
      return records.size
    },
  }
}
