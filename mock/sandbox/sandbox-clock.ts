import { type Clock, systemClock } from '../../core/clock.ts'

/** The time of a sandbox: real time plus what its administrator has moved it by. Only ever forwards. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** As the contract writes moments: `2026-01-31T09:30:00Z`. */
  iso(): string
  /** Runs something when that much sandbox time has passed; returns the way to call it off. */
  after(ms: number, run: () => void): () => void
  /** Moves the time forwards and runs what has come due, in order. */
  advance(ms: number): void
  /** How far it has been moved in all. */
  moved(): number
  /** Calls off everything that waits. */
  close(): void
}

interface Waiting {
  readonly due: number
  readonly run: () => void
  timer: NodeJS.Timeout
}

export function createSandboxClock(moved: number = 0, base: Clock = systemClock): SandboxClock {
  let offset = moved
  const waiting = new Set<Waiting>()
  const now = (): number => base.now() + offset

  const arm = (entry: Omit<Waiting, 'timer'>, fire: () => void): NodeJS.Timeout =>
    // Timers of equal length share one list in Node, so that many polls cost no more than one.
    setTimeout(fire, Math.min(Math.max(0, entry.due - now()), LONGEST_TIMER))

  const start = (entry: Waiting): void => {
    entry.timer = arm(entry, () => {
      if (now() < entry.due) start(entry)
      else finish(entry)
    })
    entry.timer.unref()
  }
  const finish = (entry: Waiting): void => {
    if (!waiting.delete(entry)) return
    clearTimeout(entry.timer)
    entry.run()
  }

  return {
    now,
    iso: () => `${new Date(now()).toISOString().slice(0, 19)}Z`,
    after(ms, run) {
      const entry = { due: now() + ms, run } as Waiting
      waiting.add(entry)
      start(entry)
      return () => {
        if (waiting.delete(entry)) clearTimeout(entry.timer)
      }
    },
    advance(ms) {
      offset += ms
      const due = [...waiting].filter((entry) => entry.due <= now()).toSorted((left, right) => left.due - right.due)
      for (const entry of due) finish(entry)
      for (const entry of waiting) {
        clearTimeout(entry.timer)
        start(entry)
      }
    },
    moved: () => offset,
    close() {
      for (const entry of waiting) clearTimeout(entry.timer)
      waiting.clear()
    },
  }
}

/** Node counts milliseconds of a timer in 32 bits. */
const LONGEST_TIMER = 2 ** 31 - 1
