import { STATUS_CODES } from 'node:http'
import type { Content, Entry, Header, QueryString, Request, Response } from 'har-format'
import {
  headerOf,
  type Exchange,
  type HeaderList,
  type NoResponse,
  type RecordedBody,
  type RecordedRequest,
  type RecordedResponse,
} from '../core/exchange.ts'

/** What an entry says of the case it belongs to, in members of our own. */
export interface HarContext {
  readonly operationId: string
  /** Of the case, or of the scenario. */
  readonly caseId: string
  readonly phase?: string
  readonly step?: string
  readonly verdict?: string
  readonly fingerprints?: readonly string[]
}

const HTTP_VERSION = 'HTTP/1.1'
/** HAR's word for a size or a time that is not known. */
const UNKNOWN = -1

/** One exchange as an entry of an HTTP Archive 1.2; an answer that never came has status 0, as browsers write it. */
export function exchangeEntry(exchange: Exchange, page: string, context: HarContext): Entry {
  const { request, outcome, timings, attempt } = exchange
  const { startedAt, durationMs, firstByteMs = durationMs } = timings
  return {
    pageref: page,
    startedDateTime: new Date(startedAt).toISOString(),
    time: durationMs,
    request: requestOf(request),
    response: outcome.kind === 'response' ? responseOf(outcome) : missingResponse(outcome),
    cache: {},
    timings: {
      blocked: UNKNOWN,
      dns: UNKNOWN,
      connect: UNKNOWN,
      ssl: UNKNOWN,
      send: 0,
      wait: firstByteMs,
      receive: durationMs - firstByteMs,
    },
    comment: `${context.caseId}${attempt === 1 ? '' : `, attempt ${attempt}`}`,
    _resourceType: 'fetch',
    _case: context,
  }
}

function requestOf({ method, url, headers, body }: RecordedRequest): Request {
  return {
    method,
    url,
    httpVersion: HTTP_VERSION,
    cookies: [],
    headers: fieldsOf(headers),
    queryString: queryOf(url),
    headersSize: UNKNOWN,
    bodySize: body?.bytes ?? 0,
    ...(body !== undefined && {
      postData: {
        mimeType: headerOf(headers, 'content-type') ?? 'application/octet-stream',
        text: body.content,
        ...commentOf(body),
      },
    }),
  }
}

function responseOf({ status, headers, body }: RecordedResponse): Response {
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: HTTP_VERSION,
    cookies: [],
    headers: fieldsOf(headers),
    content: contentOf(body, headers),
    redirectURL: headerOf(headers, 'location') ?? '',
    headersSize: UNKNOWN,
    bodySize: body?.bytes ?? 0,
  }
}

/** `_error` is the member in which Chromium keeps why there is no answer. */
function missingResponse({ cause, message }: NoResponse): Response & { readonly _error: string } {
  return {
    status: 0,
    statusText: '',
    httpVersion: '',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: UNKNOWN,
    bodySize: UNKNOWN,
    comment: `no response (${cause}): ${message}`,
    _error: message,
  }
}

function contentOf(body: RecordedBody | undefined, headers: HeaderList): Content {
  const mimeType = headerOf(headers, 'content-type') ?? 'x-unknown'
  if (body === undefined) return { size: 0, mimeType }
  const { encoding, content, bytes, truncated } = body
  return {
    size: bytes,
    mimeType,
    text: content,
    ...(encoding === 'base64' && { encoding }),
    ...(truncated && { comment: `cut; ${bytes} bytes in all` }),
  }
}

/** A request body has no encoding in HAR 1.2, so its comment says where the text is not what was sent. */
function commentOf({ encoding, truncated, bytes }: RecordedBody): { comment?: string } {
  const notes = [...(encoding === 'base64' ? ['base64'] : []), ...(truncated ? [`cut; ${bytes} bytes in all`] : [])]
  return notes.length === 0 ? {} : { comment: notes.join('; ') }
}

function fieldsOf(headers: HeaderList): Header[] {
  return headers.map(([name, value]) => ({ name, value }))
}

function queryOf(url: string): QueryString[] {
  if (!URL.canParse(url)) return []
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }))
}
