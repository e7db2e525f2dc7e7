import { type Clock, systemClock } from '../core/clock.ts'
import type { Exchange } from '../core/exchange.ts'
import { HarnessError } from '../core/harness-error.ts'
import { isJsonObject } from '../core/json.ts'
import type { Retries } from './retry.ts'
import type { Transport } from './send.ts'
import type { WireRequest } from './wire-request.ts'

export interface TokenOptions {
  /** Where `POST` with the API key yields a token. */
  readonly identityUrl: string
  readonly apiKey: string
  readonly transport: Pick<Transport, 'sendUnrecorded'>
  readonly clock?: Clock
  /** When the endpoint is asked once more; absent: never. */
  readonly retries?: Retries
  /** Told of every new token before it is used, so that it can be kept out of the record. */
  readonly onToken?: (token: string) => void
}

/** An access token that is always fresh. */
export interface TokenSource {
  /**
   * The token in use; asks for one when there is none or 80 % of its life is over. Simultaneous callers share one request.
   *
   * @throws HarnessError `target` when the endpoint does not answer, refuses the key, or answers without a token
   */
  token(): Promise<string>
  /** Forgets the token, because a server refused it; unless that was an older one. */
  invalidate(refused: string): void
  /** What the last token may be used for; `undefined` where nobody said. */
  scopes(): readonly string[] | undefined
}

/** Part of a token's life after which the next one is asked for. */
const USABLE_LIFE = 0.8

/** For answers without `expires_in`, seconds. */
const DEFAULT_LIFE = 300

interface Issued {
  readonly token: string
  /** On the monotonic clock. */
  readonly refreshAt: number
  readonly scopes: readonly string[] | undefined
}

/** A token source that asks an identity endpoint (`x-api-key`, empty body) and keeps the answer. */
export function createTokenSource(options: TokenOptions): TokenSource {
  const clock = options.clock ?? systemClock
  let issued: Issued | undefined
  let pending: Promise<Issued> | undefined

  const refresh = async (): Promise<Issued> => {
    const askedAt = clock.monotonic()
    const { token, life, scopes } = await ask(options)
    options.onToken?.(token)
    return { token, scopes, refreshAt: askedAt + life * 1000 * USABLE_LIFE }
  }

  return {
    token: async () => {
      if (issued !== undefined && clock.monotonic() < issued.refreshAt) return issued.token
      pending ??= refresh().finally(() => {
        pending = undefined
      })
      issued = await pending
      return issued.token
    },
    invalidate: (refused) => {
      if (issued?.token === refused) issued = undefined
    },
    scopes: () => issued?.scopes,
  }
}

/** What a token endpoint is asked with. */
export function tokenRequest(identityUrl: string, apiKey: string): WireRequest {
  return {
    method: 'POST',
    url: identityUrl,
    headers: [
      ['accept', 'application/json'],
      ['x-api-key', apiKey],
    ],
  }
}

async function ask({
  identityUrl,
  apiKey,
  transport,
  retries,
}: TokenOptions): Promise<{ token: string; life: number; scopes: readonly string[] | undefined }> {
  const attempts: Exchange[] = []
  const request = tokenRequest(identityUrl, apiKey)
  let recorded = await transport.sendUnrecorded(request)
  attempts.push(recorded.exchange)
  while ((await retries?.again(attempts, undefined, true)) === true) {
    recorded = await transport.sendUnrecorded(request)
    attempts.push(recorded.exchange)
  }
  const { exchange, body } = recorded
  const where = placeOf(identityUrl)
  const status = statusOf(exchange, where)
  const answer = parse(body)
  const token = isJsonObject(answer) ? answer['access_token'] : undefined
  if (!isJsonObject(answer)) {
    throw new HarnessError('target', `${where} answered ${status} with a body that is not a JSON object`, {
      hint: 'Expected { "access_token": …, "expires_in": …, "token_type": "Bearer" }. Is --identity-url the token endpoint?',
    })
  }
  if (typeof token !== 'string' || token === '') {
    throw new HarnessError('target', `${where} answered ${status} without an access_token`, {
      hint: 'Expected { "access_token": …, "expires_in": …, "token_type": "Bearer" }.',
    })
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new HarnessError('target', `${where} answered with an access_token that no header can hold`)
  }
  const life = Number(answer['expires_in'])
  const { scope } = answer
  return {
    token,
    life: Number.isFinite(life) && life > 0 ? life : DEFAULT_LIFE,
    scopes: typeof scope === 'string' ? scope.split(/\s+/).filter((word) => word !== '') : undefined,
  }
}

function statusOf({ outcome }: Exchange, where: string): number {
  if (outcome.kind === 'no-response') {
    throw new HarnessError('target', `no token from ${where}: ${outcome.message}`, {
      hint: 'Is the identity endpoint reachable from here?',
    })
  }
  const { status } = outcome
  if (status === 401 || status === 403) {
    throw new HarnessError('target', `${where} refused the API key (${status})`, {
      hint: 'Is the key one of this environment, complete, and not revoked?',
    })
  }
  if (status < 200 || status > 299) {
    throw new HarnessError('target', `${where} answered ${status} instead of a token`, {
      hint: 'Is --identity-url the token endpoint?',
    })
  }
  return status
}

/** Without query and user, which may hold secrets. */
function placeOf(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? 'the identity endpoint' : parsed.origin + parsed.pathname
}

function parse(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '') as unknown
  } catch {
    return undefined
  }
}
