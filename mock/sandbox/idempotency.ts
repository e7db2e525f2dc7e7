import { createHash } from 'node:crypto'
import type { Reply } from './call.ts'
import { problem } from './problem.ts'
import type { SandboxClock } from './sandbox-clock.ts'

/** What a key is bound to: the same account, method, URI and bytes are the same request. */
export interface Keyed {
  readonly account: number
  readonly key: string
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly bytes: Uint8Array
}

/** Remembers the first answer to every key. */
export interface IdempotencyStore {
  /**
   * Runs a request, or answers it as it was answered first. Payroc documents: the same key with the same URI and body
   * gets the first response again and nothing is done; with another URI or body it is in use. A request that comes while
   * the first is under way waits for it. Only successes are remembered: after a 4xx nothing was created, and the
   * corrected request may carry the same key.
   */
  answer(request: Keyed, run: () => Promise<Reply>): Promise<Reply>
  readonly size: number
  clear(): void
}

interface Entry {
  readonly fingerprint: string
  readonly until: number
  reply: Promise<Reply>
}

export function createIdempotencyStore(parts: {
  readonly clock: SandboxClock
  /** Milliseconds; Payroc documents seven days. */
  readonly life: number
  readonly limit: number
}): IdempotencyStore {
  const { clock, life, limit } = parts
  const entries = new Map<string, Entry>()

  /** Keys are in the order in which they lapse: all live equally long, and time goes one way. */
  const prune = (): void => {
    for (const [id, { until }] of entries) {
      if (until > clock.now() && entries.size < limit) break
      entries.delete(id)
    }
  }

  const first = (id: string, fingerprint: string, run: () => Promise<Reply>): Promise<Reply> => {
    prune()
    const entry: Entry = { fingerprint, until: clock.now() + life, reply: run() }
    entries.set(id, entry)
    const forget = (): void => {
      if (entries.get(id) === entry) entries.delete(id)
    }
    entry.reply.then((reply) => {
      if (!isSuccess(reply)) forget()
    }, forget)
    return entry.reply
  }

  return {
    async answer(request, run) {
      const id = `${request.account} ${request.key}`
      const fingerprint = fingerprintOf(request)
      for (;;) {
        const known = entries.get(id)
        if (known === undefined || known.until <= clock.now()) {
          entries.delete(id)
          return first(id, fingerprint, run)
        }
        if (known.fingerprint !== fingerprint) return problem('idempotency-key-in-use')
        // One at a time: whoever waited for a failure tries again by itself.
        // oxlint-disable-next-line no-await-in-loop
        const reply = await known.reply.catch(() => undefined)
        if (reply !== undefined && isSuccess(reply)) return reply
        if (entries.get(id) === known) entries.delete(id)
      }
    },
    get size() {
      return entries.size
    },
    clear: () => entries.clear(),
  }
}

function fingerprintOf({ method, target, bytes }: Keyed): string {
  return createHash('sha256').update(`${method} ${target}\n`).update(bytes).digest('base64')
}

function isSuccess({ status }: Reply): boolean {
  return status >= 200 && status < 300
}
