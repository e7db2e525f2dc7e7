import { type Grant, type Identity, scopeOf } from '../identity.ts'
import { headerOf, type Routed } from '../incoming.ts'
import { problem } from '../problem.ts'
import type { Reply } from '../call.ts'
import type { FaultSwitch } from '../fault.ts'
import { anyTokenAccepted, scopeUnchecked, tokenNotRequired } from '../faults/authentication.ts'

/** Payroc documents a bearer token for every operation: 401 without one, 403 where it lacks the operation's scope. */
export function authenticate(
  request: Routed,
  identity: Identity,
  faults: FaultSwitch,
): { readonly grant: Grant } | { readonly refusal: Reply } {
  const header = headerOf(request, 'authorization')
  if (header === undefined && faults.isOn(tokenNotRequired)) return { grant: identity.everything }
  if (header !== undefined && faults.isOn(anyTokenAccepted)) return { grant: identity.everything }
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(header?.trim() ?? '')?.[1]
  const grant = token === undefined ? undefined : identity.grantOf(token)
  if (grant === undefined) return { refusal: problem('not-authorized', { headers: { 'www-authenticate': 'Bearer' } }) }
  return { grant }
}

/** The refusal of a request whose token does not cover the operation. */
export function checkScope(request: Routed, grant: Grant, baseUrl: string, faults: FaultSwitch): Reply | undefined {
  const scope = scopeOf(request.operation)
  if (grant.scopes.has(scope) || faults.isOn(scopeUnchecked)) return undefined
  return problem('forbidden', { instance: baseUrl + request.pathText, resource: scope })
}
