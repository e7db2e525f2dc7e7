import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Operation } from '../spec/model.ts'

/**
 * The valid requests that the target has accepted in this run: what others are compared with and made from; and some that
 * it refused by rules of its own.
 */
export interface AcceptedRequests {
  /** Notes the case where it was valid. */
  observe(operation: Operation, planned: Case, exchange: Exchange): void
  /** Of one operation, the plainest first. */
  of(operation: Operation): readonly RequestDraft[]
  /** The one that was accepted first: an example where there are some, and so the most likely to be good for something. */
  first(operation: Operation): RequestDraft | undefined
  /** Those that were refused for what they say, one for each thing that the target said of it. */
  refusedOf(operation: Operation): readonly RequestDraft[]
  /** Keeps only the first and the plainest ones of an operation that is done. */
  trim(operation: Operation): void
}

/** Kept of one operation: enough to see which values were ever accepted. */
const MOST_KEPT = 300
/** Refused ones kept of one operation. */
const MOST_REFUSED = 6
/** Kept when an operation is done: enough to make what others need. */
const KEPT_AFTER = 5

export function createAcceptedRequests(): AcceptedRequests {
  const known = new Map<Operation, { readonly draft: RequestDraft; readonly size: number }[]>()
  const refused = new Map<Operation, Map<string, RequestDraft>>()
  const plainestFirst = (operation: Operation): readonly { readonly draft: RequestDraft; readonly size: number }[] =>
    (known.get(operation) ?? []).toSorted((one, other) => one.size - other.size)
  return {
    observe(operation, { intent, draft }, exchange) {
      if (intent.kind !== 'valid') return
      const reason = reasonIn(exchange)
      if (reason !== undefined) {
        const others = refused.get(operation) ?? new Map<string, RequestDraft>()
        refused.set(operation, others)
        if (others.size < MOST_REFUSED && !others.has(reason)) others.set(reason, draft)
      }
      if (!isAccepted(exchange)) return
      const kept = known.get(operation) ?? []
      known.set(operation, kept)
      if (kept.length < MOST_KEPT) kept.push({ draft, size: sizeOf(draft) })
    },
    of: (operation) => plainestFirst(operation).map(({ draft }) => draft),
    refusedOf: (operation) => [...(refused.get(operation)?.values() ?? [])],
    first: (operation) => known.get(operation)?.[0]?.draft,
    trim(operation) {
      const [first] = known.get(operation) ?? []
      if (first === undefined) return
      known.set(operation, [
        first,
        ...plainestFirst(operation)
          .filter((one) => one !== first)
          .slice(0, KEPT_AFTER),
      ])
    },
  }
}

/** Whether the server did what it was asked for. */
export function isAccepted({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && ((outcome.status >= 200 && outcome.status < 300) || outcome.status === 303)
}

/** What a server says of data that it refuses, without the numbers that differ from one time to the next. */
function reasonIn({ outcome }: Exchange): string | undefined {
  if (outcome.kind !== 'response' || (outcome.status !== 400 && outcome.status !== 422)) return undefined
  return (outcome.body?.content ?? '').slice(0, 1_000).replaceAll(/[\da-f-]*\d[\da-f-]*/gi, '')
}

function sizeOf({ path, query, header, cookie, body }: RequestDraft): number {
  const content = body?.kind === 'raw' ? body.content.length : (JSON.stringify(body?.value)?.length ?? 0)
  return JSON.stringify([path, query, header, cookie]).length + content
}
