import type { RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { Recorded } from '../transport/record.ts'
import type { SendOptions, Transport } from '../transport/send.ts'
import { serialize } from '../transport/serialize.ts'

export interface SendParts {
  readonly contract: Contract
  readonly transport: Transport
  readonly credentials: Credentials
  readonly baseUrl: string
  readonly signal?: AbortSignal
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
  const { contract, transport, credentials, baseUrl, signal } = parts
  const request = serialize(contract, operation, draft, { baseUrl })
  const withheld = draft.credentials === 'withheld'
  const attempts: Recorded[] = []
  for (;;) {
    const authorised = withheld ? request : await credentials.apply(operation, request)
    const recorded = await transport.sendUnrecorded(authorised, {
      ...(signal !== undefined && { signal }),
      ...options,
    })
    attempts.push(recorded)
    const { outcome } = recorded.exchange
    const refused = outcome.kind === 'response' && outcome.status === 401
    if (!refused || withheld || attempts.length > 1 || !credentials.renew()) return attempts
  }
}
