import type { RequestDraft } from '../core/case.ts'
import type { Exchange } from '../core/exchange.ts'
import type { Contract, Operation } from '../spec/model.ts'
import type { Credentials } from '../transport/credentials.ts'
import type { Transport } from '../transport/send.ts'
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
  const { contract, transport, credentials, baseUrl, signal } = parts
  const request = serialize(contract, operation, draft, { baseUrl })
  const withheld = draft.credentials === 'withheld'
  const attempts: Exchange[] = []
  for (;;) {
    const authorised = withheld ? request : await credentials.apply(operation, request)
    const exchange = await transport.send(authorised, signal === undefined ? {} : { signal })
    attempts.push(exchange)
    const refused = exchange.outcome.kind === 'response' && exchange.outcome.status === 401
    if (!refused || withheld || attempts.length > 1 || !credentials.renew()) return attempts
  }
}
