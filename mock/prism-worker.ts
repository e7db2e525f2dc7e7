import { parentPort } from 'node:worker_threads'
import { createServer } from '@stoplight/prism-http-server'
import { prismOperations, type PrismOperations } from './prism-operations.ts'
import { createRoute } from './prism-route.ts'

/** What the thread is asked to do, once. */
export interface PrismStart {
  readonly port: number
  /** A parsed document, or the path or URL of one. */
  readonly document: unknown
  readonly cacheFile: string | undefined
}

export type PrismReply =
  | { readonly kind: 'listening'; readonly url: string }
  | { readonly kind: 'unreadable' | 'not-listening'; readonly message: string }

type Logger = Parameters<typeof createServer>[1]['components']['logger']

parentPort?.once('message', (start: PrismStart) => {
  void startServer(start).then((reply) => parentPort?.postMessage(reply))
})

async function startServer({ port, document, cacheFile }: PrismStart): Promise<PrismReply> {
  let operations: PrismOperations
  try {
    operations = await prismOperations(document, cacheFile)
  } catch (error) {
    return { kind: 'unreadable', message: messageOf(error) }
  }
  const server = createServer(operations, {
    cors: false,
    config: {
      isProxy: false,
      checkSecurity: true,
      validateRequest: true,
      // Its result would go into a header that nobody reads.
      validateResponse: false,
      errors: false,
      upstreamProxy: undefined,
      mock: { dynamic: false },
    },
    components: { logger: silentLogger(), route: createRoute(operations) },
  })
  try {
    return { kind: 'listening', url: await server.listen(port, '127.0.0.1') }
  } catch (error) {
    return { kind: 'not-listening', message: messageOf(error) }
  }
}

/** Prism logs each step of each request; every part of it asks for a logger of its own. */
function silentLogger(): Logger {
  const ignore = (): void => undefined
  const logger = {
    level: 'silent',
    trace: ignore,
    debug: ignore,
    info: ignore,
    success: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
    silent: ignore,
    child: (): unknown => logger,
  }
  // Of the many members of a logger Prism uses these.
  return logger as never
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
