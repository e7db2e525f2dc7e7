import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeaderList, RecordedRequest, Redaction } from '../../../core/exchange.ts'
import { placeholderFor } from '../../../core/secret.ts'
import { curlOf } from '../../../reports/curl.ts'

const run = promisify(execFile)
const shells = ['/bin/sh', '/bin/bash'].filter((shell) => existsSync(shell))

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: HeaderList
  readonly body: Buffer
}

let folder = ''
let server: Server
let base = ''
let received: Received[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curl-'))
  server = createServer(async (incoming, answer) => {
    const chunks = await Array.fromAsync(incoming)
    const headers = Array.from({ length: incoming.rawHeaders.length / 2 }, (_, i) => {
      const [name = '', value = ''] = incoming.rawHeaders.slice(2 * i)
      return [name.toLowerCase(), value] as const
    })
    received.push({ method: incoming.method, url: incoming.url, headers, body: Buffer.concat(chunks) })
    answer.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true })
})

/** What a server gets when the command is run by each shell. */
async function sentBy(command: string, environment: Readonly<Record<string, string>> = {}): Promise<Received> {
  received = []
  for (const shell of shells) await runScript(shell, command, environment)
  expect(received).toHaveLength(shells.length)
  for (const other of received.slice(1)) expect(other).toEqual(received[0])
  return received[0] as Received
}

/** Runs a script from a file: an argument could not hold the longest. */
async function runScript(
  shell: string,
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const file = join(folder, 'script')
  await writeFile(file, script)
  const env = { PATH: '/usr/bin:/bin', ...environment }
  const { stdout } = await run(shell, [file], { env, encoding: 'latin1', maxBuffer: 1 << 22 })
  return Buffer.from(stdout, 'latin1').toString()
}

function textRequest(content: string, changes: Partial<RecordedRequest> = {}): RecordedRequest {
  return {
    method: 'POST',
    url: `${base}/pets`,
    headers: [['content-type', 'application/json']],
    body: { encoding: 'text', content, bytes: Buffer.byteLength(content), truncated: false },
    ...changes,
  }
}

const jsonHeaders: HeaderList = [['content-type', 'application/json']]

describe('the text of a curl command', () => {
  it('has a line per header and the body last', () => {
    const request = textRequest(`{"name":"it's"}`, {
      url: 'http://h/pets?limit=1',
      headers: [
        ['host', 'h'],
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
        ['Idempotency-Key', 'e1'],
        ['content-length', '15'],
        ['user-agent', 'undici'],
      ],
    })

    const command = curlOf(request, [])

    expect(command).toMatchInlineSnapshot(`
      "curl -sS -i -X POST 'http://h/pets?limit=1' \\
        -H 'accept: application/json' \\
        -H 'content-type: application/json' \\
        -H 'Idempotency-Key: e1' \\
        --data-raw '{"name":"it'\\''s"}'"
    `)
  })

  it('has secrets as shell variables, where they stood', () => {
    const content = '{"n": 7, "card": {"cardNumber": "4000000000000000", "cvv": 123}, "cards": [{"pan": "411"}]}'
    const redactions: readonly Redaction[] = [
      { kind: 'access-token', at: { part: 'request-header', name: 'authorization' } },
      { kind: 'api-key', at: { part: 'request-header', name: 'x-api-key' } },
      { kind: 'card-number', at: { part: 'request-body', pointer: '/card/cardNumber' } },
      { kind: 'card-security-code', at: { part: 'request-body', pointer: '/card/cvv' } },
      { kind: 'card-number', at: { part: 'request-body', pointer: '/cards/0/pan' } },
      { kind: 'card-number', at: { part: 'response-body', pointer: '/n' } },
    ]
    const headers: HeaderList = [
      ['authorization', 'Bearer aaaaaaaa'],
      ['X-Api-Key', 'bbbb cccc'],
      ['accept', '*/*'],
      ...jsonHeaders,
    ]

    const command = curlOf(textRequest(content, { url: 'http://h/pets', headers }), redactions)

    const token = placeholderFor('access-token')
    const card = placeholderFor('card-number')
    const code = placeholderFor('card-security-code')
    expect(token).toMatch(/^\$\{ACCESS_TOKEN:-.*\}$/)
    expect(command.split(' \\\n  ')).toEqual([
      `curl -sS -i -X POST 'http://h/pets'`,
      `-H 'authorization: Bearer '"${token}"`,
      `-H 'X-Api-Key: '"${placeholderFor('api-key')}"`,
      `-H 'accept: */*'`,
      `-H 'content-type: application/json'`,
      `--data-raw '{"n": 7, "card": {"cardNumber": "'"${card}"'", "cvv": '"${code}"'}, "cards": [{"pan": "'"${card}"'"}]}'`,
    ])
  })

  it('says where a recorded body is not whole', () => {
    const body = { encoding: 'text', content: 'abc', bytes: 2_000_000, truncated: true } as const

    const command = curlOf({ method: 'PUT', url: 'http://h/', headers: [], body }, [])

    expect(command).toMatchInlineSnapshot(`
      "# the recorded body was cut; sent were 2000000 bytes
      curl -sS -i -X PUT 'http://h/' \\
        -H 'Accept:' \\
        -H 'Content-Type:' \\
        --data-raw 'abc'"
    `)
  })

  it('shows no control character and nothing that reorders text', () => {
    const nasty = '\u0000\u0007\u001b[2J\r\u009b\u202e\ufeff\ttext'

    const command = curlOf(textRequest(nasty, { headers: [['x-name', 'caf\u00e9 \u0085']] }), [])

    expect(command).not.toMatch(/[^\n -~]/)
  })
})

const awkward: readonly (readonly [string, string])[] = [
  ['plain JSON', '{"name":"a","n":1.50}'],
  ['quotes of both kinds', `{"a":"it's \\"so\\"'"}`],
  ['newlines', '{\n  "a": 1\n}\n\n'],
  ['a carriage return and tabs', '{\r\n\t"a": 1\r\n}'],
  ['characters outside ASCII', '{"a":"Grüße, 日本, 😀"}'],
  ['dollars, backticks and exclamation marks', '$HOME `id` $(id) !! \\$ {a,b} *'],
  ['an at sign at the start', '@/etc/passwd'],
  ['a hyphen at the start', '-d --data'],
  ['percent signs and backslashes', '100%s %d \\n \\101 \\\\ %%'],
  ['percent signs, backslashes and a control character', "-100%s %d \\n \\101 \\\\ %% \u0001 '$HOME' `id`"],
  ['control characters', 'a\u0000b\u0001c\u007fd\u001b[31m'],
  ['digits after a control character', '\u00017\u00008'],
  ['marks that reorder text', 'a\u202eb\u2066c\ufeff'],
  ['nothing', ''],
  ['more than an argument can hold', `{"a":"${'x'.repeat(300_000)}'"}`],
]

describe('the words of a curl command', () => {
  // Stands in for curl: shows its arguments and, where it would read a body from there, its input.
  const standIn = `curl() { printf '%s\\0' "$@"; case "$*" in *'--data-binary @-'*) cat;; esac; }\n`

  it.each(awkward)('reach curl unchanged by any shell, for a body with %s', async (_name, content) => {
    for (const shell of shells) {
      const words = (await runScript(shell, standIn + curlOf(textRequest(content), []), {})).split('\0')

      const at = words.findIndex((word) => word === '--data-raw' || word === '@-')
      expect(words.slice(at + 1).join('\0')).toBe(words[at] === '@-' ? content : `${content}\0`)
      expect(words.slice(0, 8)).toEqual([
        '-sS',
        '-i',
        '-X',
        'POST',
        `${base}/pets`,
        '-H',
        jsonHeaders[0]?.join(': '),
        '-H',
      ])
    }
  })
})

describe('a pasted curl command', () => {
  it.each(awkward)('sends a body with %s byte by byte', async (_name, content) => {
    const got = await sentBy(curlOf(textRequest(content), []))

    expect(got.body.toString()).toBe(content)
    expect(got.method).toBe('POST')
    expect(got.headers.find(([name]) => name === 'content-type')?.[1]).toBe('application/json')
  })

  it('sends bytes that are not text', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => 255 - i))
    const body = { encoding: 'base64', content: bytes.toString('base64'), bytes: 256, truncated: false } as const

    const got = await sentBy(curlOf(textRequest('', { body }), []))

    expect(got.body).toEqual(bytes)
  })

  it('sends the recorded header fields and no others', async () => {
    const headers: HeaderList = [
      ['X-Quote', `it's "$HOME" \`id\``],
      ['x-empty', ''],
      ['x-twice', 'a'],
      ['x-twice', 'b, c'],
      ['x-latin', 'caf\u00e9'],
      ['accept-encoding', 'gzip'],
    ]

    const got = await sentBy(curlOf({ method: 'GET', url: `${base}/`, headers }, []))

    const made = new Set(['host', 'user-agent'])
    const lines = (fields: HeaderList): readonly string[] =>
      fields.map(([name, value]) => `${name.toLowerCase()}: ${value}`).toSorted()
    expect(lines(got.headers.filter(([name]) => !made.has(name)))).toEqual(lines(headers))
    expect(got.method).toBe('GET')
  })

  it('adds no content type to a body that had none', async () => {
    const got = await sentBy(curlOf(textRequest('x', { headers: [] }), []))

    expect(got.headers.map(([name]) => name).toSorted()).toEqual(['content-length', 'host', 'user-agent'])
  })

  it.each(['/a/../b/./c?x=[1]&y={z}&q=%20%C3%A9', "/it's/$HOME?a=`id`&b=!!;c=(d)", '/pets?', '/a%2Fb//c'])(
    'asks for %s as recorded',
    async (path) => {
      const got = await sentBy(curlOf({ method: 'GET', url: base + path, headers: [] }, []))

      expect(got.url).toBe(path)
    },
  )

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PURGE'])(
    'uses the method %s',
    async (method) => {
      const got = await sentBy(curlOf({ method, url: `${base}/`, headers: [] }, []))

      expect(got.method).toBe(method)
    },
  )

  it.each(['GET', 'HEAD', 'DELETE'])('sends a body with %s, too', async (method) => {
    const got = await sentBy(curlOf(textRequest('{}', { method }), []))

    expect([got.method, got.body.toString()]).toEqual([method, '{}'])
  })

  it('fills secrets in from the environment, whatever the value is made of', async () => {
    const content = '{"a":"00000000","b":{"card":"0000","list":["0000"]}}'
    const redactions: readonly Redaction[] = [
      { kind: 'access-token', at: { part: 'request-header', name: 'authorization' } },
      { kind: 'card-number', at: { part: 'request-body', pointer: '/b/card' } },
      { kind: 'card-number', at: { part: 'request-body', pointer: '/b/list/0' } },
    ]
    const headers: HeaderList = [['Authorization', 'Bearer zzz'], ...jsonHeaders]
    const environment = { ACCESS_TOKEN: 'tok$en `x` "y"', CARD_NUMBER: '4242 4242' }

    const got = await sentBy(curlOf(textRequest(content, { headers }), redactions), environment)

    expect(got.body.toString()).toBe('{"a":"00000000","b":{"card":"4242 4242","list":["4242 4242"]}}')
    expect(got.headers.find(([name]) => name === 'authorization')?.[1]).toBe('Bearer tok$en `x` "y"')
  })

  it('works as it is, with harmless values where no secret is set', async () => {
    const kinds = ['card-number', 'track-data', 'account-number', 'tax-id', 'credential'] as const
    const redactions = kinds.map((kind): Redaction => ({ kind, at: { part: 'request-body', pointer: `/${kind}` } }))
    const body = Object.fromEntries(kinds.map((kind) => [kind, 'replaced']))

    const pasted = await sentBy(curlOf(textRequest(JSON.stringify(body)), redactions))
    const piped = await sentBy(curlOf(textRequest(JSON.stringify(body, null, 2)), redactions))

    const sent = JSON.parse(pasted.body.toString()) as Readonly<Record<string, string>>
    expect(sent['card-number']).toMatch(/^\d{16}$/)
    expect(Object.values(sent)).not.toContain('replaced')
    expect(piped.body.toString()).toBe(JSON.stringify(sent, null, 2))
  })

  it('fills secrets in where the body goes through printf, and in forms', async () => {
    const redactions: readonly Redaction[] = [{ kind: 'card-number', at: { part: 'request-body', pointer: '/card' } }]
    const form: HeaderList = [['content-type', 'application/x-www-form-urlencoded']]
    const environment = { CARD_NUMBER: '42%s' }

    const piped = await sentBy(curlOf(textRequest('{"%s":\t1,"card":"0"}'), redactions), environment)
    const posted = await sentBy(curlOf(textRequest('a=1&card=00&b=', { headers: form }), redactions), environment)

    expect(piped.body.toString()).toBe('{"%s":\t1,"card":"42%s"}')
    expect(posted.body.toString()).toBe('a=1&card=42%s&b=')
  })
})
