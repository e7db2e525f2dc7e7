import type { HeaderList, NoResponse, RecordedBody, RecordedRequest, RecordedResponse } from '../core/exchange.ts'

/** A recorded request as it would look on an HTTP/1.1 connection. */
export function requestText({ method, url, headers, body }: RecordedRequest): string {
  return message(`${method} ${url}`, headers, body)
}

/** What came: the response, or why there is none. */
export function responseText(outcome: RecordedResponse | NoResponse): string {
  if (outcome.kind === 'no-response') return `no response (${outcome.cause}): ${outcome.message}`
  return message(`HTTP ${outcome.status}`, outcome.headers, outcome.body)
}

function message(start: string, headers: HeaderList, body: RecordedBody | undefined): string {
  const fields = headers.map(([name, value]) => `${name}: ${value}`)
  return [start, ...fields, ...(body === undefined ? [] : ['', bodyText(body)])].join('\n')
}

function bodyText({ encoding, content, bytes, truncated }: RecordedBody): string {
  const shown = encoding === 'text' ? content : `base64: ${content}`
  return truncated ? `${shown}\n(cut; ${bytes} bytes in all)` : shown
}
