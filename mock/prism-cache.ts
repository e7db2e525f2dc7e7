import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { deserialize, serialize } from 'node:v8'
import type { Contract } from '../spec/model.ts'

/** Contracts whose operations are kept; those of the packaged one take 6 MB. */
const MOST_FILES = 8
const DIGEST_BYTES = 32

/** To be raised with the version of Prism, or when the file holds something else. */
const CACHE_FORMAT = 'prism 5.16.0, 1'

/** Where the compiled operations of a contract are kept; `undefined` where they cannot be. */
export function operationsFile({ documents, sha256 }: Contract, cacheDir: string | undefined): string | undefined {
  // Other files may change under a document that does not.
  if (cacheDir === undefined || Object.keys(documents).length > 1) return undefined
  const key = createHash('sha256').update(`${CACHE_FORMAT} ${process.version} ${sha256}`).digest('hex')
  return join(cacheDir, 'prism', `${key.slice(0, 32)}.bin`)
}

/**
 * Operations as Prism compiled them earlier. A file that is absent, cut or of someone else counts as absent.
 *
 * @param file without one nothing is cached
 */
export function readOperations<T extends readonly unknown[]>(file: string | undefined): T | undefined {
  if (file === undefined) return undefined
  try {
    const bytes = readFileSync(file)
    const payload = bytes.subarray(DIGEST_BYTES)
    if (!digest(payload).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined
    const operations: unknown = deserialize(payload)
    // The digest says that this tool wrote it.
    return Array.isArray(operations) ? (operations as unknown as T) : undefined
  } catch {
    return undefined
  }
}

/** Keeps operations. Written beside the name and moved there, so that no reader sees half of it. */
export function writeOperations(file: string | undefined, operations: readonly unknown[]): void {
  if (file === undefined) return
  try {
    const folder = dirname(file)
    mkdirSync(folder, { recursive: true })
    const temporary = join(folder, `${randomUUID()}.tmp`)
    // What operations share stays shared.
    const payload = serialize(operations)
    writeFileSync(temporary, Buffer.concat([digest(payload), payload]), { mode: 0o600 })
    renameSync(temporary, file)
    prune(folder)
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
}

function prune(folder: string): void {
  const files = readdirSync(folder).map((name) => ({ name, age: statSync(join(folder, name)).mtimeMs }))
  for (const { name } of files.toSorted((left, right) => right.age - left.age).slice(MOST_FILES)) {
    rmSync(join(folder, name), { force: true })
  }
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
