import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { HarnessError } from '../../../core/harness-error.ts'
import { isJsonObject, type JsonObject } from '../../../core/json.ts'
import type { Contract } from '../../../spec/model.ts'
import { type Collection, type CollectionSpec, createCollection } from './collection.ts'
import { documentedExample } from './documented-example.ts'

/** Everything that a sandbox remembers, one collection per kind of resource. */
export interface Store {
  /** The collection of a spec; made and seeded when it is first asked for. */
  of<T extends object>(spec: CollectionSpec<T>): Collection<T>
  /** How many records there are of each kind that was asked for. */
  sizes(): Readonly<Record<string, number>>
  /** Back to the seeds. */
  reset(): void
  saved(): SavedCollections
}

export type SavedCollections = Readonly<Record<string, readonly (readonly [id: string, record: object])[]>>

/** What a state file holds besides the records. */
export interface SavedState {
  readonly collections: SavedCollections
  readonly counters: Readonly<Record<string, number>>
  /** How far the sandbox's clock had been moved, milliseconds. */
  readonly moved: number
}

export function createStore(contract: Contract, now: () => number, saved: SavedCollections = {}): Store {
  const collections = new Map<string, { readonly spec: CollectionSpec<object>; readonly records: Collection<object> }>()
  let remembered = saved
  const seedsOf = <T extends object>({ seed }: CollectionSpec<T>) =>
    seed?.({
      contract,
      now,
      example: (operationId, status, name) => documentedExample(contract, operationId, status, name),
    }) ?? []
  return {
    of<T extends object>(spec: CollectionSpec<T>): Collection<T> {
      const known = collections.get(spec.name)
      // A name belongs to one spec, and so to one type of record.
      if (known !== undefined) return known.records as unknown as Collection<T>
      const given = remembered[spec.name] as readonly (readonly [string, T])[] | undefined
      const records = createCollection(spec, seedsOf(spec), given)
      collections.set(spec.name, {
        spec: spec as unknown as CollectionSpec<object>,
        records,
      })
      return records
    },
    sizes: () => Object.fromEntries([...collections].map(([name, { records }]) => [name, records.size])),
    reset() {
      collections.clear()
      remembered = {}
    },
    saved: () => ({
      ...remembered,
      ...Object.fromEntries([...collections].map(([name, { records }]) => [name, records.entries()])),
    }),
  }
}

/** The form of state files; raised when it changes. */
const STATE_VERSION = 1

/**
 * Reads a state file; `undefined` where there is none yet.
 *
 * @throws HarnessError `configuration` when the file is not one of this version
 */
export function readStateFile(file: string): SavedState | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (isJsonObject(error) && error['code'] === 'ENOENT') return undefined
    throw new HarnessError('configuration', `the state file ${file} cannot be read: ${messageOf(error)}`, {
      cause: error,
    })
  }
  const state = parsed(text)
  const version = state?.['payrocSandboxState']
  if (version === STATE_VERSION && isSaved(state)) return state as unknown as SavedState
  const what =
    typeof version === 'number' && version !== STATE_VERSION
      ? `is of version ${version}; this version of the sandbox reads ${STATE_VERSION}`
      : 'is not a state file of the sandbox'
  throw new HarnessError('configuration', `${file} ${what}`, {
    hint: 'Name a file that the sandbox wrote, or one that does not exist yet.',
  })
}

/** Writes a state file; beside its name and moved there, so that nobody reads half of it. */
export function writeStateFile(file: string, state: SavedState): void {
  const temporary = `${file}.tmp`
  try {
    writeFileSync(temporary, JSON.stringify({ payrocSandboxState: STATE_VERSION, ...state }), { mode: 0o600 })
    renameSync(temporary, file)
  } catch (error) {
    throw new HarnessError('configuration', `the state file ${file} cannot be written: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isSaved(state: JsonObject | undefined): boolean {
  const { collections, counters, moved } = state ?? {}
  if (!isJsonObject(collections) || !isJsonObject(counters) || typeof moved !== 'number') return false
  return Object.values(collections).every(
    (records) =>
      Array.isArray(records) &&
      records.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string' && isJsonObject(entry[1])),
  )
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
