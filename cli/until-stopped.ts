import process from 'node:process'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Resolves at the first signal that asks the process to end. */
export async function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = (): void => resolve()
  for (const name of SIGNALS) process.on(name, stop)
  // A promise keeps no process alive.
  const alive = setInterval(() => undefined, 2 ** 30)
  await promise
  clearInterval(alive)
  for (const name of SIGNALS) process.off(name, stop)
}
