import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Phase } from '../../../core/case.ts'
import type { CaseFinished } from '../../../core/event.ts'
import { configuredPools } from '../../../run/configured-pools.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Contract } from '../../../spec/model.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import type { ConformanceConfig } from '../../../config/define-config.ts'
import { SHOP_DOCUMENT, startShop } from '../../servers/shop-server.ts'
import { contractOf } from '../../support/contract-of.ts'
import { serve } from '../transport/loopback.ts'
import { casesOf } from './run-parts.ts'
import { liveIds, runOn, type StatefulRunOptions } from './stateful-run.ts'

const shop = await loadContract(SHOP_DOCUMENT, { cache: false })

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** Runs a contract against a server that remembers. */
async function casesOn(
  contract: Contract,
  baseUrl: string,
  options: StatefulRunOptions,
): Promise<readonly CaseFinished[]> {
  return casesOf(await runOn(contract, baseUrl, transport, options))
}

async function onShop(options: { phases: readonly Phase[]; workers?: number }): Promise<readonly CaseFinished[]> {
  const server = await startShop()
  try {
    return await casesOn(shop, server.baseUrl, options)
  } finally {
    await server.close()
  }
}

function statusOf({ exchanges }: CaseFinished): number | undefined {
  const outcome = exchanges.at(-1)?.outcome
  return outcome?.kind === 'response' ? outcome.status : undefined
}

describe('ids in requests', () => {
  it('are those of what the run has made: hardly a valid request ends at 404', async () => {
    const cases = (await onShop({ phases: ['examples', 'random'] })).filter(
      ({ operationId }) => operationId !== 'createOrder',
    )

    const missed = cases.filter((one) => statusOf(one) === 404)
    expect(missed.every(({ ids = [] }) => ids.some(({ source }) => source === 'random'))).toBe(true)
    expect(missed.length).toBeLessThan(cases.length / 5)
    expect(cases.filter(({ ids = [] }) => ids.some(({ source }) => source === 'seen')).length).toBeGreaterThan(20)
  })

  it('are the same whatever the workers do', async () => {
    const sent = async (workers: number): Promise<unknown> =>
      (await onShop({ phases: ['examples', 'boundaries', 'random', 'invalid'], workers })).map((one) => [
        one.caseId,
        statusOf(one),
        one.exchanges.map(({ request }) => [request.url.replace(/^http:\/\/[^/]+/, ''), request.body?.content]),
      ])

    const alone = await sent(1)

    expect(await sent(4)).toEqual(alone)
  })

  it('stay as planned in the boundary cases that are about them', async () => {
    const cases = await onShop({ phases: ['boundaries'] })

    const own = cases.filter(({ caseId }) => caseId.startsWith('getOrder/') && caseId.endsWith('-ids'))
    expect(own.length).toBeGreaterThan(0)
    expect(own.map(statusOf)).toEqual(own.map(() => 404))
  })

  it('come from the test data of the user, in paths and bodies, as the type that is asked for', async () => {
    const asked: string[] = []
    const server = await serve((incoming, response) => {
      let body = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
      incoming.on('end', () => {
        asked.push(`${incoming.url} ${body}`)
        response.writeHead(200).end()
      })
    })
    const contract = await contractOf({
      '/terminals/{terminalId}': {
        put: {
          operationId: 'put',
          parameters: [
            { name: 'terminalId', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]+$' } },
          ],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: { type: 'object', required: ['siteId'], properties: { siteId: { type: 'integer' } } },
              },
            },
          },
          responses: { 200: { description: 'Fine.' } },
        },
      },
    })

    const config = { testData: { terminalId: [1021], siteId: ['77'] } }
    await casesOn(contract, server.base, { phases: ['random'], config, randomCases: 3 }).finally(() => server.close())

    expect(asked).toHaveLength(3)
    expect(asked.every((line) => line.startsWith('/terminals/1021 {"siteId":77'))).toBe(true)
  })

  it('are others for the next write when one may not be changed', async () => {
    const asked: string[] = []
    const server = await serve((incoming, response) => {
      const { method, url = '' } = incoming
      incoming.resume()
      if (method === 'GET') {
        response.writeHead(200, { 'content-type': 'application/json' }).end('[{"terminalId":"1"},{"terminalId":"2"}]')
        return
      }
      asked.push(url)
      response.writeHead(url === '/terminals/2' ? 403 : 200).end()
    })
    const terminalId = { type: 'string' }
    const contract = await contractOf({
      '/terminals': {
        get: {
          operationId: 'list',
          responses: {
            200: {
              description: 'Fine.',
              content: {
                'application/json': {
                  schema: { type: 'array', items: { type: 'object', properties: { terminalId } } },
                },
              },
            },
          },
        },
      },
      '/terminals/{terminalId}': {
        put: {
          operationId: 'put',
          parameters: [{ name: 'terminalId', in: 'path', required: true, schema: terminalId }],
          responses: { 200: { description: 'Fine.' }, 403: { description: 'Not this one.' } },
        },
      },
    })

    await casesOn(contract, server.base, { phases: ['random'], randomCases: 8 }).finally(() => server.close())

    expect(asked.filter((url) => url === '/terminals/1').length).toBeGreaterThan(1)
  })

  it('are never what was hidden in the record', async () => {
    const contract = await contractOf({
      '/keys': {
        get: {
          operationId: 'list',
          responses: {
            200: {
              description: 'Fine.',
              content: {
                'application/json': { schema: { type: 'object', properties: { apiKey: { type: 'string' } } } },
              },
            },
          },
        },
      },
      '/keys/{apiKey}': {
        get: {
          operationId: 'get',
          parameters: [{ name: 'apiKey', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: 'Fine.' } },
        },
      },
    })
    const ids = liveIds(contract, 'http://127.0.0.1:1')
    const [list, get] = contract.operations
    const draft = { operationId: 'list', path: {}, query: {}, header: {}, cookie: {} }
    const exchange = {
      request: { method: 'GET', url: 'http://127.0.0.1:1/keys', headers: [] },
      outcome: {
        kind: 'response',
        status: 200,
        headers: [],
        body: { encoding: 'text', content: '{"apiKey":"xxxx"}', bytes: 17, truncated: false },
      },
      timings: { startedAt: 0, durationMs: 0 },
      attempt: 1,
      echoedSecrets: [],
    } as const

    if (list === undefined || get === undefined) throw new Error('The document has two operations.')
    ids.observe(list, draft, {
      ...exchange,
      redactions: [{ kind: 'api-key', at: { part: 'response-body', pointer: '/apiKey' } }],
    })
    const planned = {
      id: 'get/random/1',
      operationId: 'get',
      phase: 'random',
      intent: { kind: 'valid' },
      draft: { ...draft, operationId: 'get', path: { apiKey: 'made-up' } },
    } as const
    const hidden = ids.bind(get, planned)
    ids.observe(list, draft, { ...exchange, redactions: [] })
    const shown = ids.bind(get, planned)

    expect(hidden.case.draft.path).toEqual({ apiKey: 'made-up' })
    expect(shown.case.draft.path).toEqual({ apiKey: 'xxxx' })
  })
})

describe('the configuration of pools', () => {
  it.each([
    [
      { testData: { ordrId: ['A'] } },
      'testData: the contract has no pool, parameter or member of a body called "ordrId"',
    ],
    [{ pools: { rename: { orderID: 'x' } } }, 'pools: there is no pool "orderID"'],
    [
      { pools: { add: [{ pool: 'x', consumers: [{ operation: 'getOrders', to: 'id' }] }] } },
      'pools: there is no operation "getOrders"',
    ],
    [
      { pools: { add: [{ pool: 'x', consumers: [{ operation: 'getOrder', to: 'ID' }] }] } },
      'pools: getOrder has no parameter "ID"',
    ],
  ])('is refused for %j', (config: ConformanceConfig, message) => {
    expect(() => configuredPools(shop, config)).toThrow(message)
  })
})
