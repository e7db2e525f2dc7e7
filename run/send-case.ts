import type { RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import { isIdempotencyKey } from '../generators/idempotency-key.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { Recorded } from '../transport/record.ts'
import type { SendOptions, Transport } from '../transport/send.ts'
import { isUnknownOutcome, type Retries } from '../transport/retry.ts'
import { serialize } from '../transport/serialize.ts'
import type { WireRequest } from '../transport/wire-request.ts'
import type { Journal } from './journal/journal.ts'

export interface SendParts {
  readonly contract: Contract
  readonly transport: Transport
  readonly credentials: Credentials
  readonly baseUrl: string
  readonly signal?: AbortSignal
  /** When a request goes out once more; absent: never. */
  readonly retries?: Retries
  /** Told of what is made on a target that outlives the run. */
  readonly journal?: Pick<Journal, 'about'>
  /** The Idempotency-Key that stands for the one of a case, where the target may know that one from an earlier run. */
  freshKey?(key: string): string
}

/** Sends a draft with the run's credentials and yields every attempt, the last one to be judged. */
export async function sendCase(
  parts: SendParts,
  operation: Operation,
  draft: RequestDraft,
): Promise<readonly Exchange[]> {
  const own = withOwnKeys(draft, parts.freshKey)
  return (await sendUnrecorded(parts, operation, own)).map(({ exchange }) => exchange)
}

const FRESH_KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Equal keys stay equal, and what is no UUID v4 stays what it is: that is what such a case is about. */
function withOwnKeys(draft: RequestDraft, freshKey: SendParts['freshKey']): RequestDraft {
  if (freshKey === undefined) return draft
  const keys = Object.entries(draft.header).filter(
    (entry): entry is [string, string] => isIdempotencyKey(entry[0]) && typeof entry[1] === 'string',
  )
  const fresh = keys.filter(([, key]) => FRESH_KEY.test(key)).map(([name, key]) => [name, freshKey(key)])
  return fresh.length === 0 ? draft : { ...draft, header: { ...draft.header, ...Object.fromEntries(fresh) } }
}

/** The same, with each body as it was: for what the next request needs of this answer, never to be written. */
export async function sendUnrecorded(
  parts: SendParts,
  operation: Operation,
  draft: RequestDraft,
  options: SendOptions = {},
): Promise<readonly Recorded[]> {
  const request = serialize(parts.contract, operation, draft, { baseUrl: parts.baseUrl })
  const settle = parts.journal?.about(operation, draft, request)
  const attempts = await attemptsOf(parts, operation, request, options, draft.credentials === 'withheld')
  settle?.(attempts)
  return concludedBy(attempts)
}

/** Sends a request as it stands, with the run's credentials, and yields every attempt. */
export async function sendWire(
  parts: SendParts,
  operation: Operation,
  request: WireRequest,
): Promise<readonly Recorded[]> {
  return attemptsOf(parts, operation, request, {}, false)
}

async function attemptsOf(
  { transport, credentials, signal, retries }: SendParts,
  operation: Operation,
  request: WireRequest,
  options: SendOptions,
  withheld: boolean,
): Promise<readonly Recorded[]> {
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
    if ((await retries?.again(exchanges, options.signal ?? signal)) !== true) return attempts
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
