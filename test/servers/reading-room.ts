import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Answer, createMemory } from './reading-room-memory.ts'

/** The contract of the reading room. */
export const READING_ROOM_DOCUMENT: string = fileURLToPath(new URL('./reading-room-api.yaml', import.meta.url))

/** What a bug of the reading room is about; each is one mistake in its memory. */
export const ROOM_FAULTS = [
  'limit ignored',
  'page overlap',
  'page gap',
  'cursor loop',
  'filter ignored',
  'filter leaves out what matches',
  'offset overlap',
  'page number gap',
  'link header loop',
  'created not in list',
  'created not readable',
  'created value lost',
  'read returns another resource',
  'update lost',
  'update lost but echoed',
  'merge patch lost',
  'merge patch drops the rest',
  'merge patch changes the rest',
  'json patch lost',
  'deleted still readable',
  'delete does nothing',
  'archiving does nothing',
  'failed create exists',
  'replay creates a second',
  'replay answers with another id',
  'replay makes a second unseen',
  'conflict not detected',
  'race lets two through',
  'location wrong',
  'location dead',
  'links dead',
  '500 on second delete',
  'return of a returned loan fails',
  'deleted label can be patched',
] as const

export type RoomFault = (typeof ROOM_FAULTS)[number]

export interface ReadingRoom {
  /** With the version segment, without a trailing slash. */
  readonly baseUrl: string
  readonly requests: { readonly method: string; readonly path: string; readonly status: number }[]
  /** How many there are now; of notes those that are not archived. */
  readonly left: { readonly books: number; readonly notes: number; readonly labels: number }
  close(): Promise<void>
}

/**
 * A correct server with a memory, and at most one bug in it.
 *
 * @param repairedBy the method of the first request after which the bug is gone
 */
export async function startReadingRoom(fault?: RoomFault, repairedBy?: string): Promise<ReadingRoom> {
  const requests: ReadingRoom['requests'] = []
  const has = (name: RoomFault): boolean => name === fault && requests.every(({ method }) => method !== repairedBy)
  const { answer: room, count } = createMemory(has, READING_ROOM_DOCUMENT)
  const server = createServer((incoming, outgoing) => {
    void textOf(incoming).then(async (text) => {
      const url = new URL(incoming.url ?? '/', 'http://room')
      const answer = await room({
        method: incoming.method ?? '',
        segments: url.pathname.split('/').slice(2).map(decodeURIComponent),
        query: url.searchParams,
        headers: incoming.headers,
        text,
        origin: `http://${incoming.headers.host}`,
      })
      requests.push({ method: incoming.method ?? '', path: incoming.url ?? '', status: answer.status })
      send(outgoing, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    get left() {
      return count()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const text = body === undefined ? undefined : JSON.stringify(body)
  outgoing.writeHead(status, {
    ...(text !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
    ...headers,
  })
  outgoing.end(text)
}
