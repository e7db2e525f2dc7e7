import type { BrokenConstraint, RequestDraft } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { MADE_UP_BASIC, MADE_UP_SECRET, UNSIGNED_TOKEN } from '../../core/made-up-credential.ts'
import type { Operation, SecurityScheme } from '../../spec/model.ts'
import type { ProtocolFamily } from './protocol.ts'

/** Sends no credentials, credentials of another scheme, ones that nobody issued, a token without a signature, and one whose life is over. */
export const authentication: ProtocolFamily = function* ({ operation, base, expiredToken, onNotBreakable }) {
  const { security } = operation
  if (security.length === 0 || security.some((alternative) => alternative.length === 0)) return
  const unknown = security.find((alternative) =>
    alternative.every(({ kind }) => kind === 'mutual-tls' || kind === 'other'),
  )
  if (unknown !== undefined) {
    onNotBreakable({ what: 'credentials', reason: `${unknown[0]?.name ?? 'a scheme'} is not part of the request` })
    return
  }
  const withheld: RequestDraft = { ...base, credentials: 'withheld' }
  const names = security.map((alternative) => alternative.map(({ name }) => name).join(' and ')).join(', or ')
  const of = (kind: BrokenConstraint['kind'], breakage: string, sent: string): BrokenConstraint => ({
    ...(kind === undefined ? {} : { kind }),
    breakage,
    description: `credentials: ${names}, sent ${sent}`,
    document: operation.pointer,
    payload: payloadOf(operation),
  })
  yield {
    name: 'credentials-missing',
    draft: withheld,
    constraint: of('authentication-missing', 'credentials-missing', 'none'),
  }
  const schemes = security.flat()
  const [first = []] = security
  if (schemes.some(isBearer) && !schemes.some(({ kind }) => kind === 'basic')) {
    yield {
      name: 'credentials-not-bearer',
      draft: withHeader(withheld, MADE_UP_BASIC),
      constraint: of('authentication-invalid', 'credentials-not-bearer', 'another scheme'),
    }
  }
  yield {
    name: 'credentials-garbage',
    draft: first.reduce(withGarbage, withheld),
    constraint: of('authentication-invalid', 'credentials-garbage', 'some that nobody issued'),
  }
  if (first.length > 0 && first.every(isBearer)) {
    yield {
      name: 'credentials-unsigned',
      draft: withHeader(withheld, `Bearer ${UNSIGNED_TOKEN}`),
      constraint: of('authentication-invalid', 'credentials-unsigned', 'a token that says it needs no signature'),
    }
    if (expiredToken !== undefined) {
      yield {
        name: 'credentials-expired',
        draft: withHeader(withheld, `Bearer ${expiredToken}`),
        constraint: of('authentication-invalid', 'credentials-expired', 'a token whose life is over'),
      }
    }
  }
}

function isBearer({ kind }: SecurityScheme): boolean {
  return kind === 'bearer' || kind === 'oauth2' || kind === 'openid'
}

function payloadOf({ security }: Operation): string {
  const [scheme] = security[0] ?? []
  return scheme?.apiKey === undefined ? 'header: Authorization' : `${scheme.apiKey.in}: ${scheme.apiKey.name}`
}

function withGarbage(draft: RequestDraft, scheme: SecurityScheme): RequestDraft {
  if (scheme.apiKey !== undefined) {
    const { in: part, name } = scheme.apiKey
    return { ...draft, [part]: { ...draft[part], [name]: MADE_UP_SECRET as Json } }
  }
  if (scheme.kind === 'basic') return withHeader(draft, MADE_UP_BASIC)
  return isBearer(scheme) ? withHeader(draft, `Bearer ${MADE_UP_SECRET}`) : draft
}

function withHeader(draft: RequestDraft, value: string): RequestDraft {
  return { ...draft, header: { ...draft.header, Authorization: value } }
}
