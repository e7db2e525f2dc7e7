import { isUtf8 } from 'node:buffer'
import type { RecordedBody } from '../core/exchange.ts'

/** A body on its way into the record: as text to redact it, and how to write it afterwards. */
export interface BodyText {
  /** UTF-8 text, or one character for each byte. */
  readonly text: string
  readonly isText: boolean
  /** On the wire. */
  readonly bytes: number
  readonly truncated: boolean
}

/** Bytes beyond the cap that are looked at, so that a secret on the edge is seen whole before it is cut. */
export const MARGIN = 4_096

/** @param bytes on the wire, where that is another number than that of `content` */
export function bodyTextOf(content: Buffer | string, bytes?: number, truncated: boolean = false): BodyText {
  if (typeof content === 'string') {
    const text = content.isWellFormed() ? content : content.toWellFormed()
    return { text, isText: true, bytes: bytes ?? Buffer.byteLength(text), truncated }
  }
  const whole = truncated ? content.subarray(0, characterStart(content, content.length)) : content
  const isText = isUtf8(whole)
  return {
    text: isText ? whole.toString('utf8') : whole.toString('latin1'),
    isText,
    bytes: bytes ?? content.length,
    truncated,
  }
}

/** The record of a body whose text has been redacted, cut at the cap. */
export function recordedBody(redacted: string, { isText, bytes, truncated }: BodyText, maxBytes: number): RecordedBody {
  // A UTF-16 unit is at most three bytes.
  const mayBeLong = redacted.length * (isText ? 3 : 1) > maxBytes
  if (!mayBeLong && isText) return { encoding: 'text', content: redacted, bytes, truncated }
  const content = Buffer.from(redacted, isText ? 'utf8' : 'latin1')
  const isLong = content.length > maxBytes
  const kept = isLong ? content.subarray(0, isText ? characterStart(content, maxBytes) : maxBytes) : content
  return {
    encoding: isText ? 'text' : 'base64',
    content: isText ? kept.toString('utf8') : kept.toString('base64'),
    bytes,
    truncated: truncated || isLong,
  }
}

/** Where a cut at this position is not within a UTF-8 character. */
function characterStart(content: Buffer, position: number): number {
  for (let start = position; start > Math.max(0, position - 4); start--) {
    const byte = content[start - 1] ?? 0
    if (byte < 0x80) return start
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return start - 1 + length <= position ? start - 1 + length : start - 1
    }
  }
  return position
}
