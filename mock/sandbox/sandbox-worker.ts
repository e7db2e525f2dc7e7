import { parentPort } from 'node:worker_threads'
import { HarnessError, type HarnessErrorCode } from '../../core/harness-error.ts'
import type { SandboxOptions } from './settings.ts'
import { type Sandbox, startSandbox } from './start-sandbox.ts'

/** What the thread says. */
export type SandboxMessage =
  | ({ readonly kind: 'started' } & Omit<Sandbox, 'close'>)
  | {
      readonly kind: 'failed'
      readonly code: HarnessErrorCode
      readonly message: string
      readonly hint: string | undefined
    }
  | { readonly kind: 'closed' }
  | { readonly kind: 'log'; readonly line: string }

const say = (message: SandboxMessage): void => parentPort?.postMessage(message)

parentPort?.once('message', (options: SandboxOptions & { readonly isLogged: boolean }) => {
  void run(options)
})

async function run({ isLogged, ...options }: SandboxOptions & { readonly isLogged: boolean }): Promise<void> {
  try {
    const { close, ...addresses } = await startSandbox({
      ...options,
      ...(isLogged && { onLog: (line: string) => say({ kind: 'log', line }) }),
    })
    parentPort?.once('message', () => {
      void close().then(() => say({ kind: 'closed' }), fail)
    })
    say({ kind: 'started', ...addresses })
  } catch (error) {
    fail(error)
  }
}

function fail(error: unknown): void {
  const known = error instanceof HarnessError
  say({
    kind: 'failed',
    code: known ? error.code : 'internal',
    message: error instanceof Error ? error.message : String(error),
    hint: known ? error.hint : undefined,
  })
}
