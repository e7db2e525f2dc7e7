import { parentPort } from 'node:worker_threads'
import { getHttpOperationsFromSpec } from '@stoplight/prism-http'
import { createServer } from '@stoplight/prism-http-server'
import { readOperations, writeOperations } from './prism-cache.ts'
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

type Operations = Awaited<ReturnType<typeof getHttpOperationsFromSpec>>
type Logger = Parameters<typeof createServer>[1]['components']['logger']

parentPort?.once('message', (start: PrismStart) => {
  void startServer(start).then((reply) => parentPort?.postMessage(reply))
})

async function startServer({ port, document, cacheFile }: PrismStart): Promise<PrismReply> {
  let operations: Operations
  try {
    operations = readOperations<Operations>(cacheFile) ?? (await compile(document, cacheFile))
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

async function compile(document: unknown, cacheFile: string | undefined): Promise<Operations> {
  const operations = await getHttpOperationsFromSpec(document as string | object)
  // Prism would call the URLs that a request names.
  for (const operation of operations) delete operation.callbacks
  writeOperations(cacheFile, operations)
  return operations
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
