import { systemClock } from '../../core/clock.ts'
import type { Json } from '../../core/json.ts'

const MILLISECONDS = 500
const WARM_UP = 50
const KEPT = 200

/** How fast values came, and the first of them. */
export interface Rate {
  readonly perSecond: number
  /** `undefined` where an error came instead. */
  readonly values: readonly (Json | undefined)[]
}

/** Makes values for half a second, after a few to warm up. */
export function rateOf(next: (i: number) => Json): Rate {
  const attempt = (i: number): Json | undefined => {
    try {
      return next(i)
    } catch {
      return undefined
    }
  }
  let elapsed = 0
  const warm = systemClock.monotonic()
  for (let i = 0; i < WARM_UP && elapsed < MILLISECONDS; i++) {
    attempt(i)
    elapsed = systemClock.monotonic() - warm
  }
  const values: (Json | undefined)[] = []
  let count = 0
  const started = systemClock.monotonic()
  for (elapsed = 0; elapsed < MILLISECONDS || values.length === 0; elapsed = systemClock.monotonic() - started) {
    const value = attempt(count++)
    if (values.length < KEPT) values.push(value)
  }
  return { perSecond: (count / elapsed) * 1000, values }
}
