import { describe, expect, it } from 'vitest'
import type { Case, Intent, RequestDraft } from '../../../core/case.ts'
import type { Json, JsonObject } from '../../../core/json.ts'
import { createLiveIds } from '../../../run/live-ids.ts'
import { withTags } from '../../../run/order-tag.ts'
import { poolTable } from '../../../spec/pools/pool-table.ts'
import { contractOf } from '../../support/contract-of.ts'
import { generationFor } from './run-parts.ts'

const text = (maxLength: number): JsonObject => ({ type: 'string', minLength: 1, maxLength })
const body = (order: JsonObject): JsonObject => ({
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['order'],
        properties: { order: { type: 'object', required: ['orderId'], properties: order }, note: text(9) },
      },
    },
  },
})
const responses = { 201: { description: 'Made.' } }
const contract = await contractOf({
  '/payments': {
    post: { operationId: 'pay', requestBody: body({ orderId: text(24) }), responses },
  },
  '/short': { post: { operationId: 'payShort', requestBody: body({ orderId: text(5) }), responses } },
})

/** The order id of a case of `pay` as it is bound. */
function boundIn(
  id: string,
  value: Json,
  { intent = { kind: 'valid' }, operationId = 'pay', creating = ['pay', 'payShort'] }: Options = {},
): unknown {
  const operation = contract.operations.find((one) => one.operationId === operationId)
  if (operation === undefined) throw new Error('no such operation')
  const draft: RequestDraft = {
    operationId,
    path: {},
    query: {},
    header: {},
    cookie: {},
    body: { kind: 'value', mediaType: 'application/json', value },
  }
  const planned: Case = { id, operationId, phase: 'random', intent, draft }
  const generation = generationFor(contract)
  const table = poolTable(contract)
  const ids = createLiveIds({ contract, table, testData: {}, generation, baseUrl: 'http://127.0.0.1:1', seed: 7 })
  const options = { contract, generation, creating: new Set(creating), field: 'orderId', tag: 'ctag', seed: 7 }
  const bound = withTags(ids, options).bind(operation, planned).case.draft.body
  return bound?.kind === 'value' ? (bound.value as { order?: { orderId?: unknown } }).order?.orderId : undefined
}

interface Options {
  readonly intent?: Intent
  readonly operationId?: string
  readonly creating?: readonly string[]
}

function breaking(payload: string): Options {
  return { intent: { kind: 'invalid', constraint: { description: '', document: '', payload } } }
}

const TAGGED = /^ctag-[0-9a-z]{1,7}$/

describe('what names an order', () => {
  it('carries the tag and is another one in every case', () => {
    const first = boundIn('pay/random/1', { order: { orderId: 'x' } })
    const second = boundIn('pay/random/2', { order: { orderId: 'x' } })

    expect(first).toMatch(TAGGED)
    expect(second).toMatch(TAGGED)
    expect(first).not.toBe(second)
    expect(boundIn('pay/random/1', { order: { orderId: 'y' } })).toBe(first)
  })

  it('carries it in a case that breaks something else', () => {
    expect(boundIn('pay/invalid/1', { order: { orderId: 'x' }, note: '' }, breaking('/note'))).toMatch(TAGGED)
  })

  it.each<[string, Json, string, Options]>([
    ['a case that breaks it', {}, 'pay/invalid/1', breaking('/order/orderId')],
    ['a case that breaks what holds it', {}, 'pay/invalid/1', breaking('/order')],
    ['a boundary case about it', {}, 'pay/boundaries/1-ids', {}],
    ['a schema that has no room for it', {}, 'payShort/random/1', { operationId: 'payShort' }],
    ['an operation that makes nothing', {}, 'pay/random/1', { creating: [] }],
  ])('stays what it is in %s', (_what, value, id, options) => {
    const given = { ...(value as JsonObject), order: { orderId: 'own' } }

    expect(boundIn(id, given, options)).toBe('own')
  })
})

it('The boundary cases that show it are sent with their own value, too', () => {
  const generation = generationFor(contract)
  const table = poolTable(contract)
  const ids = createLiveIds({ contract, table, testData: {}, generation, baseUrl: 'http://127.0.0.1:1', seed: 7 })
  const [pay] = contract.operations
  const options = { contract, generation, creating: new Set(['pay']), field: 'orderId', tag: 'ctag', seed: 7 }

  expect(pay === undefined ? [] : withTags(ids, options).placesOf(pay)).toEqual(['body/order/orderId'])
})
