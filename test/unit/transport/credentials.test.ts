import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Operation, SecurityAlternative, SecurityScheme } from '../../../spec/model.ts'
import { createCredentials, type CredentialsOptions } from '../../../transport/credentials.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import type { WireRequest } from '../../../transport/wire-request.ts'
import { type Loopback, serve } from './loopback.ts'

function operation(...security: readonly SecurityAlternative[]): Operation {
  return {
    operationId: 'read',
    method: 'get',
    path: '/things',
    tags: [],
    deprecated: false,
    servers: [],
    security,
    parameters: [],
    responses: [],
    pointer: '#/paths/~1things/get',
  }
}

function scheme(kind: SecurityScheme['kind'], place?: SecurityScheme['apiKey']): SecurityScheme {
  return { name: `${kind}-scheme`, kind, scopes: [], ...(place !== undefined && { apiKey: place }) }
}

const request: WireRequest = { method: 'GET', url: 'http://h/things?a=1', headers: [['accept', '*/*']] }

function applied(options: CredentialsOptions, ...security: readonly SecurityAlternative[]): Promise<WireRequest> {
  return createCredentials(options).apply(operation(...security), request)
}

describe('credentials', () => {
  it('are made up where none were given, and only where some are asked for', () => {
    const bearer = [scheme('bearer')]

    expect(createCredentials().areMadeUp(operation(bearer))).toBe(true)
    expect(createCredentials({ bearer: 't1' }).areMadeUp(operation(bearer))).toBe(false)
    expect(createCredentials({ bearer: 't1' }).areMadeUp(operation([scheme('basic')], bearer))).toBe(false)
    expect(createCredentials().areMadeUp(operation(bearer, []))).toBe(false)
    expect(createCredentials().areMadeUp(operation())).toBe(false)
  })
})

describe('without a token endpoint', () => {
  it.each(['bearer', 'oauth2', 'openid'] as const)(
    '%s is satisfied by the given bearer, or a harmless one',
    async (kind) => {
      const given = await applied({ identityUrl: 'none', bearer: 't1' }, [scheme(kind)])
      const harmless = await applied({}, [scheme(kind)])

      expect(given.headers).toEqual([
        ['accept', '*/*'],
        ['authorization', 'Bearer t1'],
      ])
      expect(harmless.headers).toContainEqual(['authorization', 'Bearer conformance'])
    },
  )

  it('basic is satisfied by user and password', async () => {
    const { headers } = await applied({ basic: { username: 'jo', password: 'pä' } }, [scheme('basic')])

    expect(headers).toContainEqual(['authorization', `Basic ${Buffer.from('jo:pä').toString('base64')}`])
  })

  it('an API key goes where its scheme says', async () => {
    const options = { apiKeys: { 'api-key-scheme': 'k&1' } }

    const inHeader = await applied(options, [scheme('api-key', { in: 'header', name: 'X-Key' })])
    const inQuery = await applied(options, [scheme('api-key', { in: 'query', name: 'api key' })])
    const inCookie = await applied(options, [scheme('api-key', { in: 'cookie', name: 'sid' })])

    expect(inHeader.headers).toContainEqual(['X-Key', 'k&1'])
    expect(inQuery.url).toBe('http://h/things?a=1&api%20key=k%261')
    expect(inCookie.headers).toContainEqual(['Cookie', 'sid=k%261'])
  })

  it('a cookie joins those that are there', async () => {
    const credentials = createCredentials({ apiKey: 'k1' })
    const withCookie: WireRequest = { ...request, headers: [['cookie', 'a=1']] }
    const cookie = operation([scheme('api-key', { in: 'cookie', name: 'sid' })])

    const { headers } = await credentials.apply(cookie, withCookie)

    expect(headers).toEqual([['cookie', 'a=1; sid=k1']])
  })

  it('schemes of one alternative are satisfied together', async () => {
    const { headers } = await applied({ bearer: 't1', apiKey: 'k1' }, [
      scheme('bearer'),
      scheme('api-key', { in: 'header', name: 'X-Key' }),
    ])

    expect(headers).toEqual([
      ['accept', '*/*'],
      ['authorization', 'Bearer t1'],
      ['X-Key', 'k1'],
    ])
  })

  it('the alternative is taken for which there are values, else the one that needs none, else the first', async () => {
    const [bearer, key] = [scheme('bearer'), scheme('api-key', { in: 'header', name: 'X-Key' })]

    const given = await applied({ apiKey: 'k1' }, [bearer], [key])
    const anonymous = await applied({}, [bearer], [])
    const first = await applied({}, [key], [bearer])

    expect(given.headers).toEqual([
      ['accept', '*/*'],
      ['X-Key', 'k1'],
    ])
    expect(anonymous).toEqual(request)
    expect(first.headers).toContainEqual(['X-Key', 'conformance'])
  })

  it('nothing is added where nothing is declared, or where the request has its own', async () => {
    const own: WireRequest = { ...request, headers: [['Authorization', 'Bearer wrong']] }

    const none = await applied({ bearer: 't1' })
    const kept = await createCredentials({ bearer: 't1' }).apply(operation([scheme('bearer')]), own)

    expect(none).toEqual(request)
    expect(kept).toEqual(own)
  })

  it('its secrets are known, the harmless one is none', () => {
    const { secrets } = createCredentials({
      apiKey: 'k-1',
      bearer: 'conformance',
      basic: { username: 'jo', password: 'pw' },
    })

    expect(secrets).toEqual([
      { kind: 'api-key', value: 'k-1' },
      { kind: 'credential', value: 'pw' },
      { kind: 'credential', value: 'am86cHc=' },
    ])
  })

  it('a refused credential cannot be renewed', () => {
    expect(createCredentials({ bearer: 't1' }).renew()).toBe(false)
  })
})

describe('with a token endpoint', () => {
  let issued = 0
  let endpoint: Loopback
  let transport: Transport

  beforeAll(async () => {
    endpoint = await serve((_incoming, response) =>
      response.end(JSON.stringify({ access_token: `t${++issued}`, expires_in: 900 })),
    )
    transport = createTransport({ timeoutMs: 2_000 })
  })

  afterAll(async () => {
    await transport.close()
    await endpoint.close()
  })

  it('the bearer is its token, and another one after it was refused', async () => {
    const told: string[] = []
    const onToken = (token: string): number => told.push(token)
    const credentials = createCredentials({ identityUrl: endpoint.base, apiKey: 'k-1', transport, onToken })
    const bearer = operation([scheme('bearer')])

    const first = await credentials.headersFor(bearer)
    const renewed = credentials.renew()
    const second = await credentials.headersFor(bearer)

    expect(first.headers).toEqual([['authorization', 'Bearer t1']])
    expect([renewed, second.headers]).toEqual([true, [['authorization', 'Bearer t2']]])
    expect(told).toEqual(['t1', 't2'])
  })

  it('an API key is needed', () => {
    expect(() => createCredentials({ identityUrl: endpoint.base, transport })).toThrow(
      'a token endpoint is given, but no API key to ask it with',
    )
  })
})
