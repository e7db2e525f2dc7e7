import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { SHOP_DOCUMENT, problem, startShop, type Answer, type Fault } from '../servers/shop-server.ts'
import { runConformance } from '../support/run-cli.ts'

const shell = promisify(execFile)

/** A fault of one operation's good answers; everything else stays right. */
function on(operation: string, statuses: readonly number[], change: (answer: Answer) => Partial<Answer>): Fault {
  return (answer, request) =>
    request.operation === operation && statuses.includes(answer.status) ? { ...answer, ...change(answer) } : answer
}

function without(body: unknown, member: string): unknown {
  return Object.fromEntries(Object.entries(body as object).filter(([name]) => name !== member))
}

const FAULTS: readonly { name: string; fault: Fault; operation: string; check: string; shows: RegExp }[] = [
  {
    name: 'a 500',
    fault: on('createOrder', [201], () => ({ status: 500, headers: {}, body: { message: 'oops' } })),
    operation: 'createOrder',
    check: 'no-server-error',
    shows: /^HTTP\/1\.1 500/,
  },
  {
    name: 'an undocumented status',
    fault: on('listOrders', [200], () => ({ status: 202 })),
    operation: 'listOrders',
    check: 'status-code-is-documented',
    shows: /^HTTP\/1\.1 202/,
  },
  {
    name: 'a wrong content type',
    fault: on('getOrder', [200], () => ({ headers: { 'content-type': 'text/html' }, raw: '<p>order</p>' })),
    operation: 'getOrder',
    check: 'content-type-is-documented',
    shows: /content-type: text\/html/i,
  },
  {
    name: 'a body without a required field',
    fault: on('createOrder', [201], ({ body }) => ({ body: without(body, 'currency') })),
    operation: 'createOrder',
    check: 'body-matches-schema',
    shows: /^(?![^]*currency":")[^]*"orderId"/,
  },
  {
    name: 'a field of the wrong type',
    fault: on('getOrder', [200], ({ body }) => ({ body: { ...(body as object), amount: '5000' } })),
    operation: 'getOrder',
    check: 'body-matches-schema',
    shows: /"amount":"5000"/,
  },
  {
    name: 'a bad date-time',
    fault: on('captureOrder', [200], ({ body }) => ({ body: { ...(body as object), createdAt: '2026-01-15 10:00' } })),
    operation: 'captureOrder',
    check: 'body-matches-schema',
    shows: /"createdAt":"2026-01-15 10:00"/,
  },
  {
    name: 'no Location header',
    fault: on('createOrder', [201], () => ({ headers: {} })),
    operation: 'createOrder',
    check: 'headers-match-schema',
    shows: /^HTTP\/1\.1 201(?![^]*location:)/i,
  },
  {
    name: 'a malformed problem',
    fault: on('cancelOrder', [404, 400, 409, 204], () => ({
      ...problem(404, 'not-found', 'none'),
      body: { error: 'not found' },
    })),
    operation: 'cancelOrder',
    check: 'problem-is-well-formed',
    shows: /"error":"not found"/,
  },
  {
    name: 'a problem with the wrong status',
    fault: on('cancelOrder', [404, 400, 409, 204], () => ({
      ...problem(404, 'not-found', 'none'),
      body: { type: 'about:blank', title: 'x', status: 200, detail: 'x' },
    })),
    operation: 'cancelOrder',
    check: 'problem-is-well-formed',
    shows: /"status":200/,
  },
]

describe('a server with one planted fault', () => {
  it.each(FAULTS)(
    '$name: is reported once, at its operation, by its check, with a curl that shows it',
    async (planted) => {
      const shop = await startShop(planted.fault)
      try {
        const { results, code } = await runConformance([
          '--spec',
          SHOP_DOCUMENT,
          '--target',
          shop.baseUrl,
          '--seed',
          '7',
        ])

        expect(results.findings.map((finding) => `${finding.operationId} ${finding.code}`)).toEqual([
          `${planted.operation} ${planted.check}`,
        ])
        expect(code).toBe(1)
        const { stdout } = await shell('sh', ['-c', results.findings[0]?.reproduction.curl ?? 'false'])
        expect(stdout).toMatch(planted.shows)
      } finally {
        await shop.close()
      }
    },
  )
})

describe('a correct server', () => {
  it.each([1, 2, 3])('yields no finding at seed %i', async (seed) => {
    const shop = await startShop()
    try {
      const { results, code, stdout } = await runConformance([
        '--spec',
        SHOP_DOCUMENT,
        '--target',
        shop.baseUrl,
        '--seed',
        String(seed),
      ])

      expect(results.findings).toEqual([])
      expect(results.totals.operationsExercised).toBe(5)
      expect(code, stdout).toBe(0)
    } finally {
      await shop.close()
    }
  })
})
