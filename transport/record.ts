import { type Exchange, headerOf, type HeaderList, type NoResponse, type RecordedResponse } from '../core/exchange.ts'
import type { Answered } from './receive.ts'
import { bodyTextOf, recordedBody } from './recorded-body.ts'
import type { KnownSecret, RedactedResponse, Redactor } from './redact.ts'
import type { WireRequest } from './wire-request.ts'

/** An answer's body without its content coding. */
export interface ReadBody {
  readonly content: Buffer
  readonly truncated: boolean
  /** The content coding that it is said to have and has not. */
  readonly undecoded?: string
}

/** What to record with, and of which request. */
export interface Recorder {
  readonly redactor: Redactor
  readonly maxBodyBytes: number
  readonly request: WireRequest
  readonly host: string
}

/** What came of a request: an answer, or the reason why there is none. */
export interface Happened {
  readonly startedAt: number
  readonly durationMs: number
  readonly attempt: number
  readonly result: NoResponse | { readonly kind: 'answered'; readonly received: Answered; readonly body: ReadBody }
}

/** The record, and beside it what the harness itself may read of the answer but never write. */
export interface Recorded {
  readonly exchange: Exchange
  readonly body: string | undefined
}

/** Turns what happened into the record; the only place where redaction takes place. */
export function record({ redactor, maxBodyBytes, request, host }: Recorder, happened: Happened): Recorded {
  const { method, url, body, pathValues } = request
  const given =
    body === undefined || body.length === 0 ? undefined : bodyTextOf(typeof body === 'string' ? body : asBuffer(body))
  const redacted = redactor.request({
    url,
    headers: sentHeaders(request, host, given?.bytes ?? 0),
    body: given?.text,
    ...(pathValues !== undefined && { pathValues }),
  })
  const { startedAt, durationMs, attempt, result } = happened
  const recordedRequest = {
    method,
    url: redacted.url,
    headers: redacted.headers,
    ...(given !== undefined &&
      redacted.body !== undefined && { body: recordedBody(redacted.body, given, maxBodyBytes) }),
  }
  const base = { request: recordedRequest, attempt }
  if (result.kind === 'no-response') {
    return {
      exchange: {
        ...base,
        outcome: result,
        timings: { startedAt, durationMs },
        redactions: redacted.redactions,
        echoedSecrets: [],
      },
      body: undefined,
    }
  }
  const answer = recordedAnswer({ redactor, maxBodyBytes }, result, redacted.secrets)
  return {
    exchange: {
      ...base,
      outcome: answer.outcome,
      timings: { startedAt, durationMs, firstByteMs: result.received.firstByteMs },
      redactions: joined(redacted.redactions, answer.redacted.redactions),
      echoedSecrets: answer.redacted.echoed,
    },
    body: answer.text,
  }
}

function recordedAnswer(
  { redactor, maxBodyBytes }: Pick<Recorder, 'redactor' | 'maxBodyBytes'>,
  { received: { status, headers, bytes }, body }: Exclude<Happened['result'], NoResponse>,
  secrets: readonly KnownSecret[],
): { readonly outcome: RecordedResponse; readonly redacted: RedactedResponse; readonly text: string | undefined } {
  const given = bytes === 0 ? undefined : bodyTextOf(body.content, bytes, body.truncated)
  const redacted = redactor.response({ headers, body: given?.text }, secrets)
  return {
    outcome: {
      kind: 'response',
      status,
      headers: redacted.headers,
      ...(given !== undefined &&
        redacted.body !== undefined && {
          body: {
            ...recordedBody(redacted.body, given, maxBodyBytes),
            ...(body.undecoded !== undefined && { undecoded: body.undecoded }),
          },
        }),
    },
    redacted,
    text: given?.text,
  }
}

/** In wire order: undici writes `host` and `connection` first and the length of a body last. */
function sentHeaders({ method, headers }: WireRequest, host: string, bytes: number): HeaderList {
  const named = (name: string): string | undefined => headerOf(headers, name)
  const isClosing = method === 'HEAD' || /(?:^|,)\s*close\s*(?:,|$)/i.test(named('connection') ?? '')
  const length = bytes > 0 || EXPECT_BODY.has(method) ? String(bytes) : undefined
  return [
    ['host', named('host') ?? host],
    ['connection', isClosing ? 'close' : 'keep-alive'],
    ...headers.filter(([name]) => !MADE_BY_UNDICI.has(name.toLowerCase())),
    ...(length === undefined ? [] : [['content-length', length] as const]),
  ]
}

const MADE_BY_UNDICI = new Set(['host', 'connection', 'content-length'])

/** Methods for which an absent body is announced as one of length 0. */
const EXPECT_BODY = new Set(['PUT', 'POST', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH'])

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function joined<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  return second.length === 0 ? first : first.length === 0 ? second : [...first, ...second]
}
