import { createHash } from 'node:crypto'
import { isJsonObject } from '../../core/json.ts'
import type { Reply } from './call.ts'
import type { FaultSwitch } from './fault.ts'
import {
  keyByBodyAlone,
  keyIgnored,
  keyNeverExpires,
  keyPerResource,
  otherBodyCarriedOut,
  otherBodyReplayed,
  raceLetsTwoThrough,
  repeatConflicts,
  replayHasNewId,
  replayHasOtherStatus,
} from './faults/idempotency.ts'
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

export interface IdempotencyParts {
  readonly clock: SandboxClock
  readonly faults: FaultSwitch
  /** Milliseconds; Payroc documents seven days. */
  readonly life: number
  /** Keys that are remembered at most. */
  readonly limit: number
}

interface Entry {
  readonly fingerprint: string
  readonly until: number
  readonly reply: Promise<Reply>
}

export function createIdempotencyStore({ clock, faults, life, limit }: IdempotencyParts): IdempotencyStore {
  const entries = new Map<string, Entry>()

  const isOver = ({ until }: Entry): boolean => until <= clock.now() && !faults.isOn(keyNeverExpires)

  /**
   * Keys are in the order in which they lapse: all live equally long, and time goes one way. Some go at a time: a map
   * is slow to tell its first entry after many first entries were removed.
   */
  const prune = (): void => {
    if (entries.size < limit) return
    let left = entries.size - Math.floor(limit * 0.9)
    for (const [id, entry] of entries) {
      if (left-- <= 0 && !isOver(entry)) break
      entries.delete(id)
    }
  }

  /** What looks for a key first and notes it when all is done has a gap in between. */
  const late = async (id: string, fingerprint: string, run: () => Promise<Reply>): Promise<Reply> => {
    const reply = await run()
    await new Promise<void>((resolve) => void clock.after(RACE_WINDOW, resolve))
    if (!entries.has(id)) await first(id, fingerprint, async () => reply)
    return reply
  }

  const first = (id: string, fingerprint: string, run: () => Promise<Reply>): Promise<Reply> => {
    entries.delete(id)
    prune()
    const entry: Entry = { fingerprint, until: clock.now() + life, reply: run() }
    entries.set(id, entry)
    const settle = (reply?: Reply): void => {
      const isForgotten = reply === undefined || !isSuccess(reply)
      if (isForgotten && entries.get(id) === entry) entries.delete(id)
    }
    entry.reply.then(settle, () => settle())
    return entry.reply
  }

  return {
    async answer(request, run) {
      if (faults.isOn(keyIgnored)) return run()
      const id = idOf(request, faults)
      const fingerprint = fingerprintOf(request, faults)
      for (;;) {
        const known = entries.get(id)
        if (known === undefined || isOver(known)) {
          return faults.isOn(raceLetsTwoThrough) ? late(id, fingerprint, run) : first(id, fingerprint, run)
        }
        if (known.fingerprint !== fingerprint) {
          if (faults.isOn(otherBodyCarriedOut)) return first(id, fingerprint, run)
          if (!faults.isOn(otherBodyReplayed)) return problem('idempotency-key-in-use')
        }
        // One at a time: whoever waited for a failure tries again by itself.
        // oxlint-disable-next-line no-await-in-loop
        const reply = await known.reply.catch(() => undefined)
        if (reply !== undefined && isSuccess(reply)) return replayed(reply, faults)
        if (entries.get(id) === known) entries.delete(id)
      }
    },
    get size() {
      return entries.size
    },
    clear: () => entries.clear(),
  }
}

/** Milliseconds. */
const RACE_WINDOW = 50

function idOf({ account, key, target }: Keyed, faults: FaultSwitch): string {
  return faults.isOn(keyPerResource) ? `${account} ${key} ${target}` : `${account} ${key}`
}

function fingerprintOf({ method, target, bytes }: Keyed, faults: FaultSwitch): string {
  const place = faults.isOn(keyByBodyAlone) ? '' : `${method} ${target}`
  return createHash('sha256').update(`${place}\n`).update(bytes).digest('base64')
}

/** The first answer again, unless a fault spoils it. */
function replayed(reply: Reply, faults: FaultSwitch): Reply {
  if (faults.isOn(repeatConflicts)) return problem('idempotency-key-in-use')
  if (faults.isOn(replayHasOtherStatus)) return { ...reply, status: 200 }
  if (!faults.isOn(replayHasNewId) || !isJsonObject(reply.body)) return reply
  const [name] = Object.keys(reply.body).filter((member) => /id$/i.test(member))
  if (name === undefined) return reply
  const id = reply.body[name]
  const other = typeof id === 'number' ? id + 1 : `${String(id).slice(0, -1)}${String(id).endsWith('0') ? '1' : '0'}`
  return { ...reply, body: { ...reply.body, [name]: other } }
}

function isSuccess({ status }: Reply): boolean {
  return status >= 200 && status < 300
}
