import type { Exchange, RecordedBody } from '../core/exchange.ts'
import { headerOf } from '../core/exchange.ts'
import type { Json } from '../core/json.ts'
import { isJsonMediaType, parseMediaType, type MediaTypeName } from './media-type.ts'

/** A response body as far as it can be read. */
export type ResponseBody =
  | { readonly kind: 'absent' }
  | { readonly kind: 'json'; readonly value: Json; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Bytes of a type that is not text, or of one that does not say what it is. */
  | { readonly kind: 'bytes' }
  /** The content type promises something that the bytes are not; `reason` completes "the body …". */
  | { readonly kind: 'malformed'; readonly reason: string; readonly text: string | undefined }
  /** Cut at the recording cap: nothing can be concluded from the rest. */
  | { readonly kind: 'truncated'; readonly text: string | undefined }

const ABSENT: ResponseBody = { kind: 'absent' }
const bodies = new WeakMap<Exchange, ResponseBody>()

/** The response body of an exchange, parsed once; JSON only where the content type says JSON. */
export function responseBodyOf(exchange: Exchange): ResponseBody {
  let body = bodies.get(exchange)
  if (body === undefined) {
    body = read(exchange)
    bodies.set(exchange, body)
  }
  return body
}

function read({ outcome }: Exchange): ResponseBody {
  if (outcome.kind !== 'response' || outcome.body === undefined || outcome.body.bytes === 0) return ABSENT
  const header = headerOf(outcome.headers, 'content-type')
  const contentType = header === undefined ? undefined : parseMediaType(header)
  if (outcome.body.truncated) {
    return { kind: 'truncated', text: outcome.body.encoding === 'text' ? outcome.body.content : undefined }
  }
  if (contentType === undefined || !isJsonMediaType(contentType)) return readOther(outcome.body, contentType)
  return readJson(outcome.body, contentType)
}

function readOther(body: RecordedBody, contentType: MediaTypeName | undefined): ResponseBody {
  if (body.encoding === 'text') return { kind: 'text', text: body.content }
  // Text in an older character set is as good as any; where it cannot be decoded it is left alone.
  const text = contentType?.type === 'text' ? decode(body, contentType) : undefined
  return text === undefined ? { kind: 'bytes' } : { kind: 'text', text }
}

function readJson(body: RecordedBody, contentType: MediaTypeName): ResponseBody {
  const text = body.encoding === 'text' ? body.content : decode(body, contentType)
  if (text === undefined) return { kind: 'malformed', reason: 'is not valid UTF-8', text: undefined }
  // RFC 8259 §8.1 lets a parser ignore a byte order mark.
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  try {
    // `JSON.parse` returns JSON and nothing else; its declared result is `any`.
    return { kind: 'json', value: JSON.parse(source) as Json, text: source }
  } catch (error) {
    return { kind: 'malformed', reason: `is not JSON: ${sayWithoutContent(error)}`, text: source }
  }
}

/** V8 quotes the input in its message; the position is enough, and stays the same for the same fault. */
function sayWithoutContent(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const short =
    /^(Unexpected (?:end of JSON input|non-whitespace character after JSON|token .{1,2},?)|Expected [^,]{1,60}|Bad [a-z ]+|Unterminated [a-z ]+|No number [a-z ]+|Exponent [a-z ]+)/u.exec(
      message,
    )
  return (short?.[1] ?? 'it cannot be parsed').replace(/,$/, '')
}

function decode(body: RecordedBody, contentType: MediaTypeName): string | undefined {
  const charset = contentType.parameters['charset']
  if (charset === undefined) return undefined
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Buffer.from(body.content, 'base64'))
  } catch {
    return undefined
  }
}
