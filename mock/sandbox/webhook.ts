import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'

/** What a receiver is sent. */
export interface WebhookCall {
  readonly url: URL
  readonly secret: string
  readonly body: string
}

/** A receiver has so long to answer, milliseconds. */
const TIMEOUT = 10_000

/** Calls a receiver; the status of its answer, or why there was none. Never throws, never follows a redirect. */
export function callWebhook({ url, secret, body }: WebhookCall): Promise<number | string> {
  const { promise, resolve } = Promise.withResolvers<number | string>()
  // Not every text can be a header.
  if (/[^\t\x20-\x7e\x80-\u{10ffff}]/u.test(secret)) return Promise.resolve('the secret cannot be sent as a header')
  const send = url.protocol === 'https:' ? tlsRequest : plainRequest
  const request = send(
    url,
    {
      method: 'POST',
      agent: false,
      timeout: TIMEOUT,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        // A header takes bytes, a secret may be any text.
        'payroc-secret': Buffer.from(secret).toString('latin1'),
      },
    },
    (response) => {
      response.resume()
      resolve(response.statusCode ?? 'no status')
    },
  )
  request.on('timeout', () => request.destroy(new Error('no answer in time')))
  request.on('error', (error) => resolve(error.message))
  // A sandbox that is closed waits for no receiver.
  request.on('socket', (socket) => socket.unref())
  request.end(body)
  return promise
}

/** The URL of a receiver on this machine: the sandbox calls no other. */
export function loopbackUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isHere = /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(url.hostname)
  return isHere && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined
}
