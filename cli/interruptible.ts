import process from 'node:process'
import { systemClock } from '../core/clock.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A terminal tells every process of a command, and a launcher passes it on: what comes twice at once is one signal. */
const SAME_SIGNAL_MS = 500

/** The first Ctrl-C asks what goes on to end; a second one ends the process at once. */
export function interruptible(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController()
  let first = 0
  const onSignal = (): void => {
    if (!controller.signal.aborted) {
      first = systemClock.monotonic()
      controller.abort(new Error('interrupted'))
    } else if (systemClock.monotonic() - first > SAME_SIGNAL_MS) process.exit(130)
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return {
    signal: controller.signal,
    release: () => {
      for (const name of SIGNALS) process.off(name, onSignal)
    },
  }
}
