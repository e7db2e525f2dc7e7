import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from '../core/json.ts'

/** What was sent to a receiver. It may hold secrets, so it is compared and never written. */
export interface Delivery {
  readonly method: string
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The parsed body; absent where it is no JSON. */
  readonly body: Json | undefined
}

/** A small server of ours that a target calls back. */
export interface Receiver {
  readonly url: string
  /** All that came so far, the oldest first. */
  readonly deliveries: readonly Delivery[]
  /** Answers from now on with this status. */
  answerWith(status: number): void
  close(): Promise<void>
}

/** Bytes of a delivery that are kept. */
const MOST = 1_048_576

/** Opens a receiver on a free port of loopback, which acknowledges everything with 200. */
export async function openReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = []
  let status = 200
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= MOST) chunks.push(chunk)
    })
    request.on('end', () => {
      deliveries.push({
        method: request.method ?? '',
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: parsed(Buffer.concat(chunks).toString()),
      })
      response.writeHead(status, { connection: 'close' }).end()
    })
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    deliveries,
    answerWith: (next) => {
      status = next
    },
    close: () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      return closed.promise
    },
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
