import { isAbsent } from '../../checks/sequences/step.ts'
import type { RequestDraft } from '../../core/case.ts'
import type { Exchange } from '../../core/exchange.ts'
import type { Operation } from '../../spec/model.ts'
import type { Recorded } from '../../transport/record.ts'
import { shownEnd } from '../shown-end.ts'
import { lostBefore, sendCase, type SendParts } from '../send-case.ts'

/** What came of a DELETE that was refused after an attempt whose answer was lost. */
export type LostDeletion =
  /** That attempt did it; the exchange whose answer nobody saw. */
  { readonly kind: 'done'; readonly exchange: Exchange } | { readonly kind: 'unknown'; readonly reason: string }

/**
 * Whether a DELETE that was refused in the end had been done by an attempt before, whose answer was lost: 404 and 410
 * say so themselves, of a conflict a read of the resource tells. `undefined` where no attempt was lost, or where the
 * resource had come to another end, so that the refusal is right.
 */
export async function lostDeletion(
  send: SendParts,
  operation: Operation,
  draft: RequestDraft,
  recorded: readonly Recorded[],
): Promise<LostDeletion | undefined> {
  const last = recorded.at(-1)
  const lost = lostBefore(recorded)
  if (operation.method !== 'delete' || last === undefined || lost === undefined) return undefined
  const done = { kind: 'done', exchange: lost } as const
  if (isAbsent({ operation, exchange: last.exchange })) return done
  const read = send.contract.operations.find(({ method, path }) => method === 'get' && path === operation.path)
  const reason = 'an earlier attempt, whose answer was lost, may be why it was refused'
  if (read === undefined) return { kind: 'unknown', reason }
  const { path, header } = draft
  const { operationId } = read
  const exchange = (await sendCase(send, read, { operationId, path, query: {}, header, cookie: {} })).at(-1)
  if (exchange === undefined) return { kind: 'unknown', reason }
  if (isAbsent({ operation: read, exchange })) return done
  const end = shownEnd(exchange)
  if (end === 'taken back') return done
  // It came to another end: then the lost attempt was refused like the last one.
  return end === 'other' ? undefined : { kind: 'unknown', reason }
}
