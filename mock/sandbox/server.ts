import { createServer as createPlainServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { HarnessError } from '../../core/harness-error.ts'
import type { Reply } from './call.ts'
import type { Incoming } from './incoming.ts'
import { problem } from './problem.ts'

export interface ServerParts {
  readonly port: number
  readonly tls: { readonly key: string; readonly cert: string } | undefined
  /** Longest body, bytes. */
  readonly bodyLimit: number
  answer(request: Incoming): Promise<Reply | 'drop'>
  /** Told of every answer. */
  onAnswer?(method: string, target: string, status: number): void
}

export interface RunningServer {
  /** `http://127.0.0.1:4010`. */
  readonly origin: string
  close(): Promise<void>
}

/** A client has so long to send its headers, and so long for the whole request, milliseconds. */
const HEADERS_TIMEOUT = 10_000
const REQUEST_TIMEOUT = 30_000

/**
 * Listens on loopback. What is not HTTP, too large or too slow is refused without bringing anything down.
 *
 * @throws HarnessError `usage` when the port is taken
 */
export async function listen(parts: ServerParts): Promise<RunningServer> {
  const limits = {
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: REQUEST_TIMEOUT,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
  }
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    serve(request, response, parts).catch(() => response.destroy())
  }
  const server: Server =
    parts.tls === undefined
      ? createPlainServer(limits, onRequest)
      : createTlsServer({ ...limits, ...parts.tls }, onRequest)
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    else socket.destroy()
  })
  await listening(server, parts.port)
  // Listening on a port, a server has an address of this form.
  const { port } = server.address() as AddressInfo
  return {
    origin: `${parts.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    close: async () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      server.close(() => resolve())
      server.closeAllConnections()
      await promise
    },
  }
}

async function listening(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, '127.0.0.1', resolve)
  try {
    await promise
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    const why = code === 'EADDRINUSE' ? 'is already in use' : `cannot be listened on (${code})`
    throw new HarnessError('usage', `port ${port} ${why}`, {
      hint: 'Choose another port, or 0 for a free one.',
      cause: error,
    })
  } finally {
    server.off('error', reject)
  }
}

/** Why a call ends early; made once, because an error is dear. */
const GONE = new Error('the client is gone')

async function serve(request: IncomingMessage, response: ServerResponse, parts: ServerParts): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(GONE)
  })
  const { method = 'GET', url = '/' } = request
  const bytes = await bodyOf(request, parts.bodyLimit)
  if (bytes === 'gone') return
  const target = targetOf(url)
  const reply =
    bytes === 'too-large'
      ? problem('payload-too-large', { headers: { connection: 'close' } })
      : await parts.answer({
          method,
          target,
          pathText: target.split('?', 1)[0] as string,
          query: new URLSearchParams(target.includes('?') ? target.slice(target.indexOf('?') + 1) : ''),
          header: headersOf(request),
          bytes,
          signal: gone.signal,
        })
  if (reply === 'drop') {
    request.socket.destroy()
    return
  }
  if (!response.destroyed) write(response, reply, method)
  if (bytes === 'too-large') request.destroy()
  parts.onAnswer?.(method, target, reply.status)
}

/** An absolute form (RFC 9112 §3.2.2) counts by its path. */
function targetOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').split('#', 1)[0] as string
  return path.startsWith('/') ? path : `/${path}`
}

async function bodyOf(request: IncomingMessage, limit: number): Promise<Uint8Array | 'too-large' | 'gone'> {
  const { headers } = request
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return NOTHING
  const { promise, resolve } = Promise.withResolvers<Uint8Array | 'too-large' | 'gone'>()
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) resolve('too-large')
    else chunks.push(chunk)
  })
  request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
  request.once('close', () => resolve('gone'))
  request.once('error', () => resolve('gone'))
  return promise
}

const NOTHING = new Uint8Array()

/** Of a name that may come once only, Node keeps the first value; of others it joins all. */
function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  // Only Set-Cookie, which no request has, is a list.
  return headers as Readonly<Record<string, string>>
}

function write(response: ServerResponse, reply: Reply, method: string): void {
  const { status, body, headers, mediaType = 'application/json' } = reply
  const content = reply.raw ?? (body === undefined ? undefined : JSON.stringify(body))
  if (content === undefined) {
    const hasNoLength = status === 204 || status === 304
    response.writeHead(status, hasNoLength ? { ...headers } : { 'content-length': '0', ...headers })
    response.end()
    return
  }
  response.writeHead(status, {
    'content-type': mediaType,
    'content-length': Buffer.byteLength(content),
    ...headers,
  })
  response.end(method === 'HEAD' ? undefined : content)
}
