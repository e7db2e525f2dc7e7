import type { Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'

/** A body without its content coding. */
export interface Decompressed {
  readonly content: Buffer
  /** More would have come out than was wanted, or the compressed data ended early. */
  readonly truncated: boolean
}

/**
 * Undoes `Content-Encoding`, up to so many bytes: a few kilobytes can unpack to gigabytes.
 *
 * @returns `undefined` where the coding is not known or the data is not in it
 */
export async function decompress(
  content: Buffer,
  contentEncoding: string,
  maxBytes: number,
): Promise<Decompressed | undefined> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== 'identity' && coding !== '')
  if (codings.length > MOST_CODINGS) return undefined
  let result: Decompressed = { content, truncated: false }
  // The coding that was applied last stands last.
  for (const coding of codings.toReversed()) {
    const decoded = await decodeOne(result.content, coding, maxBytes)
    if (decoded === undefined) return undefined
    result = { content: decoded.content, truncated: result.truncated || decoded.truncated }
  }
  return result
}

/** Whether a body of this coding can be read, if it really has it. */
export function isKnownCoding(contentEncoding: string): boolean {
  return Object.hasOwn(DECODERS, contentEncoding.trim().toLowerCase())
}

const MOST_CODINGS = 3

// A stream that ends early still yields what came before its end.
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH }
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH }

const DECODERS: Readonly<Record<string, readonly (() => Transform)[]>> = {
  gzip: [() => createGunzip(ZLIB)],
  'x-gzip': [() => createGunzip(ZLIB)],
  // By the standard "deflate" is zlib, by many servers it is raw.
  deflate: [() => createInflate(ZLIB), () => createInflateRaw(ZLIB)],
  br: [() => createBrotliDecompress(BROTLI)],
}

async function decodeOne(content: Buffer, coding: string, maxBytes: number): Promise<Decompressed | undefined> {
  for (const create of DECODERS[coding] ?? []) {
    const decoded = await unpack(create(), content, maxBytes)
    if (decoded !== undefined) return decoded
  }
  return undefined
}

async function unpack(stream: Transform, content: Buffer, maxBytes: number): Promise<Decompressed | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.end(content)
  try {
    for await (const chunk of stream) {
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes > maxBytes) return { content: Buffer.concat(chunks).subarray(0, maxBytes), truncated: true }
    }
  } catch {
    return bytes === 0 ? undefined : { content: Buffer.concat(chunks), truncated: true }
  }
  return { content: Buffer.concat(chunks), truncated: false }
}
