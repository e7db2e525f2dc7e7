import { describe, expect, it } from 'vitest'
import { inProducingOrder } from '../../../run/operation-order.ts'
import { poolTable } from '../../../spec/pools/pool-table.ts'
import { contractOf } from '../../support/contract-of.ts'

const NAMED = { type: 'object', properties: { id: { type: 'string' } } }

function op(operationId: string, ...parameters: readonly string[]) {
  return {
    operationId,
    parameters: parameters.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    responses: { 200: { description: 'Fine.', content: { 'application/json': { schema: NAMED } } } },
  }
}

describe('the order of operations', () => {
  it('makes things before it needs them, and deletes them last', async () => {
    const contract = await contractOf({
      '/owners/{ownerId}/pets/{petId}': {
        delete: op('deletePet', 'ownerId', 'petId'),
        get: op('getPet', 'ownerId', 'petId'),
      },
      '/owners/{ownerId}': { delete: op('deleteOwner', 'ownerId'), get: op('getOwner', 'ownerId') },
      '/owners/{ownerId}/pets': { post: op('addPet', 'ownerId') },
      '/health': { get: op('health') },
      '/owners': { post: op('addOwner') },
    })

    const ordered = inProducingOrder(contract.operations, poolTable(contract))

    expect(ordered.map(({ operationId }) => operationId)).toEqual([
      'health',
      'addOwner',
      'getOwner',
      'addPet',
      'getPet',
      'deletePet',
      'deleteOwner',
    ])
  })

  it('deletes what stands below others before them, though its own path does not say so', async () => {
    const pet = { type: 'object', properties: { petId: { type: 'string' } } }
    const contract = await contractOf({
      '/owners': { post: op('addOwner') },
      '/owners/{ownerId}': { delete: op('deleteOwner', 'ownerId') },
      '/owners/{ownerId}/pets': {
        post: {
          ...op('addPet', 'ownerId'),
          responses: { 200: { description: 'Fine.', content: { 'application/json': { schema: pet } } } },
        },
      },
      '/pets/{petId}': { delete: op('deletePet', 'petId') },
    })

    const ordered = inProducingOrder(contract.operations, poolTable(contract))

    expect(ordered.map(({ operationId }) => operationId)).toEqual(['addOwner', 'addPet', 'deletePet', 'deleteOwner'])
  })

  it('is that of the document where nothing else is known', async () => {
    const contract = await contractOf({ '/b': { get: op('b') }, '/a': { post: op('a') }, '/c': { get: op('c') } })

    expect(inProducingOrder(contract.operations, poolTable(contract))).toEqual(contract.operations)
  })
})
