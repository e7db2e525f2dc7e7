import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HarnessError } from '../../../core/harness-error.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { createTokenSource, type TokenSource } from '../../../transport/token.ts'
import { createFakeClock } from './fake-clock.ts'
import { type Loopback, serve } from './loopback.ts'

interface Answer {
  readonly status?: number
  readonly body: string
}

const API_KEY = 'key-0123456789'

let endpoint: Loopback
let transport: Transport
let answer: (n: number) => Answer
let asked: { key: string | undefined; method: string | undefined; length: string | undefined }[] = []

beforeEach(async () => {
  asked = []
  answer = (n) => ({ body: JSON.stringify({ access_token: `token-${n}`, expires_in: 100, token_type: 'Bearer' }) })
  endpoint = await serve((incoming, response) => {
    const { 'x-api-key': key, 'content-length': length } = incoming.headers
    asked.push({ key: key as string | undefined, method: incoming.method, length })
    const { status = 200, body } = answer(asked.length)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  transport = createTransport({ timeoutMs: 2_000 })
})

afterEach(async () => {
  await transport.close()
  await endpoint.close()
})

function open(
  options: { clock?: ReturnType<typeof createFakeClock>; url?: string; onToken?: (token: string) => void } = {},
): TokenSource {
  const { clock = createFakeClock(), url = `${endpoint.base}/authorize`, onToken } = options
  return createTokenSource({ identityUrl: url, apiKey: API_KEY, transport, clock, ...(onToken && { onToken }) })
}

describe('a token', () => {
  it('is asked for with the key and an empty body, once', async () => {
    const source = open()

    const tokens = [await source.token(), await source.token()]

    expect(tokens).toEqual(['token-1', 'token-1'])
    expect(asked).toEqual([{ key: API_KEY, method: 'POST', length: '0' }])
  })

  it('is asked for once by any number of simultaneous callers', async () => {
    const source = open()

    const tokens = await Promise.all(Array.from({ length: 20 }, () => source.token()))

    expect(new Set(tokens)).toEqual(new Set(['token-1']))
    expect(asked).toHaveLength(1)
  })

  it('is renewed when 80 % of its life is over', async () => {
    const clock = createFakeClock()
    const source = open({ clock })
    await source.token()

    await clock.advance(79_999)
    const before = await source.token()
    await clock.advance(1)
    const after = await source.token()

    expect([before, after]).toEqual(['token-1', 'token-2'])
  })

  it('without a stated life is renewed after some minutes', async () => {
    answer = (n) => ({ body: `{"access_token":"token-${n}"}` })
    const clock = createFakeClock()
    const source = open({ clock })
    await source.token()

    await clock.advance(240_000)

    expect(await source.token()).toBe('token-2')
  })

  it('that was refused is replaced, unless it has been already', async () => {
    const source = open()
    const first = await source.token()

    source.invalidate(first)
    const second = await source.token()
    source.invalidate(first)
    const third = await source.token()

    expect([first, second, third]).toEqual(['token-1', 'token-2', 'token-2'])
  })

  it('is told before it is used', async () => {
    const told: string[] = []

    await open({ onToken: (token) => told.push(token) }).token()

    expect(told).toEqual(['token-1'])
  })
})

describe('no token', () => {
  const failure = async (source: TokenSource): Promise<HarnessError> => {
    const error: unknown = await source.token().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(HarnessError)
    return error as HarnessError
  }

  it.each<[string, Answer, string]>([
    ['a refused key', { status: 401, body: `{"detail":"${API_KEY}"}` }, 'refused the API key (401)'],
    ['a key without rights', { status: 403, body: '' }, 'refused the API key (403)'],
    ['another status', { status: 500, body: 'oops' }, 'answered 500 instead of a token'],
    ['a body that is not JSON', { body: '<html>' }, 'answered 200 with a body that is not a JSON object'],
    ['a body that is no object', { body: '"token"' }, 'answered 200 with a body that is not a JSON object'],
    ['an empty body', { body: '' }, 'answered 200 with a body that is not a JSON object'],
    ['no access_token', { body: '{"token":"x"}' }, 'answered 200 without an access_token'],
    [
      'an unusable token',
      { body: '{"access_token":"a\\nb"}' },
      'answered with an access_token that no header can hold',
    ],
  ])('is one clear error for %s, without a secret in it', async (_name, given, message) => {
    answer = () => given

    const error = await failure(open({ url: `${endpoint.base}/authorize?code=s3cret` }))

    expect([error.code, error.message]).toEqual(['target', `${endpoint.base}/authorize ${message}`])
    expect(JSON.stringify([error.message, error.hint, String(error.stack)])).not.toMatch(/key-0123456789|s3cret/)
  })

  it('is one clear error where nothing answers', async () => {
    const url = endpoint.base
    await endpoint.close()

    const error = await failure(open({ url }))

    expect(error.message).toBe(`no token from ${url}/: nothing listens there (connection refused)`)
    endpoint = await serve((_incoming, response) => response.end())
  })

  it('is asked for again by the next caller', async () => {
    answer = (n) => (n === 1 ? { status: 503, body: '' } : { body: '{"access_token":"late"}' })
    const source = open()
    await failure(source)

    expect(await source.token()).toBe('late')
  })
})
