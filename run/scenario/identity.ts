import type { Operation } from '../../spec/model.ts'
import type { Recorded } from '../../transport/record.ts'
import { answerFrom, type Answer } from './answer.ts'
import { ScenarioSkipped, ScenarioStopped } from './leaving.ts'
import type { ScenarioRecorder } from './record-scenario.ts'

/** A key that a token is asked with: the run's own, one that nobody issued, or one that may not do everything. */
export type WhichKey = 'own' | 'unknown' | 'limited'

/** The token endpoint as a scenario sees it. Keys and tokens are in no record. */
export interface IdentityTools {
  /** Asks for a token; leaves the scenario where there is no endpoint, or no such key. */
  exchange(key: WhichKey): Promise<Answer>
  /** A token whose life is over; leaves the scenario where the target cannot be made to issue one. */
  expiredToken(): Promise<string>
}

/** The token endpoint, which no contract of the API describes, in the form that findings speak of. */
export const TOKEN_OPERATION: Operation = {
  operationId: 'authorize',
  method: 'post',
  path: '/authorize',
  summary: 'Exchange an API key for an access token',
  tags: [],
  deprecated: false,
  servers: [],
  security: [],
  parameters: [],
  responses: [],
  pointer: '#/components/securitySchemes',
}

export interface IdentityParts {
  /** Asks the token endpoint with a key, or with the run's own; absent where there is none. */
  readonly requestToken: ((apiKey?: string) => Promise<Recorded>) | undefined
  readonly limitedApiKey: string | undefined
  readonly expireToken: (() => Promise<string>) | undefined
  readonly recorder: Pick<ScenarioRecorder, 'call' | 'elapsed' | 'inconclusive'>
  newKey(): string
}

export function identityTools(parts: IdentityParts): IdentityTools {
  const { requestToken, limitedApiKey, expireToken, recorder, newKey } = parts
  const keyOf = (which: WhichKey): string | undefined => {
    if (which === 'own') return undefined
    if (which === 'unknown') return newKey()
    if (limitedApiKey !== undefined) return limitedApiKey
    throw new ScenarioSkipped('there is no key that lacks a scope: PAYROC_LIMITED_API_KEY names one')
  }
  return {
    exchange: async (which) => {
      if (requestToken === undefined) throw new ScenarioSkipped('the run asks no token endpoint')
      const startedAtMs = recorder.elapsed()
      const recorded = await requestToken(keyOf(which))
      recorder.call({
        operationId: TOKEN_OPERATION.operationId,
        exchanges: [recorded.exchange],
        startedAtMs,
        durationMs: recorder.elapsed() - startedAtMs,
      })
      const answer = answerFrom(TOKEN_OPERATION, recorded)
      if (answer !== undefined) return answer
      recorder.inconclusive('no response of the token endpoint')
      throw new ScenarioStopped('the token endpoint did not answer')
    },
    expiredToken: async () => {
      if (expireToken === undefined) {
        throw new ScenarioSkipped('the target cannot be made to issue a token whose life is over')
      }
      return expireToken()
    },
  }
}
