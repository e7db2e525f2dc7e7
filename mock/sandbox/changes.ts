import type { SandboxClock } from './sandbox-clock.ts'

/** Lets calls wait for something to change: the long polls. */
export interface Changes {
  /** Wakes everyone who waits for this. */
  notify(what: string): void
  /** Resolves when it changes, when the time is over, or when the signal is aborted, whichever is first. */
  until(what: string, ms: number, signal: AbortSignal): Promise<void>
  /** How many are waiting. */
  waiting(): number
  /** Wakes everyone. */
  close(): void
}

export function createChanges(clock: SandboxClock): Changes {
  const waiting = new Map<string, Set<() => void>>()
  return {
    notify(what) {
      for (const wake of waiting.get(what) ?? []) wake()
    },
    async until(what, ms, signal) {
      if (signal.aborted) return
      const { promise, resolve } = Promise.withResolvers<void>()
      const there = waiting.get(what) ?? new Set()
      waiting.set(what, there.add(resolve))
      const callOff = clock.after(ms, resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
      callOff()
      there.delete(resolve)
      if (there.size === 0) waiting.delete(what)
    },
    waiting: () => [...waiting.values()].reduce((sum, { size }) => sum + size, 0),
    close() {
      for (const there of waiting.values()) for (const wake of there) wake()
    },
  }
}
