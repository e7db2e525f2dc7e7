import { describe, expect, it } from 'vitest'
import { invalidRequestIsRejected } from '../../../checks/invalid-request-is-rejected.ts'
import type { BrokenConstraint, Intent } from '../../../core/case.ts'
import type { FindingDraft } from '../../../core/finding.ts'
import type { Json } from '../../../core/json.ts'
import { contractOf } from './contract-from.ts'
import { judgedOf, type Recorded } from './recorded.ts'

const constraint: BrokenConstraint = {
  kind: 'data',
  breakage: 'maximum',
  description: '/order/items/0/amount: maximum 99, sent 100',
  document: '#/components/schemas/Item/properties/amount/maximum',
  payload: '/order/items/0/amount',
}

const readOnly: BrokenConstraint = {
  kind: 'read-only',
  breakage: 'read-only',
  description: '/id: read-only, sent "conformance-1"',
  document: '#/components/schemas/Item/properties/id',
  payload: '/id',
}

async function judge(
  recorded: Recorded,
  intent: Intent = { kind: 'invalid', constraint },
  sent: Json = {},
  status = 'default',
): Promise<readonly FindingDraft[]> {
  const contract = await contractOf({ status, path: '/things/{id}', method: 'post' })
  const judged = judgedOf(contract, recorded, { intent })
  const planned = judged.case
  if (planned === undefined) throw new Error('the exchange has no case')
  const draft = { ...planned.draft, body: { kind: 'value', mediaType: 'application/json', value: sent } } as const
  return invalidRequestIsRejected.judge({ ...judged, case: { ...planned, draft } })
}

describe('invalid-request-is-rejected', () => {
  it.each([200, 201, 202, 204, 206, 303])('finds that %i accepts what breaks the contract', async (status) => {
    expect(await judge({ status })).toHaveLength(1)
  })

  it('says what was promised, what was sent and what came of it', async () => {
    const [found] = await judge({ status: 201 })

    expect(found).toEqual({
      key: 'maximum #/components/schemas/Item/properties/amount/maximum amount',
      title: 'A request with a wrong /order/items/*/amount was accepted',
      message:
        'The contract asks for a refusal (/order/items/0/amount: maximum 99, sent 100), but the server answered 201.',
      expected: 'a refusal',
      actual: '201',
      document: '#/components/schemas/Item/properties/amount/maximum',
    })
  })

  it.each([400, 404, 405, 409, 413, 415, 422])('takes %i for a refusal', async (status) => {
    expect(await judge({ status })).toEqual([])
  })

  it('takes an undocumented refusal for one, which another check reports', async () => {
    expect(await judge({ status: 422 }, undefined, {}, '200')).toEqual([])
  })

  it.each([401, 403, 407, 429, 500, 503, 301, 302, 307])('concludes nothing from %i', async (status) => {
    expect(await judge({ status })).toEqual([])
  })

  it('concludes nothing without an answer, and from one that was asked for', async () => {
    const none = { kind: 'no-response', cause: 'timeout', message: 'no answer in 1000 ms' } as const

    expect(await judge({ outcome: none })).toEqual([])
    expect(await judge({ status: 200, requestHeaders: [['Prefer', 'code=200']] })).toEqual([])
  })

  it('has nothing to say of valid requests, and of rules that others judge', async () => {
    const kinds = [
      'tolerance',
      'method',
      'media-type',
      'accept',
      'authentication-missing',
      'idempotency-key-missing',
    ] as const

    expect(await judge({ status: 200 }, { kind: 'valid' })).toEqual([])
    for (const kind of kinds) {
      expect(await judge({ status: 200 }, { kind: 'invalid', constraint: { ...constraint, kind } })).toEqual([])
    }
  })

  it('takes a constraint without a kind for one of the data', async () => {
    const { kind: _, ...plain } = constraint

    expect(await judge({ status: 200 }, { kind: 'invalid', constraint: plain })).toHaveLength(1)
  })
})

describe('a read-only member in a request', () => {
  const intent: Intent = { kind: 'invalid', constraint: readOnly }
  const sent = { id: 'conformance-1', name: 'x' }

  it.each([{ id: 'conformance-1' }, { data: { id: 'conformance-1', name: 'x' } }])(
    'is not set by it: %j',
    async (json) => {
      const found = await judge({ status: 201, json }, intent, sent)

      expect(found).toHaveLength(1)
      expect(found[0]).toMatchObject({ faults: [203], payload: 'data' in json ? '/data/id' : '/id' })
    },
  )

  it.each([{ id: 'own-7' }, {}, [], 'conformance-1', { name: 'conformance-1' }])('may be ignored: %j', async (json) => {
    expect(await judge({ status: 201, json }, intent, sent)).toEqual([])
  })

  it('may be refused, and an answer without content shows nothing', async () => {
    expect(await judge({ status: 400, json: sent }, intent, sent)).toEqual([])
    expect(await judge({ status: 204 }, intent, sent)).toEqual([])
  })
})
