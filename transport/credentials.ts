import type { Clock } from '../core/clock.ts'
import { HarnessError } from '../core/harness-error.ts'
import type { Operation, SecurityAlternative, SecurityScheme } from '../spec/model.ts'
import type { KnownSecret } from './redact.ts'
import type { Recorded } from './record.ts'
import type { Retries } from './retry.ts'
import type { Transport } from './send.ts'
import { percentEncode } from './text.ts'
import { createTokenSource, tokenRequest } from './token.ts'
import type { WireRequest } from './wire-request.ts'

export interface CredentialsOptions {
  /** Token endpoint; `none` or absent: a fixed bearer. */
  readonly identityUrl?: string | undefined
  /** For the token endpoint, and for API-key schemes that have no key of their own. */
  readonly apiKey?: string | undefined
  /** Sent as it is wherever a bearer is asked for. */
  readonly bearer?: string | undefined
  readonly basic?: { readonly username: string; readonly password: string } | undefined
  /** By name of the security scheme. */
  readonly apiKeys?: Readonly<Record<string, string>> | undefined
  /** Needed with a token endpoint. */
  readonly transport?: Pick<Transport, 'sendUnrecorded'> | undefined
  readonly clock?: Clock | undefined
  /** For the token endpoint. */
  readonly retries?: Retries | undefined
  /** Told of every token that is issued. */
  readonly onToken?: ((token: string) => void) | undefined
}

/** What a request carries to be let in; names and values as they go on the wire, unencoded. */
export interface Carried {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly cookies: readonly (readonly [name: string, value: string])[]
}

/** Satisfies the security that operations declare. */
export interface Credentials {
  /** The first alternative that can be satisfied as it was meant; nothing where none is declared or none is needed. */
  headersFor(operation: Operation): Promise<Carried>
  /** The request with its credentials; what it carries already (a draft may be about a wrong token) is left alone. */
  apply(operation: Operation, request: WireRequest): Promise<WireRequest>
  /** Whether an operation that asks for credentials gets some that nobody gave us, so that any others are as good. */
  areMadeUp(operation: Operation): boolean
  /**
   * Asks for a token ahead of the first request, where there is an endpoint for it.
   *
   * @throws HarnessError `target` when the endpoint does not answer, or refuses the key
   */
  ready(): Promise<void>
  /** Called on a 401: whether another try has a chance, because a new token will be asked for. */
  renew(): boolean
  /** Asks the token endpoint as it is, with this key or with the run's own; absent where there is none. */
  readonly requestToken?: (apiKey?: string) => Promise<Recorded>
  /** Values to keep out of the record. */
  readonly secrets: readonly KnownSecret[]
}

/** Sent where nothing was given: a mock wants to see a credential, and this is none. */
export const HARMLESS = 'conformance'

const NOTHING: Carried = { headers: [], query: [], cookies: [] }

/**
 * @throws HarnessError `configuration` when a token endpoint is given without an API key
 */
export function createCredentials(options: CredentialsOptions = {}): Credentials {
  const { apiKey, apiKeys = {}, basic, bearer } = options
  const source = tokenSourceOf(options)
  let current: string | undefined

  const bearerValue = async (): Promise<string> => {
    if (source === undefined) return bearer ?? HARMLESS
    current = await source.token()
    return current
  }
  const isGiven = (scheme: SecurityScheme): boolean => {
    switch (scheme.kind) {
      case 'bearer':
      case 'oauth2':
      case 'openid':
        return source !== undefined || bearer !== undefined
      case 'basic':
        return basic !== undefined
      case 'api-key':
        return Object.hasOwn(apiKeys, scheme.name) || apiKey !== undefined
      case 'mutual-tls':
      case 'other':
        return false
    }
  }
  const carry = async (scheme: SecurityScheme): Promise<Carried> => {
    switch (scheme.kind) {
      case 'bearer':
      case 'oauth2':
      case 'openid':
        return { ...NOTHING, headers: [['authorization', `Bearer ${await bearerValue()}`]] }
      case 'basic':
        return { ...NOTHING, headers: [['authorization', `Basic ${basicValue(basic)}`]] }
      case 'api-key':
        return apiKeyOf(scheme, (Object.hasOwn(apiKeys, scheme.name) ? apiKeys[scheme.name] : apiKey) ?? HARMLESS)
      case 'mutual-tls':
      case 'other':
        return NOTHING
    }
  }
  const headersFor = async ({ security }: Operation): Promise<Carried> => {
    const alternative = choose(security, isGiven)
    if (alternative === undefined || alternative.length === 0) return NOTHING
    const parts = await Promise.all(alternative.map(carry))
    if (parts.length === 1) return parts[0] ?? NOTHING
    return {
      headers: parts.flatMap((part) => part.headers),
      query: parts.flatMap((part) => part.query),
      cookies: parts.flatMap((part) => part.cookies),
    }
  }

  return {
    headersFor,
    apply: async (operation, request) => withCarried(request, await headersFor(operation)),
    areMadeUp: ({ security }) => {
      const alternative = choose(security, isGiven)
      return alternative !== undefined && alternative.length > 0 && !alternative.every(isGiven)
    },
    ready: async () => {
      if (source !== undefined) await bearerValue()
    },
    renew: () => {
      if (source === undefined || current === undefined) return false
      source.invalidate(current)
      return true
    },
    ...requestTokenOf(options),
    secrets: secretsOf(options),
  }
}

function requestTokenOf({
  identityUrl,
  apiKey: own,
  transport,
  onToken,
}: CredentialsOptions): Pick<Credentials, 'requestToken'> {
  if (identityUrl === undefined || identityUrl === 'none' || own === undefined || transport === undefined) return {}
  return {
    requestToken: async (apiKey = own) => {
      const recorded = await transport.sendUnrecorded(tokenRequest(identityUrl, apiKey))
      const token = /"access_token"\s*:\s*"([^"\\]+)"/.exec(recorded.body ?? '')?.[1]
      if (token !== undefined) onToken?.(token)
      return recorded
    },
  }
}

/** The best alternative: all of its schemes have a value; else the one that asks for nothing; else the first. */
function choose(
  security: readonly SecurityAlternative[],
  isGiven: (scheme: SecurityScheme) => boolean,
): SecurityAlternative | undefined {
  return (
    security.find((alternative) => alternative.length > 0 && alternative.every(isGiven)) ??
    security.find((alternative) => alternative.length === 0) ??
    security[0]
  )
}

function tokenSourceOf(options: CredentialsOptions): ReturnType<typeof createTokenSource> | undefined {
  const { identityUrl, apiKey, transport, clock, onToken, retries } = options
  if (identityUrl === undefined || identityUrl === 'none') return undefined
  if (apiKey === undefined || transport === undefined) {
    throw new HarnessError('configuration', 'a token endpoint is given, but no API key to ask it with', {
      hint: 'Set the API key in the environment, or use --identity-url none.',
    })
  }
  return createTokenSource({
    identityUrl,
    apiKey,
    transport,
    ...(clock !== undefined && { clock }),
    ...(onToken !== undefined && { onToken }),
    ...(retries !== undefined && { retries }),
  })
}

function basicValue(basic: CredentialsOptions['basic']): string {
  const { username, password } = basic ?? { username: HARMLESS, password: HARMLESS }
  return Buffer.from(`${username}:${password}`).toString('base64')
}

function apiKeyOf({ apiKey }: SecurityScheme, value: string): Carried {
  switch (apiKey?.in) {
    case 'header':
      return { ...NOTHING, headers: [[apiKey.name, value]] }
    case 'query':
      return { ...NOTHING, query: [[apiKey.name, value]] }
    case 'cookie':
      return { ...NOTHING, cookies: [[apiKey.name, value]] }
    case undefined:
      return NOTHING
  }
}

function withCarried(request: WireRequest, { headers, query, cookies }: Carried): WireRequest {
  const given = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const added = headers.filter(([name]) => !given.has(name.toLowerCase()))
  const all = [...request.headers, ...added]
  return {
    ...request,
    url: query.length === 0 ? request.url : withQuery(request.url, query),
    headers: cookies.length === 0 ? all : withCookies(all, cookies),
  }
}

function withQuery(url: string, query: Carried['query']): string {
  const present = new Set((url.split('?', 2)[1] ?? '').split('&').map((pair) => pair.split('=', 1)[0]))
  const pairs = query.map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
  const added = pairs.filter(([name]) => !present.has(name)).map(([name, value]) => `${name}=${value}`)
  if (added.length === 0) return url
  return url + (url.includes('?') ? (/[?&]$/.test(url) ? '' : '&') : '?') + added.join('&')
}

/** Cookies go in one field (RFC 6265 §5.4). */
function withCookies(headers: WireRequest['headers'], cookies: Carried['cookies']): WireRequest['headers'] {
  const pairs = cookies.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  const at = headers.findIndex(([name]) => name.toLowerCase() === 'cookie')
  const field = headers[at]
  if (field === undefined) return [...headers, ['Cookie', pairs.join('; ')]]
  const present = new Set(field[1].split(';').map((pair) => pair.split('=', 1)[0]?.trim()))
  const added = pairs.filter((pair) => !present.has(pair.split('=', 1)[0]))
  return headers.with(at, [field[0], [field[1], ...added].filter((pair) => pair !== '').join('; ')])
}

function secretsOf({ apiKey, apiKeys = {}, basic, bearer }: CredentialsOptions): readonly KnownSecret[] {
  const secrets: readonly (KnownSecret | undefined)[] = [
    apiKey === undefined ? undefined : { kind: 'api-key', value: apiKey },
    bearer === undefined ? undefined : { kind: 'access-token', value: bearer },
    basic === undefined ? undefined : { kind: 'credential', value: basic.password },
    basic === undefined ? undefined : { kind: 'credential', value: basicValue(basic) },
    ...Object.values(apiKeys).map((value): KnownSecret => ({ kind: 'api-key', value })),
  ]
  // A word that is no secret would be found in every other text.
  return secrets.filter(
    (secret) => secret !== undefined && secret.value !== HARMLESS && secret.value !== '',
  ) as readonly KnownSecret[]
}
