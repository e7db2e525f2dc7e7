import type { NoResponse } from '../core/exchange.ts'

/**
 * Why there is no response, from what the socket or the parser said. Never quotes URL, header or body.
 *
 * @param hasBegun whether the header section of a response was there
 */
export function noResponseOf(error: unknown, hasBegun: boolean): NoResponse {
  const code = codeOf(error)
  // RFC 9112 §8: a message is incomplete when its connection is closed in order before its announced end.
  if (hasBegun && code === 'UND_ERR_SOCKET') return { kind: 'no-response', cause: 'protocol', message: INCOMPLETE }
  const cause = CAUSES.get(code) ?? (isTls(code) ? 'tls' : code.startsWith('HPE_') ? 'protocol' : 'reset')
  return { kind: 'no-response', cause, message: MESSAGES.get(code) ?? plainMessage(cause, code, error) }
}

/** An error that tells of a socket that was gone, as opposed to an answer that was bad. */
export function isSocketGone(error: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(codeOf(error))
}

const INCOMPLETE = 'the connection was closed before the end of the body that the header section announces'

const CAUSES: ReadonlyMap<string, NoResponse['cause']> = new Map([
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'refused'],
  ['ENETUNREACH', 'refused'],
  ['EADDRNOTAVAIL', 'refused'],
  ['ENOTFOUND', 'name-not-resolved'],
  ['EAI_AGAIN', 'name-not-resolved'],
  ['EAI_NONAME', 'name-not-resolved'],
  ['ETIMEDOUT', 'timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['UND_ERR_HEADERS_OVERFLOW', 'protocol'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol'],
  ['UND_ERR_RESPONSE_STATUS_CODE', 'protocol'],
  // The request itself cannot be written as HTTP: nothing was sent.
  ['UND_ERR_INVALID_ARG', 'blocked'],
  ['UND_ERR_NOT_SUPPORTED', 'blocked'],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'blocked'],
  ['UND_ERR_ABORTED', 'aborted'],
  ['UND_ERR_DESTROYED', 'aborted'],
  ['UND_ERR_CLOSED', 'aborted'],
])

const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there (connection refused)'],
  ['ENOTFOUND', 'the host name is not known (ENOTFOUND)'],
  ['EAI_AGAIN', 'the host name could not be looked up (EAI_AGAIN)'],
  ['ECONNRESET', 'the server reset the connection'],
  ['EPIPE', 'the server closed the connection while the request was being sent'],
  ['UND_ERR_SOCKET', 'the server closed the connection before the response was complete'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
  ['UND_ERR_HEADERS_OVERFLOW', 'the response header section is larger than 64 kB'],
  ['HPE_HEADER_OVERFLOW', 'the response header section is larger than 64 kB'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'the response body is not as long as its Content-Length says'],
  ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'not sent: its Content-Length is not the length of its body'],
])

function plainMessage(cause: NoResponse['cause'], code: string, error: unknown): string {
  if (cause === 'tls') return `no secure connection (${code})`
  if (cause === 'protocol') return `the response is not valid HTTP (${reasonOf(error) || code})`
  if (cause === 'blocked') return `not sent: ${reasonOf(error) || code}`
  if (cause === 'aborted') return 'given up before the response was there'
  return code === '' ? 'the connection failed' : `the connection failed (${code})`
}

/** What undici says of a message it cannot read or write: fixed texts, the offending bytes are not in them. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replaceAll(/[^ -~]/g, '').slice(0, 100) : ''
}

function isTls(code: string): boolean {
  return /^(?:ERR_TLS|ERR_SSL|CERT_|EPROTO$|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(code)
}

/** Attempts on several addresses of a host fail together; the first tells as much as any. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (typeof error !== 'object' || error === null) return ''
  const { code, cause, name } = error as { code?: unknown; cause?: unknown; name?: unknown }
  if (typeof code === 'string') return code
  if (name === 'HTTPParserError') return 'HPE_UNKNOWN'
  return cause === undefined ? '' : codeOf(cause)
}
