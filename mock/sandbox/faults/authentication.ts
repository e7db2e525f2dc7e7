import type { Fault } from '../fault.ts'
import { isProblem } from './replies.ts'

export const tokenNotRequired: Fault = {
  name: 'token-not-required',
  group: 'authentication',
  describe: 'A request without a token is served.',
  expectedCheck: 'missing-authentication-is-rejected',
}

export const anyTokenAccepted: Fault = {
  name: 'any-token-accepted',
  group: 'authentication',
  describe: 'A token that nobody issued opens everything.',
  expectedCheck: 'invalid-token-is-rejected',
}

export const expiredTokenAccepted: Fault = {
  name: 'expired-token-accepted',
  group: 'authentication',
  describe: 'A token still works when its life is over.',
  expectedCheck: 'invalid-token-is-rejected',
}

export const scopeUnchecked: Fault = {
  name: 'scope-unchecked',
  group: 'authentication',
  describe: 'A token opens everything, whatever its key may do.',
  expectedCheck: 'invalid-token-is-rejected',
}

export const anyKeyAccepted: Fault = {
  name: 'any-api-key-accepted',
  group: 'authentication',
  describe: 'The token endpoint gives a token for a key that nobody issued.',
  expectedCheck: 'invalid-token-is-rejected',
}

const refusedTokenCrashes: Fault = {
  name: 'refused-token-crashes',
  group: 'authentication',
  describe: 'A request whose token is refused is answered with 500.',
  expectedCheck: 'no-server-error',
  reply: (_call, reply) => (isProblem(reply) && reply.status === 401 ? { ...reply, status: 500 } : reply),
}

/** Faults of who is let in. */
export const AUTHENTICATION_FAULTS: readonly Fault[] = [
  tokenNotRequired,
  anyTokenAccepted,
  expiredTokenAccepted,
  scopeUnchecked,
  anyKeyAccepted,
  refusedTokenCrashes,
]
