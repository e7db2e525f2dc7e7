import { type Clock, systemClock } from '../core/clock.ts'

/** Lets so many requests a second begin, in the order they came. */
export interface RateLimiter {
  /** Resolves when the next request may begin; rejects with the signal's reason when that ends the wait. */
  take(signal?: AbortSignal): Promise<void>
}

/**
 * A token bucket: tokens come at the given rate, and those not used are kept up to `burst`.
 *
 * @param perSecond requests per second, above 0; fractions are fine
 * @param options.burst requests that may begin at once after a pause; 1 spaces them evenly
 */
export function createRateLimiter(
  perSecond: number,
  { burst = 1, clock = systemClock }: { readonly burst?: number; readonly clock?: Clock } = {},
): RateLimiter {
  const interval = 1000 / perSecond
  // When the bucket would be full again; each request moves it one interval further.
  let fullAt = clock.monotonic()
  return {
    take: async (signal) => {
      signal?.throwIfAborted()
      const now = clock.monotonic()
      fullAt = Math.max(fullAt, now) + interval
      const wait = fullAt - now - burst * interval
      if (wait <= 0) return
      try {
        await clock.sleep(wait, signal)
      } catch (error) {
        // The place in the line is free again.
        fullAt -= interval
        throw error
      }
    },
  }
}
