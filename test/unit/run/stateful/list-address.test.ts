import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '../../../../core/case.ts'
import type { Json } from '../../../../core/json.ts'
import { listAddress, putBeside } from '../../../../run/stateful/list-address.ts'
import type { Operation } from '../../../../spec/model.ts'
import { contractFrom } from '../../checks/contract-from.ts'

const answer = { responses: { '200': { description: 'done' } } }
const shop = { name: 'shopId', in: 'path', required: true, schema: { type: 'string' } }
const query = (name: string, required: boolean) => ({ name, in: 'query', required, schema: { type: 'string' } })
const contract = await contractFrom({
  openapi: '3.1.0',
  info: { title: 'T', version: '1' },
  paths: {
    '/shops/{shopId}/carts': {
      parameters: [shop],
      post: { operationId: 'createCart', ...answer },
      get: { operationId: 'listCarts', ...answer },
    },
    '/payments': {
      post: { operationId: 'pay', ...answer },
      get: {
        operationId: 'listPayments',
        parameters: [query('terminalId', true), query('status', false)],
        ...answer,
      },
    },
  },
})

function operation(id: string): Operation {
  const found = contract.operations.find(({ operationId }) => operationId === id)
  if (found === undefined) throw new Error(`the contract of the test has no ${id}`)
  return found
}

function draftOf(path: Readonly<Record<string, Json>>, value: Json): RequestDraft {
  const body = { kind: 'value' as const, mediaType: 'application/json', value }
  return { operationId: 'create', path, query: {}, header: {}, cookie: {}, body }
}

describe('where a list shows what was created', () => {
  it('is below the parent that the create named', () => {
    const [one, other] = ['s-1', 's-2'].map((shopId) =>
      listAddress(operation('listCarts'), operation('createCart'), draftOf({ shopId }, { name: 'A' })),
    )

    expect([one, other]).toEqual([
      { path: { shopId: 's-1' }, query: {} },
      { path: { shopId: 's-2' }, query: {} },
    ])
  })

  it('is what the list must be asked for with, and not what it may be filtered by', () => {
    const draft = draftOf({}, { terminalId: 't-1', status: 'open' })

    expect(listAddress(operation('listPayments'), operation('pay'), draft)).toEqual({
      path: {},
      query: { terminalId: 't-1' },
    })
  })
})

describe('a create beside another one', () => {
  it('has the same parent', () => {
    const beside = putBeside(
      operation('listCarts'),
      draftOf({ shopId: 's-2' }, { name: 'B' }),
      draftOf({ shopId: 's-1' }, { name: 'A' }),
    )

    expect([beside.path, beside.body]).toMatchObject([{ shopId: 's-1' }, { value: { name: 'B' } }])
  })

  it('says the same of what its list must be asked for with', () => {
    const beside = putBeside(
      operation('listPayments'),
      draftOf({}, { terminalId: 't-2', amount: 2 }),
      draftOf({}, { terminalId: 't-1', amount: 1 }),
    )

    expect(beside.body).toMatchObject({ value: { terminalId: 't-1', amount: 2 } })
  })
})
