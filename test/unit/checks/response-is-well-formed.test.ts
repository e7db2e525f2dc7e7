import { describe, expect, it } from 'vitest'
import { duplicateMember } from '../../../checks/duplicate-members.ts'
import { responseIsWellFormed } from '../../../checks/response-is-well-formed.ts'
import type { RecordedBody } from '../../../core/exchange.ts'
import { contractOf } from './contract-from.ts'
import { codes, said, type Recorded } from './recorded.ts'

const json = (text: string): Recorded => ({ contentType: 'application/json', text })
const bytes = (hex: string): RecordedBody => {
  const content = Buffer.from(hex, 'hex')
  return { encoding: 'base64', content: content.toString('base64'), bytes: content.length, truncated: false }
}

const actualOf = async (recorded: Recorded): Promise<readonly string[]> =>
  said(responseIsWellFormed, await contractOf({ schema: {} }), recorded).map(([, , actual]) => actual)

describe('response-is-well-formed', () => {
  it.each(['{"a":1', '', '{"a":1}}', "{'a':1}", '<html>', 'NaN', '{"a":1,}', '"\u0001"'].filter((text) => text !== ''))(
    'refuses %j as JSON',
    async (text) => {
      expect(await actualOf(json(text))).toEqual([expect.stringMatching(/^a body that is not JSON: /)])
    },
  )

  it('does not repeat the body in what it says', async () => {
    const [said] = await actualOf(json('{"secret":"hunter2" "x"}'))

    expect(said).not.toContain('hunter2')
  })

  it.each(['1', 'null', '"x"', '[]', ' {"a":"\\u0000"} \n', '\ufeff{}', '{"a":{"a":1},"b":{"a":"\\"a\\":"}}'])(
    'accepts %j as JSON',
    async (text) => {
      expect(await actualOf(json(text))).toEqual([])
    },
  )

  it('asks for UTF-8, or the character set that is named', async () => {
    const latin1 = bytes('22fc22')

    expect(await actualOf({ contentType: 'application/json', body: latin1 })).toEqual([
      'a body that is not valid UTF-8',
    ])
    expect(await actualOf({ contentType: 'application/json; charset=iso-8859-1', body: latin1 })).toEqual([])
  })

  it('does not ask other media types to be text', async () => {
    const contract = await contractOf({ schema: {}, mediaType: '*/*' })

    expect(codes(contract, { contentType: 'image/png', body: bytes('89504e47ff') })).toEqual([])
    expect(codes(contract, { contentType: 'text/plain', body: bytes('fc') })).toEqual([])
  })

  it('asks for a body in the coding that it is said to be in', async () => {
    const contract = await contractOf({ schema: {} })
    const plain: RecordedBody = { encoding: 'text', content: '{}', bytes: 2, truncated: false, undecoded: 'gzip' }

    expect(said(responseIsWellFormed, contract, { contentType: 'application/json', body: plain })).toEqual([
      ['The body is not in the coding that it is said to be in', 'a body in gzip', 'a body that is not'],
    ])
  })

  it('warns of a member that stands twice', async () => {
    const contract = await contractOf({ schema: {} })

    expect(said(responseIsWellFormed, contract, json('{"a":[{"b":1,"b":2}]}'))).toEqual([
      ['The member "b" stands twice in one object', 'each member once', '"b" twice'],
    ])
  })

  it('finds a duplicate under whatever escape and nesting', () => {
    const duplicateIn = (text: string): string | undefined => duplicateMember(text, JSON.parse(text) as never)

    expect(duplicateIn('{"a":1,"\\u0061":2}')).toBe('a')
    expect(duplicateIn('{"a\\\\":1,"b":["a\\\\",":"],"a\\"":{"a\\\\":1}}')).toBeUndefined()
    expect(duplicateIn('[{"x":{"a":1}},{"x":{"a":1,"b":[],"a" : 1}}]')).toBe('a')
    expect(duplicateIn('{"__proto__":1,"constructor":2}')).toBeUndefined()
  })

  it.each(['timeout', 'refused', 'reset', 'name-not-resolved', 'tls', 'aborted', 'blocked'] as const)(
    'leaves %s to the runner',
    async (cause) => {
      expect(await actualOf({ outcome: { kind: 'no-response', cause, message: 'none' } })).toEqual([])
    },
  )

  it('reports an answer that is not HTTP', async () => {
    const outcome = {
      kind: 'no-response',
      cause: 'protocol',
      message: 'Response does not match the HTTP/1.1 protocol',
    } as const

    expect(codes(await contractOf({}), { outcome })).toEqual(['response-is-well-formed'])
  })

  it('reads nothing into the empty body of a HEAD, a 204 or a 304', async () => {
    expect(await actualOf({ method: 'HEAD', ...json('') })).toEqual([])
    expect(codes(await contractOf({ status: '204' }), { status: 204, contentType: 'application/json' })).toEqual([])
    expect(codes(await contractOf({ status: '304' }), { status: 304, contentType: 'application/json' })).toEqual([])
  })
})

describe('A redirect of a request with credentials', () => {
  const redirect = (from: string, to: string, rest: Recorded = {}): Recorded => ({
    url: from,
    status: 302,
    headers: [['Location', to]],
    requestHeaders: [['Authorization', 'Bearer xxx']],
    ...rest,
  })
  const titles = async (recorded: Recorded, status = '302', operation = {}): Promise<readonly string[]> =>
    said(responseIsWellFormed, await contractOf({ status, operation }), recorded).map(([title]) => title)

  it.each([
    ['within the origin', redirect('https://a.test/x', '/y')],
    ['to TLS', redirect('http://a.test/x', 'https://a.test/x')],
    ['of a documented download', redirect('https://a.test/x', 'https://files.test/1')],
    ['without credentials', redirect('https://a.test/x', 'http://b.test/', { requestHeaders: [] })],
    ['without a target', redirect('https://a.test/x', 'http://[')],
  ])('is fine %s', async (_what, recorded) => {
    expect(await titles(recorded)).toEqual([])
  })

  it.each([
    ['out of TLS', redirect('https://a.test/x', 'http://a.test/x'), 'The redirect leads out of TLS'],
    [
      'elsewhere with a body',
      redirect('https://a.test/x', 'https://b.test/x', { method: 'POST' }),
      'The redirect leads to another origin',
    ],
  ])('is reported %s', async (_what, recorded, title) => {
    expect(await titles(recorded)).toEqual([title])
  })

  it('is reported where nobody documents it', async () => {
    expect(await titles(redirect('https://a.test/x', 'https://b.test/x'), '200')).toEqual([
      'The redirect leads to another origin',
    ])
  })
})
