import { Worker } from 'node:worker_threads'
import { HarnessError } from '../core/harness-error.ts'
import type { Contract } from '../spec/model.ts'
import { operationsFile } from './prism-cache.ts'
import type { PrismReply, PrismStart } from './prism-worker.ts'

/** A server that answers from a contract. */
export interface MockServer {
  /** Without a trailing slash. Prism routes paths as the document has them, without the path of a server URL. */
  readonly baseUrl: string
  close(): Promise<void>
}

export interface PrismOptions {
  /** A promise lets Prism's own modules load while the contract does. */
  readonly contract: Contract | Promise<Contract>
  /** 0 takes a free one. */
  readonly port?: number
  /** Folder for the operations as Prism compiles them; without one they are compiled at every start. */
  readonly cacheDir?: string | undefined
  /** Told what Prism or its modules print, and if it dies. */
  readonly onLog?: (line: string) => void
}

/**
 * Starts a Prism mock of the contract on loopback, in a thread of its own, so that it uses another core and never holds
 * up the harness: static answers, no proxying, no callbacks, invalid answers not turned into errors.
 *
 * @throws HarnessError `document` when Prism cannot read the contract, `internal` when it cannot be started
 */
export async function startPrism({ contract, port = 0, cacheDir, onLog }: PrismOptions): Promise<MockServer> {
  const worker = createWorker()
  worker.stdout.on('data', (chunk: Buffer) => onLog?.(chunk.toString()))
  worker.stderr.on('data', (chunk: Buffer) => onLog?.(chunk.toString()))
  // Without a listener the error of a thread ends the process.
  worker.on('error', (error) => onLog?.(`Prism stopped: ${String(error)}`))
  try {
    const loaded = await contract
    const reply = firstReply(worker)
    worker.postMessage({ port, ...sourceOf(loaded), cacheFile: operationsFile(loaded, cacheDir) } satisfies PrismStart)
    const baseUrl = urlOf(await reply, loaded)
    return {
      baseUrl,
      close: async () => {
        await worker.terminate()
      },
    }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function createWorker(): Worker {
  // The sources run as they are; a build has the file compiled.
  const file = import.meta.url.endsWith('.ts') ? './prism-worker.ts' : './prism-worker.js'
  return new Worker(new URL(file, import.meta.url), {
    name: 'prism',
    stdout: true,
    stderr: true,
    execArgv: ['--no-deprecation'],
    env: { SCARF_ANALYTICS: 'false' },
  })
}

async function firstReply(worker: Worker): Promise<PrismReply> {
  const { promise, resolve: settle, reject } = Promise.withResolvers<PrismReply>()
  const onExit = (code: number): void => reject(new Error(`its thread ended with code ${code}`))
  worker.once('message', settle)
  worker.once('error', reject)
  worker.once('exit', onExit)
  try {
    return await promise
  } catch (error) {
    throw new HarnessError('internal', `Prism could not be started: ${messageOf(error)}`, { cause: error })
  } finally {
    worker.off('message', settle)
    worker.off('error', reject)
    worker.off('exit', onExit)
  }
}

/** One document goes over as it was parsed; several are left to Prism to read, which resolves files by their paths. */
function sourceOf({ documents, source, location }: Contract): { readonly document: unknown } {
  return { document: Object.keys(documents).length === 1 ? documents[''] : (location ?? source) }
}

function urlOf(reply: PrismReply, { source }: Contract): string {
  switch (reply.kind) {
    case 'listening':
      return reply.url
    case 'unreadable':
      throw new HarnessError('document', `Prism cannot read ${source}: ${reply.message}`, {
        hint: 'The harness could; use --target with a server of your own instead of the mock.',
        cause: new Error(reply.message),
      })
    case 'not-listening':
      throw new HarnessError('internal', `Prism could not listen: ${reply.message}`, {
        cause: new Error(reply.message),
      })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
