import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A server on loopback, with every connection it has accepted. */
export interface Loopback {
  readonly base: string
  readonly port: number
  readonly connections: () => number
  close(): Promise<void>
}

/** Serves HTTP. */
export async function serve(listener: RequestListener): Promise<Loopback> {
  const server = createHttpServer(listener)
  return opened(
    server,
    (count) => server.on('connection', count),
    () => server.closeAllConnections(),
  )
}

/** Serves bytes: told of each connection and what arrives on it. */
export async function serveBytes(
  onData: (socket: Socket, data: string, connection: number) => void,
): Promise<Loopback> {
  const sockets = new Set<Socket>()
  let accepted = 0
  const server = createServer((socket) => {
    const number = ++accepted
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data) => onData(socket, data.toString('latin1'), number))
  })
  return opened(
    server,
    (count) => server.on('connection', count),
    () => sockets.forEach((socket) => socket.destroy()),
  )
}

async function opened(
  server: ReturnType<typeof createServer>,
  onConnection: (count: () => void) => void,
  endAll: () => void,
): Promise<Loopback> {
  let connections = 0
  onConnection(() => connections++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    base: `http://127.0.0.1:${port}`,
    port,
    connections: () => connections,
    close: async () => {
      endAll()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A minimal HTTP response with a JSON body. */
export function httpResponse(body: string, headers: readonly string[] = []): string {
  return [
    'HTTP/1.1 200 OK',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...headers,
    '',
    body,
  ].join('\r\n')
}
