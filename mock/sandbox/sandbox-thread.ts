import { Worker } from 'node:worker_threads'
import { HarnessError } from '../../core/harness-error.ts'
import type { SandboxMessage } from './sandbox-worker.ts'
import type { SandboxOptions } from './settings.ts'
import type { Sandbox } from './start-sandbox.ts'

/** Memory that the thread may use for data, megabytes. */
const MEMORY = 512

/**
 * A sandbox in a thread of its own: it uses another core, its memory is bounded, and it never holds up who started it.
 *
 * @throws HarnessError what `startSandbox` throws, and `internal` when the thread dies
 */
export async function startSandboxThread({ onLog, ...options }: SandboxOptions = {}): Promise<Sandbox> {
  // The sources run as they are; a build has the file compiled.
  const file = import.meta.url.endsWith('.ts') ? './sandbox-worker.ts' : './sandbox-worker.js'
  const worker = new Worker(new URL(file, import.meta.url), {
    name: 'sandbox',
    execArgv: ['--no-deprecation'],
    env: { SCARF_ANALYTICS: 'false' },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY },
  })
  const { promise: died, reject } = Promise.withResolvers<never>()
  // Nobody may be waiting when it dies.
  died.catch(() => undefined)
  worker.on('error', (error) => reject(error))
  worker.on('exit', (code) => reject(new Error(`its thread ended with code ${code}`)))

  const next = async (wanted: SandboxMessage['kind']): Promise<SandboxMessage> => {
    const { promise, resolve } = Promise.withResolvers<SandboxMessage>()
    const listen = (message: SandboxMessage): void => {
      if (message.kind === 'log') onLog?.(message.line)
      else if (message.kind === wanted || message.kind === 'failed') resolve(message)
    }
    worker.on('message', listen)
    try {
      return await Promise.race([promise, died])
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      throw new HarnessError('internal', `the sandbox stopped: ${message}`, { cause: error })
    } finally {
      worker.off('message', listen)
    }
  }

  try {
    worker.postMessage({ ...options, isLogged: onLog !== undefined })
    const started = answered(await next('started'))
    if (onLog !== undefined) {
      worker.on('message', (message: SandboxMessage) => {
        if (message.kind === 'log') onLog(message.line)
      })
    }
    const { baseUrl, identityUrl, adminUrl, apiKey, limitedApiKey } = started as Extract<
      SandboxMessage,
      { kind: 'started' }
    >
    return {
      baseUrl,
      identityUrl,
      adminUrl,
      apiKey,
      ...(limitedApiKey !== undefined && { limitedApiKey }),
      close: async () => {
        const closed = next('closed')
        worker.postMessage('close')
        try {
          answered(await closed)
        } finally {
          await worker.terminate()
        }
      },
    }
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function answered(message: SandboxMessage): SandboxMessage {
  if (message.kind !== 'failed') return message
  throw new HarnessError(message.code, message.message, message.hint === undefined ? {} : { hint: message.hint })
}
