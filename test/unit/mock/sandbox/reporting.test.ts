import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

describe('reporting', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox()
  })

  afterAll(() => client.close())

  const dataOf = async (path: string): Promise<readonly JsonObject[]> => {
    const { status, json } = await client.ask('GET', path)
    expect(status).toBe(200)
    return json['data'] as unknown as readonly JsonObject[]
  }

  it.each([
    '/batches/65',
    '/transactions/442233',
    '/authorizations/65',
    '/disputes/65/statuses',
    '/disputes/12345/statuses',
    '/authorizations/12345',
    '/ach-deposits/99',
  ])('has the record that the contract names: %s', async (path) => {
    expect((await client.ask('GET', path)).status).toBe(200)
  })

  it.each([
    ['/batches', 'date'],
    ['/transactions', 'date'],
    ['/authorizations', 'date'],
    ['/disputes', 'date'],
    ['/ach-deposits', 'date'],
    ['/ach-deposit-fees', 'date'],
  ])('%s without what it must be asked for is refused, and names %s', async (path, parameter) => {
    const { status, json } = await client.ask('GET', path)

    expect(status).toBe(400)
    expect(json).toMatchObject({
      type: 'https://docs.payroc.com/api/errors#bad-request',
      errors: [expect.objectContaining({ parameter })],
    })
  })

  it.each([
    ['/batches?date=2024-07-02', 'date', '2024-07-02', 2],
    ['/transactions?date=2024-07-02', 'date', '2024-07-02', 8],
    ['/transactions?batchId=65&transactionType=Return', 'type', 'return', 1],
    ['/ach-deposit-fees?achDepositId=99', 'associationDate', '2024-07-01', 3],
    ['/disputes?date=2027-07-02', 'receivedDate', '2027-07-02', 2],
    ['/authorizations?batchId=12', 'lastModifiedDate', '2024-07-01', 4],
  ])('%s lists only what it asks for', async (path, member, value, count) => {
    const data = await dataOf(path)

    expect(data.map((record) => record[member])).toEqual(Array.from({ length: count }, () => value))
  })

  it('filters by merchant', async () => {
    const data = await dataOf('/batches?date=2024-07-02&merchantId=4525644354')

    expect(data.map((batch) => (batch['merchant'] as JsonObject)['merchantId'])).toEqual(['4525644354'])
  })

  it('links a batch to its transactions, whose amounts add up to those of the batch', async () => {
    const { json } = await client.ask('GET', '/batches/65')
    const [link] = json['links'] as unknown as readonly JsonObject[]
    const transactions = await dataOf(String(link?.['href']).replace(/^.*\/v1/, ''))

    const sum = (type: string): number =>
      transactions.filter((one) => one['type'] === type).reduce((total, one) => total + Number(one['amount']), 0)
    expect([sum('capture'), sum('return'), transactions.length]).toEqual([
      json['saleAmount'],
      json['returnAmount'],
      json['transactionCount'],
    ])
  })

  it('pages through a day by its links, every record once', async () => {
    const ids: unknown[] = []
    for (let path: string | undefined = '/transactions?date=2024-07-02&limit=3'; path !== undefined;) {
      const { json } = await client.ask('GET', path)
      ids.push(...(json['data'] as unknown as readonly JsonObject[]).map((record) => record['transactionId']))
      const next = (json['links'] as unknown as readonly JsonObject[]).find(({ rel }) => rel === 'next')
      path = next === undefined ? undefined : String(next['href']).replace(/^.*\/v1/, '')
    }

    expect(ids).toHaveLength(8)
    expect(new Set(ids).size).toBe(8)
  })

  it('knows nothing of what never was', async () => {
    const { status, json } = await client.ask('GET', '/batches/999999')

    expect([status, json['type']]).toEqual([404, 'https://docs.payroc.com/api/errors#not-found'])
  })
})
