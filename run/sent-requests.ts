import type { RequestDraft } from '../core/case.ts'
import { deriveSeed } from '../core/seed.ts'
import { isIdempotencyKey } from '../generators/idempotency-key.ts'

/** Which requests of an operation there were already: the same once more, under another key, shows nothing new. */
export interface SentRequests {
  /** Notes the request. `false`: there was one like it. */
  add(draft: RequestDraft): boolean
}

export function createSentRequests(): SentRequests {
  // Hashes of 53 bits: the requests themselves would fill the memory in a long run.
  const known = new Set<number>()
  return {
    add: (draft) => {
      const before = known.size
      return known.add(hashOf(draft)).size > before
    },
  }
}

function hashOf({ path, query, header, cookie, body }: RequestDraft): number {
  const others = Object.entries(header).filter(([name]) => !isIdempotencyKey(name))
  const text = JSON.stringify([path, query, others, cookie, body])
  return deriveSeed(1, text) * 2 ** 21 + (deriveSeed(2, text) >>> 11)
}
