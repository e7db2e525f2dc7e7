import type { Case, RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Operation } from '../spec/model.ts'

/** The valid requests that the target has accepted in this run: what others are compared with and made from. */
export interface AcceptedRequests {
  /** Notes the case where it was valid and accepted. */
  observe(operation: Operation, planned: Case, exchange: Exchange): void
  /** Of one operation, the plainest first. */
  of(operation: Operation): readonly RequestDraft[]
}

/** Kept of one operation: enough to see which values were ever accepted. */
const MOST_KEPT = 300

export function createAcceptedRequests(): AcceptedRequests {
  const known = new Map<Operation, { readonly draft: RequestDraft; readonly size: number }[]>()
  return {
    observe(operation, { intent, draft }, exchange) {
      if (intent.kind !== 'valid' || !isAccepted(exchange)) return
      const kept = known.get(operation) ?? []
      known.set(operation, kept)
      if (kept.length < MOST_KEPT) kept.push({ draft, size: sizeOf(draft) })
    },
    of: (operation) =>
      (known.get(operation) ?? []).toSorted((one, other) => one.size - other.size).map(({ draft }) => draft),
  }
}

/** Whether the server did what it was asked for. */
export function isAccepted({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && ((outcome.status >= 200 && outcome.status < 300) || outcome.status === 303)
}

function sizeOf({ path, query, header, cookie, body }: RequestDraft): number {
  const content = body?.kind === 'raw' ? body.content.length : (JSON.stringify(body?.value)?.length ?? 0)
  return JSON.stringify([path, query, header, cookie]).length + content
}
