import type { RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { Recorded } from '../transport/record.ts'
import type { SendOptions, Transport } from '../transport/send.ts'
import { isUnknownOutcome, type Retries } from '../transport/retry.ts'
import { serialize } from '../transport/serialize.ts'

export interface SendParts {
  readonly contract: Contract
  readonly transport: Transport
  readonly credentials: Credentials
  readonly baseUrl: string
  readonly signal?: AbortSignal
  /** When a request goes out once more; absent: never. */
  readonly retries?: Retries
}

/** Sends a draft with the run's credentials and yields every attempt, the last one to be judged. */
export async function sendCase(
  parts: SendParts,
  operation: Operation,
  draft: RequestDraft,
): Promise<readonly Exchange[]> {
  return (await sendUnrecorded(parts, operation, draft)).map(({ exchange }) => exchange)
}

/** The same, with each body as it was: for what the next request needs of this answer, never to be written. */
export async function sendUnrecorded(
  parts: SendParts,
  operation: Operation,
  draft: RequestDraft,
  options: SendOptions = {},
): Promise<readonly Recorded[]> {
  const { contract, transport, credentials, baseUrl, signal, retries } = parts
  const request = serialize(contract, operation, draft, { baseUrl })
  const withheld = draft.credentials === 'withheld'
  const attempts: Recorded[] = []
  let isRenewed = false
  for (;;) {
    const authorised = withheld ? request : await credentials.apply(operation, request)
    const recorded = await transport.sendUnrecorded(authorised, {
      ...(signal !== undefined && { signal }),
      ...options,
    })
    attempts.push(recorded)
    const { outcome } = recorded.exchange
    const refused = outcome.kind === 'response' && outcome.status === 401
    if (refused && !withheld && !isRenewed && credentials.renew()) {
      isRenewed = true
      continue
    }
    const exchanges = attempts.map(({ exchange }) => exchange)
    if ((await retries?.again(exchanges, options.signal ?? signal)) !== true) return concludedBy(attempts)
  }
}

/**
 * The attempts, the one to be judged last. Where a change was refused after an attempt of which nobody knows what it has
 * done, that attempt may be the reason, so the refusal proves nothing. A PUT or DELETE may be sent twice by any client
 * (RFC 9110 §9.2.2), so that what a server answers to the second one is an answer like any other: 404 after a DELETE
 * says that it is done.
 */
function concludedBy(attempts: readonly Recorded[]): readonly Recorded[] {
  const last = attempts.at(-1)
  const unknown = attempts.slice(0, -1).findLast(({ exchange }) => isUnknownOutcome(exchange))
  if (last === undefined || unknown === undefined) return attempts
  const { method } = last.exchange.request
  if (['GET', 'PUT', 'DELETE'].includes(method) || !isSaidOfTheState(last.exchange)) return attempts
  return [...attempts.filter((attempt) => attempt !== unknown), unknown]
}

/**
 * The attempt of which nobody knows what it has done, where the last one was refused for a state that it may have made.
 * One that the transport repeated on its own is known by its number alone.
 */
export function lostBefore(attempts: readonly Recorded[]): Exchange | undefined {
  const last = attempts.at(-1)?.exchange
  if (last === undefined || !isSaidOfTheState(last)) return undefined
  const lost = attempts.slice(0, -1).findLast(({ exchange }) => isUnknownOutcome(exchange))
  if (lost !== undefined || last.attempt === 1) return lost?.exchange
  return { ...last, attempt: last.attempt - 1, outcome: { kind: 'no-response', cause: 'reset', message: 'lost' } }
}

function isSaidOfTheState({ outcome }: Exchange): boolean {
  return outcome.kind === 'response' && [404, 409, 410, 412].includes(outcome.status)
}
