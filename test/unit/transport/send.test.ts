import { once } from 'node:events'
import { createServer } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { headerOf, type Exchange, type NoResponse, type RecordedResponse } from '../../../core/exchange.ts'
import { createRateLimiter } from '../../../transport/rate-limit.ts'
import { createTransport, type Transport, type TransportOptions } from '../../../transport/send.ts'
import type { WireRequest } from '../../../transport/wire-request.ts'
import { httpResponse, type Loopback, serve, serveBytes } from './loopback.ts'

const opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

function open(options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({ timeoutMs: 5_000, ...options })
  opened.unshift(transport)
  return transport
}

async function using(server: Promise<Loopback>): Promise<Loopback> {
  const running = await server
  opened.push(running)
  return running
}

function get(url: string, headers: WireRequest['headers'] = []): WireRequest {
  return { method: 'GET', url, headers }
}

function post(url: string, body: string | Uint8Array, headers: WireRequest['headers'] = []): WireRequest {
  return { method: 'POST', url, headers: [['content-type', 'application/json'], ...headers], body }
}

function answered({ outcome }: Exchange): RecordedResponse {
  expect(outcome.kind).toBe('response')
  return outcome as RecordedResponse
}

function unanswered({ outcome }: Exchange): NoResponse {
  expect(outcome.kind).toBe('no-response')
  return outcome as NoResponse
}

describe('what is sent', () => {
  it('is recorded as it goes on the wire', async () => {
    let wire = ''
    const server = await using(
      serveBytes((socket, data) => {
        wire += data
        socket.write(httpResponse('{}'))
      }),
    )

    const { request } = await open().send(
      post(`${server.base}/a%2Fb/../c?x=%20[1]`, '{"n":"ü"}', [
        ['X-Mixed-Case', 'one'],
        ['X-Mixed-Case', 'two'],
      ]),
    )

    const [head = '', body] = wire.split('\r\n\r\n')
    const [line, ...fields] = head.split('\r\n')
    expect(line).toBe('POST /a%2Fb/../c?x=%20[1] HTTP/1.1')
    expect(request.headers.map(([name, value]) => `${name}: ${value}`)).toEqual(fields)
    expect(request.url).toBe(`${server.base}/a%2Fb/../c?x=%20[1]`)
    expect(request.body).toEqual({ encoding: 'text', content: '{"n":"ü"}', bytes: 10, truncated: false })
    expect(Buffer.from(body ?? '', 'latin1').toString()).toBe('{"n":"ü"}')
  })

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])(
    'has for %s without a body the header fields that are recorded',
    async (method) => {
      let head = ''
      const server = await using(
        serveBytes((socket, data) => {
          head = data
          socket.write('HTTP/1.1 204 No Content\r\n\r\n')
        }),
      )

      const { request } = await open().send({ method, url: `${server.base}/`, headers: [['accept', '*/*']] })

      const fields = head.trimEnd().split('\r\n').slice(1)
      expect(request.headers.map(([name, value]) => `${name}: ${value}`)).toEqual(fields)
    },
  )

  it('asks for no compression unless the request does', async () => {
    const server = await using(serve((incoming, answer) => answer.end(incoming.headers['accept-encoding'])))
    const transport = open()

    const plain = await transport.send(get(`${server.base}/`))
    const asked = await transport.send(get(`${server.base}/`, [['Accept-Encoding', 'br']]))

    expect(answered(plain).body?.content).toBe('identity')
    expect(answered(asked).body?.content).toBe('br')
  })

  it('may be bytes that are no text', async () => {
    const bytes = Uint8Array.from([0, 255, 128, 10])
    const server = await using(
      serve(async (incoming, answer) => {
        answer.end(Buffer.concat(await Array.fromAsync(incoming)).toString('hex'))
      }),
    )

    const exchange = await open().send(post(`${server.base}/`, bytes))

    expect(answered(exchange).body?.content).toBe('00ff800a')
    expect(exchange.request.body).toEqual({ encoding: 'base64', content: 'AP+ACg==', bytes: 4, truncated: false })
  })
})

describe('an answer', () => {
  it('is recorded with header fields as received, timings and attempt', async () => {
    const server = await using(
      serveBytes((socket) =>
        socket.write(httpResponse('{"a":1}', ['X-Two: 1', 'x-two: 2', 'X-Latin: caf\u00e9']), 'latin1'),
      ),
    )

    const exchange = await open().send(get(`${server.base}/`))

    expect(answered(exchange)).toEqual({
      kind: 'response',
      status: 200,
      headers: [
        ['content-type', 'application/json'],
        ['content-length', '7'],
        ['X-Two', '1'],
        ['x-two', '2'],
        ['X-Latin', 'caf\u00e9'],
      ],
      body: { encoding: 'text', content: '{"a":1}', bytes: 7, truncated: false },
    })
    expect(exchange.attempt).toBe(1)
    expect(exchange.timings.firstByteMs).toBeLessThanOrEqual(exchange.timings.durationMs)
  })

  it('is not followed where it redirects', async () => {
    const server = await using(
      serve((_incoming, answer) => {
        answer.writeHead(302, { location: '/elsewhere' }).end()
      }),
    )

    const response = answered(await open().send(get(`${server.base}/`)))

    expect(response.status).toBe(302)
    expect(headerOf(response.headers, 'location')).toBe('/elsewhere')
    expect(response.body).toBeUndefined()
  })

  it('waits for the final status after interim ones', async () => {
    const server = await using(
      serveBytes((socket) => {
        socket.write('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')
        socket.write(httpResponse('{}'))
      }),
    )

    const response = answered(await open().send(get(`${server.base}/`)))

    expect([response.status, headerOf(response.headers, 'link')]).toEqual([200, undefined])
  })

  it('that is not UTF-8 is recorded in base64', async () => {
    const server = await using(serve((_incoming, answer) => answer.end(Buffer.from([0xc3, 0x28]))))

    const response = answered(await open().send(get(`${server.base}/`)))

    expect(response.body).toEqual({ encoding: 'base64', content: 'wyg=', bytes: 2, truncated: false })
  })

  it('longer than the cap is cut at a character, and counted whole', async () => {
    const text = `a${'ü'.repeat(50_000)}`
    const server = await using(serve((_incoming, answer) => answer.end(text)))

    const response = answered(await open({ maxBodyBytes: 1_000 }).send(get(`${server.base}/`)))

    expect(response.body).toEqual({
      encoding: 'text',
      content: `a${'ü'.repeat(499)}`,
      bytes: 100_001,
      truncated: true,
    })
  })

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('compressed by %s though nobody asked is read', async (coding, compress) => {
    const packed = compress('{"a":1}')
    const server = await using(serve((_incoming, answer) => answer.setHeader('content-encoding', coding).end(packed)))

    const response = answered(await open().send(get(`${server.base}/`)))

    expect(response.body).toEqual({ encoding: 'text', content: '{"a":1}', bytes: packed.length, truncated: false })
  })

  it('that unpacks to more than the cap is not unpacked to the end', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000, 'a'))
    const server = await using(serve((_incoming, answer) => answer.setHeader('content-encoding', 'gzip').end(bomb)))

    const response = answered(await open({ maxBodyBytes: 1_000 }).send(get(`${server.base}/`)))

    expect(response.body).toMatchObject({ content: 'a'.repeat(1_000), bytes: bomb.length, truncated: true })
  })

  it.each(['gzip', 'x-own'])('that is called %s and is not is recorded as it came', async (coding) => {
    const server = await using(serve((_incoming, answer) => answer.setHeader('content-encoding', coding).end('plain')))

    const { body } = answered(await open().send(get(`${server.base}/`)))

    const plain = { encoding: 'text', content: 'plain', bytes: 5, truncated: false }
    expect(body).toEqual(coding === 'gzip' ? { ...plain, undecoded: 'gzip' } : plain)
  })
})

describe('no answer', () => {
  it('is a timeout when the server says nothing', async () => {
    const server = await using(serveBytes(() => undefined))

    const exchange = await open({ timeoutMs: 50 }).send(get(`${server.base}/`))

    expect(unanswered(exchange)).toEqual({
      kind: 'no-response',
      cause: 'timeout',
      message: 'no complete response within 50 ms',
    })
    expect(exchange.timings).not.toHaveProperty('firstByteMs')
  })

  it('is a timeout when the body never ends', async () => {
    const server = await using(
      serve((_incoming, answer) => {
        answer.writeHead(200, { 'content-type': 'text/plain' })
        const timer = setInterval(() => answer.write('.'), 5)
        answer.on('close', () => clearInterval(timer))
      }),
    )

    const exchange = await open().send(get(`${server.base}/`), { timeoutMs: 60 })

    expect(unanswered(exchange).cause).toBe('timeout')
  })

  it('to one request leaves the next one a connection', async () => {
    let requests = 0
    const server = await using(
      serve((_incoming, answer) => {
        if (++requests > 1) answer.end('{}')
      }),
    )
    const transport = open({ connections: 1 })

    const first = await transport.send(get(`${server.base}/`), { timeoutMs: 50 })
    const second = await transport.send(get(`${server.base}/`))

    expect([unanswered(first).cause, answered(second).status]).toEqual(['timeout', 200])
  })

  it('is a refusal where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    await once(server, 'close')
    const port = typeof address === 'object' ? address?.port : undefined

    const exchange = await open().send(get(`http://127.0.0.1:${port}/`))

    expect(unanswered(exchange)).toMatchObject({
      cause: 'refused',
      message: 'nothing listens there (connection refused)',
    })
  })

  it('is an unknown name where the host has none', async () => {
    const exchange = await open().send(get('http://no-such-host.invalid/'))

    expect(unanswered(exchange).cause).toBe('name-not-resolved')
  })

  it('is a reset when the server hangs up on a fresh connection', async () => {
    const server = await using(serveBytes((socket) => socket.destroy()))

    const exchange = await open().send(get(`${server.base}/`))

    expect(unanswered(exchange).cause).toBe('reset')
    expect([exchange.attempt, server.connections()]).toEqual([1, 1])
  })

  it('is TLS where the server does not speak it', async () => {
    const server = await using(serveBytes((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')))

    const exchange = await open().send(get(`https://127.0.0.1:${server.port}/`))

    expect(unanswered(exchange).cause).toBe('tls')
  })

  it.each([
    ['a body shorter than announced', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'protocol'],
    ['no status line', 'hello\r\n\r\n', 'protocol'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', 'protocol'],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n', 'protocol'],
    ['a header section without end', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`, 'protocol'],
  ])('is a protocol error for %s', async (_name, bytes, cause) => {
    const server = await using(serveBytes((socket) => socket.end(bytes)))

    const exchange = await open().send(get(`${server.base}/`))

    expect(unanswered(exchange).cause).toBe(cause)
  })

  it('is an abort when the caller gives up, before or during the request', async () => {
    const server = await using(serveBytes(() => undefined))
    const transport = open()
    const controller = new AbortController()

    const during = transport.send(get(`${server.base}/`), { signal: controller.signal })
    setTimeout(() => controller.abort(), 20)
    const causes = [unanswered(await during).cause]
    causes.push(unanswered(await transport.send(get(`${server.base}/`), { signal: controller.signal })).cause)

    expect(causes).toEqual(['aborted', 'aborted'])
  })

  it('is blocked for a host that is not allowed, before anything is sent', async () => {
    const server = await using(serve((_incoming, answer) => answer.end()))
    const transport = open({ allowHost: ({ hostname }) => hostname !== '127.0.0.1' })

    const exchange = await transport.send(get(`${server.base}/`))

    expect(unanswered(exchange)).toMatchObject({ cause: 'blocked' })
    expect(server.connections()).toBe(0)
  })

  it.each([
    ['a header that no message can hold', { headers: [['x', 'a\r\nb']] }],
    ['a path with a space', { url: 'http://127.0.0.1:9/a b' }],
    ['another scheme', { url: 'ftp://127.0.0.1/' }],
    ['a length that is not the length', { headers: [['content-length', '5']], body: 'abc', method: 'POST' }],
  ] as const)('is blocked for %s: that says nothing about the target', async (_name, changes) => {
    const server = await using(serve((_incoming, answer) => answer.end()))

    const exchange = await open().send({ method: 'GET', url: `${server.base}/`, headers: [], ...changes })

    expect(unanswered(exchange).cause).toBe('blocked')
  })
})

describe('a kept connection', () => {
  it('is used again', async () => {
    const server = await using(serve((_incoming, answer) => answer.end('{}')))
    const transport = open()

    for (let i = 0; i < 5; i++) await transport.send(get(`${server.base}/`))

    expect(server.connections()).toBe(1)
  })

  it('that the server closed between requests is no failure of the target', async () => {
    const server = await using(
      serveBytes((socket) => {
        socket.write(httpResponse('{}'))
        socket.end()
      }),
    )
    const transport = open()

    const exchanges: Exchange[] = []
    for (let i = 0; i < 20; i++) exchanges.push(await transport.send(post(`${server.base}/`, '{}')))

    expect(exchanges.map((exchange) => answered(exchange).status)).toEqual(Array.from({ length: 20 }, () => 200))
  })

  it('that dies under an idempotent request is replaced once, and the attempt is recorded', async () => {
    const server = await using(
      serveBytes((socket, data, connection) => {
        if (connection === 1 && data.includes('/second')) socket.resetAndDestroy()
        else socket.write(httpResponse('{}'))
      }),
    )
    const transport = open()

    const first = await transport.send(get(`${server.base}/first`))
    const second = await transport.send(get(`${server.base}/second`))

    expect([first.attempt, answered(second).status, second.attempt, server.connections()]).toEqual([1, 200, 2, 2])
  })

  it('that dies under a POST is reported, because the request may have been processed', async () => {
    const server = await using(
      serveBytes((socket, data, connection) => {
        if (connection === 1 && data.includes('/second')) socket.destroy()
        else socket.write(httpResponse('{}'))
      }),
    )
    const transport = open()

    await transport.send(post(`${server.base}/first`, '{}'))
    const plain = await transport.send(post(`${server.base}/second`, '{}'))

    expect(unanswered(plain).cause).toBe('reset')
  })

  it('that dies under a POST with an idempotency key is replaced, with the same key and body', async () => {
    const bodies: string[] = []
    const server = await using(
      serveBytes((socket, data, connection) => {
        bodies.push(data)
        if (connection === 1 && data.includes('/second')) socket.destroy()
        else socket.write(httpResponse('{}'))
      }),
    )
    const transport = open()

    await transport.send(post(`${server.base}/first`, '{}'))
    const keyed = await transport.send(post(`${server.base}/second`, '{"a":1}', [['Idempotency-Key', 'k1']]))

    expect([answered(keyed).status, keyed.attempt]).toEqual([200, 2])
    expect(bodies[2]).toBe(bodies[1])
  })

  it('that fails twice is reported', async () => {
    const server = await using(
      serveBytes((socket, data) => {
        if (data.includes('/second')) socket.destroy()
        else socket.write(httpResponse('{}'))
      }),
    )
    const transport = open()

    await transport.send(get(`${server.base}/first`))
    const exchange = await transport.send(get(`${server.base}/second`))

    expect([unanswered(exchange).cause, exchange.attempt]).toEqual(['reset', 2])
  })

  it('is waited for when all are in use', async () => {
    const server = await using(serve((_incoming, answer) => setTimeout(() => answer.end('{}'), 5)))
    const transport = open({ connections: 2 })

    const exchanges = await Promise.all(Array.from({ length: 10 }, () => transport.send(get(`${server.base}/`))))

    expect(exchanges.map((exchange) => answered(exchange).status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(server.connections()).toBe(2)
  })
})

describe('secrets', () => {
  it('are nowhere in the record, while the caller of a token endpoint sees them', async () => {
    const server = await using(
      serve((_incoming, answer) => {
        answer
          .setHeader('content-type', 'application/json')
          .end('{"access_token":"tok.123abc","note":"4242424242424242"}')
      }),
    )
    const transport = open()
    const request = post(`${server.base}/`, '{"cardNumber":"4242424242424242"}', [['Authorization', 'Bearer abc.def']])

    const { exchange, body } = await transport.sendUnrecorded(request)

    expect(body).toContain('tok.123abc')
    expect(JSON.stringify(exchange)).not.toMatch(/tok\.123abc|4242|abc\.def/)
    expect(exchange.echoedSecrets).toEqual(['card-number'])
    expect(exchange.redactions).toEqual([
      { kind: 'access-token', at: { part: 'request-header', name: 'authorization' } },
      { kind: 'card-number', at: { part: 'request-body', pointer: '/cardNumber' } },
      { kind: 'access-token', at: { part: 'response-body', pointer: '/access_token' } },
      { kind: 'card-number', at: { part: 'response-body', pointer: '/note' } },
    ])
  })

  it('on the edge of the cap are replaced before the cut', async () => {
    const server = await using(serve((_incoming, answer) => answer.end(`${'.'.repeat(92)}4242424242424242`)))

    const response = answered(await open({ maxBodyBytes: 100 }).send(get(`${server.base}/`)))

    expect(response.body?.content).toBe(`${'.'.repeat(92)}00000000`)
  })
})

it('keeps to a rate', async () => {
  const server = await using(serve((_incoming, answer) => answer.end('{}')))
  const waits: number[] = []
  const clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: async (ms: number) => {
      waits.push(ms)
    },
  }
  const transport = open({ rate: createRateLimiter(10, { clock }) })

  for (let i = 0; i < 3; i++) await transport.send(get(`${server.base}/`))

  expect(waits).toEqual([100, 200])
})
