import { createHash, timingSafeEqual } from 'node:crypto'
import type { Contract, Operation } from '../../spec/model.ts'
import type { Reply } from './call.ts'
import type { FaultSwitch } from './fault.ts'
import { anyKeyAccepted, expiredTokenAccepted } from './faults/authentication.ts'
import { createIds } from './ids.ts'
import { problem } from './problem.ts'
import type { SandboxClock } from './sandbox-clock.ts'
import type { ApiKey } from './settings.ts'

/** Who a token was given to, and what it opens. */
export interface Grant {
  readonly scopes: ReadonlySet<string>
  /** Which key it was issued to, by its place in the settings: what one account may see another must not. */
  readonly account: number
}

/** Issues access tokens for API keys, and knows them again. */
export interface Identity {
  /** `POST /authorize`: a token for the key in `x-api-key`. */
  authorize(method: string, apiKey: string | undefined): Reply
  /** What a bearer token opens; `undefined` for one that is unknown or has expired. */
  grantOf(token: string): Grant | undefined
  /** A grant of every scope. */
  readonly everything: Grant
  /** Life of the tokens issued from now on, seconds. */
  setLife(seconds: number): void
  /** Ends the life of every token at once. */
  revokeAll(): void
}

interface Issued {
  readonly grant: Grant
  readonly until: number
}

/** Tokens that are remembered at most: a client that asks for one per request must not fill the memory. */
const MOST_TOKENS = 10_000

export function createIdentity(parts: {
  readonly contract: Contract
  readonly clock: SandboxClock
  readonly seed: number
  readonly apiKeys: readonly ApiKey[]
  readonly tokenLife: number
  readonly faults: FaultSwitch
}): Identity {
  const { clock, apiKeys } = parts
  const allScopes = [...new Set(parts.contract.operations.map(scopeOf))]
  const ids = createIds(parts.seed)
  const issued = new Map<string, Issued>()
  let life = parts.tokenLife

  const prune = (): void => {
    if (issued.size < MOST_TOKENS) return
    let left = Math.floor(MOST_TOKENS / 10)
    for (const [token, { until }] of issued) {
      if (left-- <= 0 && until > clock.now()) break
      issued.delete(token)
    }
  }

  return {
    authorize(method, apiKey) {
      if (method !== 'POST') return problem('method-not-allowed', { headers: { allow: 'POST' } })
      const known = apiKeys.findIndex(({ key }) => apiKey !== undefined && isSame(key, apiKey))
      const account = known === -1 && apiKey !== undefined && parts.faults.isOn(anyKeyAccepted) ? 0 : known
      if (account === -1) return problem('not-authorized', { detail: 'The API key is missing or not valid' })
      prune()
      const scopes = apiKeys[account]?.scopes ?? allScopes
      const token = `${ids.hex('token', 40)}${ids.hex('token', 40)}`
      issued.set(token, { grant: { scopes: new Set(scopes), account }, until: clock.now() + life * 1000 })
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: { access_token: token, expires_in: life, scope: scopes.join(' '), token_type: 'Bearer' },
      }
    },
    everything: { scopes: new Set(allScopes), account: 0 },
    grantOf(token) {
      const known = issued.get(token)
      if (known === undefined) return undefined
      return known.until > clock.now() || parts.faults.isOn(expiredTokenAccepted) ? known.grant : undefined
    },
    setLife: (seconds) => {
      life = seconds
    },
    revokeAll: () => issued.clear(),
  }
}

/** The scope that an operation asks for: the area it belongs to, as the contract's tag names it. */
export function scopeOf({ tags }: Operation): string {
  return (tags[0] ?? 'api').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
}

/** Takes as long for a wrong key as for the right one. */
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
