import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { TOOL } from '../core/tool.ts'
import type { Contract } from './model.ts'

/** A compiled contract as it is kept: with every further file it was compiled from. */
interface Entry {
  readonly contract: Contract
  readonly files: ReadonlyMap<string, string>
}

const MOST_ENTRIES = 20
const DIGEST_BYTES = 32

/**
 * The contract compiled earlier from the same bytes at the same place by the same tool, or `undefined`. A cache that is
 * absent, damaged or of someone else is as good as none.
 */
export function readCached(cacheDir: string, sha256: string, location: string): Contract | undefined {
  try {
    const bytes = readFileSync(fileOf(cacheDir, sha256, location))
    const payload = bytes.subarray(DIGEST_BYTES)
    if (!digest(payload).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined
    // A cast: the digest says that this tool wrote it.
    const { contract, files } = deserialize(payload) as Entry
    for (const [path, hash] of files) if (digest(readFileSync(path)).toString('hex') !== hash) return undefined
    return contract
  } catch {
    return undefined
  }
}

/** Keeps a compiled contract. Written beside its name and moved there, so that no reader sees half of it. */
export function writeCached(cacheDir: string, contract: Contract, files: ReadonlyMap<string, string>): void {
  try {
    const target = fileOf(cacheDir, contract.sha256, contract.location ?? '')
    // Serialising keeps shared objects shared: a document with YAML aliases stays as small as it is.
    const payload = serialize({ contract, files } satisfies Entry)
    const folder = folderOf(cacheDir)
    mkdirSync(folder, { recursive: true })
    const temporary = join(folder, `${randomUUID()}.tmp`)
    writeFileSync(temporary, Buffer.concat([digest(payload), payload]), { mode: 0o600 })
    renameSync(temporary, target)
    prune(folder)
  } catch {
    // A cache that cannot be written costs time, nothing else.
  }
}

function folderOf(cacheDir: string): string {
  return join(cacheDir, 'contracts')
}

function fileOf(cacheDir: string, sha256: string, location: string): string {
  const key = [TOOL.name, TOOL.version, sourceStamp(), process.versions.v8, sha256, location].join('\n')
  return join(folderOf(cacheDir), `${digest(key).toString('hex').slice(0, 32)}.bin`)
}

/** In a checkout the model changes under one version: the newest change of these sources tells one from another. */
function sourceStamp(): string {
  if (!import.meta.url.endsWith('.ts')) return ''
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const times = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => statSync(join(folder, name)).mtimeMs)
  return String(Math.max(...times))
}

function prune(folder: string): void {
  const entries = readdirSync(folder).map((name) => ({ name, age: statSync(join(folder, name)).mtimeMs }))
  for (const { name } of entries.toSorted((left, right) => right.age - left.age).slice(MOST_ENTRIES)) {
    rmSync(join(folder, name), { force: true })
  }
}

function digest(bytes: string | Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
