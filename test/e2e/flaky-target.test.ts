import { afterEach, expect, it } from 'vitest'
import { SHOP_DOCUMENT, startShop } from '../servers/shop-server.ts'
import { runConformance } from '../support/run-cli.ts'
import { type Loopback, serve } from '../unit/transport/loopback.ts'

let opened: { close(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(opened.map((server) => server.close()))
  opened = []
})

/** Passes requests on to a correct shop, but drops, refuses for a moment or slows down some that may be sent again. */
async function openFlaky(): Promise<Loopback & { readonly disturbed: Record<string, number> }> {
  const shop = await startShop()
  const disturbed = { dropped: 0, unavailable: 0, slowedDown: 0 }
  let count = 0
  const server = await serve((request, response) => {
    const nth = ++count
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const mayBeSentAgain = request.method === 'GET' || request.headers['idempotency-key'] !== undefined
      if (nth % 11 === 0 && mayBeSentAgain) {
        disturbed.dropped++
        request.socket.destroy()
      } else if (nth % 13 === 0 && mayBeSentAgain) {
        disturbed.unavailable++
        response.writeHead(503).end()
      } else if (nth % 7 === 0) {
        disturbed.slowedDown++
        response.writeHead(429, { 'retry-after': '0' }).end()
      } else {
        void passOn(request.method ?? '', `${shop.baseUrl.replace('/v1', '')}${request.url}`)
      }
    })
    const passOn = async (method: string, url: string): Promise<void> => {
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers
      const body = Buffer.concat(chunks)
      const answer = await fetch(url, {
        method,
        headers: headers as Record<string, string>,
        ...(body.length > 0 && { body }),
      })
      const {
        'content-length': _l,
        'transfer-encoding': _t,
        connection: _c,
        ...kept
      } = Object.fromEntries(answer.headers)
      response.writeHead(answer.status, kept).end(Buffer.from(await answer.arrayBuffer()))
    }
  })
  opened.push(server, shop)
  return { ...server, disturbed }
}

it('A correct server that drops and refuses now and then passes, and every attempt is counted', async () => {
  const flaky = await openFlaky()

  const { code, stdout, results } = await runConformance([
    '--spec',
    SHOP_DOCUMENT,
    '--target',
    `${flaky.base}/v1`,
    '--phase',
    'examples,random',
    '--seed',
    '7',
    '--operation',
    'createOrder,listOrders,getOrder',
    '--cases',
    '20',
  ])

  expect(results.findings).toEqual([])
  expect(stdout).toContain('passed')
  expect(code).toBe(0)
  for (const times of Object.values(flaky.disturbed)) expect(times).toBeGreaterThan(0)
  expect(results.totals.requests).toBeGreaterThan(results.totals.cases)
})
