import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { readCached, writeCached } from './cache.ts'
import type { Contract } from './model.ts'
import { rememberTexts } from './positions.ts'
import { readSource, type Source } from './source.ts'

/** What reports call the packaged document. */
export const PACKAGED_NAME: string = 'payroc-openapi.yaml'

export interface LoadOptions {
  /** Whether the compiled form may be read from and kept in `cacheDir`. */
  readonly cache?: boolean
  /** Folder of the compiled forms; without one nothing is cached. */
  readonly cacheDir?: string
  /** Folder that a relative path starts from. */
  readonly cwd?: string
}

/**
 * Loads a contract: OpenAPI 3.0 or 3.1, YAML or JSON, by path or http(s) URL; without a source the packaged document.
 *
 * @throws HarnessError `document` with one message for what makes the document unusable; what can be lived with is in
 *   {@link Contract.warnings}
 */
export async function loadContract(
  source?: string,
  { cache = true, cacheDir, cwd = process.cwd() }: LoadOptions = {},
): Promise<Contract> {
  const read = await (source === undefined ? readPackaged() : readSource(source, cwd))
  const sha256 = createHash('sha256').update(read.bytes).digest('hex')
  const location = read.location.kind === 'file' ? read.location.path : read.location.url
  const folder = cache ? cacheDir : undefined

  const cached = folder === undefined ? undefined : readCached(folder, sha256, location)
  if (cached !== undefined) {
    // The same file may be called differently from another folder.
    const contract: Contract = { ...cached, source: read.name }
    if (read.location.kind === 'url') rememberTexts(contract, new Map([['', new TextDecoder().decode(read.bytes)]]))
    return contract
  }
  // The compiler brings parsers and a validator: who hits the cache does not wait for them.
  const { compileContract } = await import('./compile.ts')
  const { contract, texts, files } = await compileContract(read, sha256)
  rememberTexts(contract, texts)
  if (folder !== undefined) writeCached(folder, contract, files)
  return contract
}

/** Where the packaged document is: beside the sources, also when what runs is compiled from them. */
export function packagedDocument(): string {
  const beside = fileURLToPath(new URL(`./document/${PACKAGED_NAME}`, import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../../spec/document/${PACKAGED_NAME}`, import.meta.url))
}

async function readPackaged(): Promise<Source> {
  return { ...(await readSource(packagedDocument(), process.cwd())), name: PACKAGED_NAME }
}
