import type { Clock } from '../../../core/clock.ts'

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  /** Moves the time on, and ends the sleeps that are due, in order. */
  advance(ms: number): Promise<void>
}

export function createFakeClock(): FakeClock {
  let time = 1_000
  let sleepers: { readonly at: number; wake(): void }[] = []
  return {
    now: () => 1_700_000_000_000 + time,
    monotonic: () => time,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleepers.push({ at: time + ms, wake: resolve })
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
    advance: async (ms) => {
      time += ms
      const due = sleepers.filter(({ at }) => at <= time).toSorted((a, b) => a.at - b.at)
      sleepers = sleepers.filter(({ at }) => at > time)
      for (const sleeper of due) sleeper.wake()
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
