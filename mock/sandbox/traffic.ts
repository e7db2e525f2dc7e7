import { systemClock } from '../../core/clock.ts'
import type { Reply } from './call.ts'
import { problem } from './problem.ts'

/** How the way to the API behaves, whatever is asked: what a network and a busy host do to a client. */
export interface TrafficRules {
  /** Milliseconds that every answer is late. */
  readonly latency: number
  /** Requests a second that are let through; the others get 429. 0 lets all through. */
  readonly rateLimit: number
  /** What 429 and 503 name in `Retry-After`, seconds. */
  readonly retryAfter: number
  /** Of so many requests one is done and never answered: the connection is cut. 0 cuts none. */
  readonly dropEvery: number
  /** So many requests from now on get 503. */
  readonly unavailable: number
}

export const FREE_TRAFFIC: TrafficRules = { latency: 0, rateLimit: 0, retryAfter: 1, dropEvery: 0, unavailable: 0 }

export interface Traffic {
  rules(): TrafficRules
  set(rules: Partial<TrafficRules>): void
  /** Lets a request through to `answer`, late, or not at all. */
  pass(answer: () => Promise<Reply>, signal: AbortSignal): Promise<Reply | 'drop'>
}

export function createTraffic(): Traffic {
  let rules = FREE_TRAFFIC
  let count = 0
  let window = { start: 0, requests: 0 }

  const isOverRate = (): boolean => {
    if (rules.rateLimit === 0) return false
    const now = systemClock.monotonic()
    if (now - window.start >= 1_000) window = { start: now, requests: 0 }
    window.requests++
    return window.requests > rules.rateLimit
  }
  const isUnavailable = (): boolean => {
    if (rules.unavailable === 0) return false
    rules = { ...rules, unavailable: rules.unavailable - 1 }
    return true
  }

  return {
    rules: () => rules,
    set: (changed) => {
      rules = { ...rules, ...changed }
    },
    async pass(answer, signal) {
      const headers = { 'retry-after': String(rules.retryAfter) }
      if (rules.latency > 0) await systemClock.sleep(rules.latency, signal).catch(() => undefined)
      if (isOverRate()) return problem('too-many-requests', { headers })
      if (isUnavailable()) return problem('service-unavailable', { headers })
      const reply = await answer()
      count++
      return rules.dropEvery > 0 && count % rules.dropEvery === 0 ? 'drop' : reply
    },
  }
}
