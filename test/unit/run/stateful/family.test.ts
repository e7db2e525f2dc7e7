import { describe, expect, it } from 'vitest'
import { familiesOf } from '../../../../run/stateful/family.ts'
import { pathValues } from '../../../../run/stateful/path-values.ts'
import type { Operation } from '../../../../spec/model.ts'
import { poolTable } from '../../../../spec/pools/pool-table.ts'
import { contractFrom } from '../../checks/contract-from.ts'

const json = (schema: object): object => ({ content: { 'application/json': { schema } } })
const object = (...names: readonly string[]): object => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
})

/** Operations by method and path, each answering with a schema; the parameters of the path are declared. */
async function operationsOf(paths: Readonly<Record<string, object>>): Promise<{
  readonly operations: readonly Operation[]
  readonly families: ReturnType<typeof familiesOf>
}> {
  const document: Record<string, Record<string, object>> = {}
  for (const [line, schema] of Object.entries(paths)) {
    const [method = '', path = ''] = line.split(' ')
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
    document[path] = {
      ...document[path],
      [method]: {
        operationId: line,
        parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
        responses: { [method === 'post' ? '201' : '200']: { description: 'done', ...json(schema) } },
      },
    }
  }
  const contract = await contractFrom({ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: document })
  return { operations: contract.operations, families: familiesOf(contract.operations, poolTable(contract)) }
}

describe('the operations on one sort of resource', () => {
  it('are found by their paths, with what the contract tells of the id and of the list', async () => {
    const pet = object('id', 'name')
    const { families } = await operationsOf({
      'get /pets': { type: 'object', properties: { data: { type: 'array', items: pet } } },
      'post /pets': pet,
      'get /pets/{petId}': pet,
      'put /pets/{petId}': pet,
      'patch /pets/{petId}': pet,
      'delete /pets/{petId}': {},
      'post /pets/{petId}/adopt': pet,
      'get /pets/{petId}/photos': {},
    })

    expect(families).toHaveLength(1)
    const [family] = families
    expect(family?.create.operationId).toBe('post /pets')
    expect(family?.idPointers.slice(0, family.toldPointers)).toEqual(['/id'])
    expect(family?.list?.operation.operationId).toBe('get /pets')
    expect(family?.list?.shape).toEqual({ items: '/data', id: '/id' })
    const { read, replace, change, remove, actions } = family?.item ?? {}
    expect([read, replace, change, remove].map((one) => one?.operationId)).toEqual([
      'get /pets/{petId}',
      'put /pets/{petId}',
      'patch /pets/{petId}',
      'delete /pets/{petId}',
    ])
    expect(actions?.map(({ operationId }) => operationId)).toEqual(['post /pets/{petId}/adopt'])
  })

  it('are found where a resource is created below another one, and lives beside it', async () => {
    const { families } = await operationsOf({
      'post /owners': object('ownerId'),
      'get /owners/{ownerId}': object('ownerId'),
      'post /owners/{ownerId}/accounts': object('accountId'),
      'get /owners/{ownerId}/accounts': { type: 'array', items: object('accountId') },
      'get /accounts/{accountId}': object('accountId'),
    })

    expect(families.map(({ name, item }) => [name, item?.path])).toEqual([
      ['/owners', '/owners/{ownerId}'],
      ['/owners/{ownerId}/accounts', '/accounts/{accountId}'],
    ])
  })

  it('are changed by POST where the contract knows no other way', async () => {
    const { families } = await operationsOf({
      'post /v1/customers': object('id', 'name'),
      'get /v1/customers/{customer}': object('id', 'name'),
      'post /v1/customers/{customer}': object('id', 'name'),
    })

    expect(families[0]?.item?.change?.operationId).toBe('post /v1/customers/{customer}')
  })

  it('are none where nothing can be asked for by its id', async () => {
    const { families } = await operationsOf({ 'post /search': object('hits'), 'get /status': object('up') })

    expect(families).toEqual([])
  })
})

describe('the path of an operation on a resource', () => {
  it('takes the id, and from the create what stands at the same place under whatever name', async () => {
    const { operations } = await operationsOf({
      'post /users/{userId}/books': object('id'),
      'get /users/{id}/books/{bookId}': object('id'),
      'get /shelves/{shelf}/books/{bookId}': object('id'),
    })
    const [create, read, elsewhere] = operations
    if (create === undefined || read === undefined || elsewhere === undefined) throw new Error('operations are missing')
    const draft = { operationId: '', path: { userId: 'u1' }, query: {}, header: {}, cookie: {} }

    expect(pathValues(read, { operation: create, draft }, { path: read.path, id: 7 })).toEqual({ id: 'u1', bookId: 7 })
    expect(pathValues(elsewhere, { operation: create, draft }, { path: elsewhere.path, id: 7 })).toBeUndefined()
  })
})
