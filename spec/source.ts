import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HarnessError } from '../core/harness-error.ts'
import { didYouMean } from '../core/nearest.ts'

/** A document larger than this is refused unread: no contract is, and reading on would only end in no memory. */
export const LARGEST_DOCUMENT: number = 32 * 1024 * 1024

const FETCH_TIMEOUT_MS = 30_000

/** Where a document is; relative references in it are resolved from there. */
export type Location = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'url'; readonly url: string }

/** The bytes of a document and where they came from. */
export interface Source {
  /** As the user gave it, without credentials: what messages and reports call it. */
  readonly name: string
  readonly location: Location
  readonly bytes: Uint8Array
}

/** Where a source given as a path, `file:` URL or http(s) URL is. */
export function locate(source: string, cwd: string): Location {
  if (/^https?:\/\//i.test(source)) return { kind: 'url', url: source }
  if (/^file:\/\//i.test(source)) return { kind: 'file', path: fileURLToPath(source) }
  return { kind: 'file', path: resolve(cwd, source) }
}

/** Reads a document. @throws HarnessError `document`: not there, a directory, not readable, over the cap, not answered */
export async function readSource(source: string, cwd: string): Promise<Source> {
  const location = locate(source, cwd)
  if (location.kind === 'file') return { name: source, location, bytes: readFile(location.path, source) }
  const name = publicUrl(location.url)
  return { name, location, bytes: await fetchBytes(location.url, name) }
}

/** Reads a file, at most {@link LARGEST_DOCUMENT} bytes. @throws HarnessError `document` */
export function readFile(path: string, name: string): Uint8Array {
  let descriptor: number
  try {
    // A directory opens like a file on some systems and fails on reading, with a message nobody understands.
    if (statSync(path).isDirectory()) {
      throw new HarnessError('document', `${name} is a directory, not an OpenAPI document`, {
        hint: documentsIn(path) ?? 'Name the YAML or JSON file itself.',
      })
    }
    descriptor = openSync(path, 'r')
  } catch (error) {
    if (error instanceof HarnessError) throw error
    throw unreadable(error, path, name)
  }
  try {
    const { size } = fstatSync(descriptor)
    if (size > LARGEST_DOCUMENT) throw tooLarge(name, `${megabytes(size)} MB`)
    return readAll(descriptor, name)
  } catch (error) {
    throw error instanceof HarnessError ? error : unreadable(error, path, name)
  } finally {
    closeSync(descriptor)
  }
}

/** Pipes and devices have no size: they are read until they end or pass the cap. */
function readAll(descriptor: number, name: string): Uint8Array {
  const chunks: Buffer[] = []
  let total = 0
  for (;;) {
    const chunk = Buffer.allocUnsafe(1 << 20)
    const count = readSync(descriptor, chunk, 0, chunk.length, null)
    if (count === 0) return Buffer.concat(chunks)
    total += count
    if (total > LARGEST_DOCUMENT) throw tooLarge(name, `more than ${megabytes(LARGEST_DOCUMENT)} MB`)
    chunks.push(chunk.subarray(0, count))
  }
}

async function fetchBytes(url: string, name: string): Promise<Uint8Array> {
  const { href, authorization } = withoutCredentials(url)
  try {
    const response = await fetch(href, {
      headers: {
        accept: 'application/yaml, application/json, text/yaml, */*',
        ...(authorization === undefined ? {} : { authorization }),
      },
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new HarnessError('document', `${name} answered ${response.status}, expected the OpenAPI document`, {
        hint: 'Open the URL in a browser, or download the document and pass its path.',
      })
    }
    const chunks: Uint8Array[] = []
    let total = 0
    for await (const chunk of response.body ?? []) {
      total += chunk.length
      if (total > LARGEST_DOCUMENT) throw tooLarge(name, `more than ${megabytes(LARGEST_DOCUMENT)} MB`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  } catch (error) {
    if (error instanceof HarnessError) throw error
    throw new HarnessError('document', `${name} could not be fetched: ${reasonOf(error)}`, {
      hint: 'Check the URL and the network, or download the document and pass its path.',
      cause: error,
    })
  }
}

/** A URL may hold a password or a token, which no message or report repeats. */
function publicUrl(url: string): string {
  if (!URL.canParse(url)) return url
  const { protocol, host, pathname, search } = new URL(url)
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`
}

function withoutCredentials(url: string): { readonly href: string; readonly authorization?: string } {
  if (!URL.canParse(url)) throw new HarnessError('document', `${url} is not a URL`, { hint: 'Check its spelling.' })
  const parsed = new URL(url)
  if (parsed.username === '' && parsed.password === '') return { href: url }
  const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`
  parsed.username = ''
  parsed.password = ''
  return { href: parsed.href, authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function unreadable(error: unknown, path: string, name: string): HarnessError {
  const code = codeOf(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new HarnessError('document', `no such file: ${name}`, {
      hint: didYouMean(basename(path), namesIn(dirname(path))) ?? 'Pass the path or URL of an OpenAPI document.',
      cause: error,
    })
  }
  const reason = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : reasonOf(error)
  return new HarnessError('document', `${name} cannot be read: ${reason}`, { cause: error })
}

function tooLarge(name: string, size: string): HarnessError {
  return new HarnessError('document', `${name} has ${size}; a document may have ${megabytes(LARGEST_DOCUMENT)} MB`, {
    hint: 'Is it the right file? Large examples can move to files of their own.',
  })
}

function documentsIn(folder: string): string | undefined {
  const found = namesIn(folder).filter((name) => /\.(?:ya?ml|json)$/i.test(name))
  return found.length === 0 ? undefined : `It has: ${found.slice(0, 5).join(', ')}${found.length > 5 ? ', …' : ''}.`
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / (1024 * 1024))
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}

/** Node's fetch says only "fetch failed"; what happened is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${FETCH_TIMEOUT_MS / 1000} s`
  const cause = error.cause instanceof Error ? error.cause : error
  if (cause.message !== '') return cause.message
  const code = codeOf(cause)
  return typeof code === 'string' ? code : cause.name
}
