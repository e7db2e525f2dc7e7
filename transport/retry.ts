import { type Clock, systemClock } from '../core/clock.ts'
import { type Exchange, headerOf } from '../core/exchange.ts'

/** Decides when a request goes out once more, and waits until then. */
export interface Retries {
  /**
   * @param attempts those so far; resolves to whether there is another one
   * @param isHarmless whether the request can be repeated whatever it has done, as one for a token
   */
  again(attempts: readonly Exchange[], signal?: AbortSignal, isHarmless?: boolean): Promise<boolean>
}

/** Attempts at most, the first one included. */
const MOST_ATTEMPTS = 5

/** The first pause, milliseconds; each further one is twice as long. */
const FIRST_PAUSE = 200

/** A server that wants a longer pause is not waited for, milliseconds. */
const LONGEST_PAUSE = 60_000

/** Requests in a row that no retry has helped, after which none is tried: the server is not only flaky. */
const HOPELESS = 5

/**
 * The policy of a run:
 *
 * - 429 and a refused connection: nothing was done, so any request goes out again
 * - a lost connection, 502, 503 and 504: nobody knows what was done, so only what does the same when it is done twice
 *   (RFC 9110 §9.2.2: reading requests, PUT, DELETE), and POST and PATCH with an Idempotency-Key
 * - everything else, 500 and timeouts among it, is an answer to be judged
 */
export function createRetries({ clock = systemClock }: { readonly clock?: Clock } = {}): Retries {
  let failedInARow = 0
  return {
    again: async (attempts, signal, isHarmless = false) => {
      const last = attempts.at(-1)
      const wanted = last === undefined ? undefined : needOf(last)
      if (last === undefined || wanted === undefined) {
        failedInARow = 0
        return false
      }
      if (wanted === 'unknown' && !isHarmless && !isRepeatable(last)) return false
      if (failedInARow >= HOPELESS) return false
      const pause = pauseOf(last, attempts.length, clock)
      if (attempts.length >= MOST_ATTEMPTS || pause > LONGEST_PAUSE) {
        failedInARow++
        return false
      }
      try {
        await clock.sleep(pause, signal)
        return true
      } catch {
        return false
      }
    },
  }
}

/** Whether nobody knows what an attempt has done. */
export function isUnknownOutcome(exchange: Exchange): boolean {
  return needOf(exchange) === 'unknown'
}

function needOf({ outcome }: Exchange): 'undone' | 'unknown' | undefined {
  if (outcome.kind === 'no-response') {
    return outcome.cause === 'refused' ? 'undone' : outcome.cause === 'reset' ? 'unknown' : undefined
  }
  if (outcome.status === 429) return 'undone'
  return [502, 503, 504].includes(outcome.status) ? 'unknown' : undefined
}

const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** A key that is no UUID may be one that a case has broken: a server need not know it again. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function isRepeatable({ request: { method, headers } }: Exchange): boolean {
  if (IDEMPOTENT.has(method)) return true
  return ['POST', 'PATCH'].includes(method) && UUID.test(headerOf(headers, 'idempotency-key') ?? '')
}

function pauseOf({ outcome }: Exchange, attempt: number, clock: Clock): number {
  const backoff = FIRST_PAUSE * 2 ** (attempt - 1)
  const wanted = outcome.kind === 'response' ? headerOf(outcome.headers, 'retry-after') : undefined
  if (wanted === undefined) return backoff
  // RFC 9110 §10.2.3: seconds, or a date.
  const ms = /^\d+$/.test(wanted) ? Number(wanted) * 1000 : Date.parse(wanted) - clock.now()
  return Number.isNaN(ms) ? backoff : Math.max(ms, backoff)
}
