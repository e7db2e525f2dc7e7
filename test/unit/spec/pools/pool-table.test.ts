import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { loadContract } from '../../../../spec/load.ts'
import type { Contract } from '../../../../spec/model.ts'
import { placeText } from '../../../../spec/pools/pool.ts'
import { poolTable, type PoolChanges } from '../../../../spec/pools/pool-table.ts'
import { SHOP_DOCUMENT } from '../../../servers/shop-server.ts'
import { contractOf } from '../../../support/contract-of.ts'

/** Pools in lines: `petId < addPet body /id !`, with `!` for what makes something. */
function linesOf(contract: Contract, changes: PoolChanges = {}): readonly string[] {
  return poolTable(contract, changes).flatMap(({ name, producers, consumers }) => [
    ...producers.map(
      ({ operationId, from, creates }) => `${name} < ${operationId} ${placeText(from)}${creates ? ' !' : ''}`,
    ),
    ...consumers.map(({ operationId, place }) => `${name} > ${operationId} ${placeText(place)}`),
  ])
}

const TEXT = { type: 'string' }
const NUMBER = { type: 'integer' }

function object(properties: JsonObject): JsonObject {
  return { type: 'object', properties }
}

function list(items: Json): JsonObject {
  return { type: 'array', items }
}

/** An operation by its id, what it answers, and what it takes. */
function op(
  operationId: string,
  answers: Json,
  { body, parameters = [], ...rest }: { body?: Json; parameters?: readonly Json[]; headers?: Json; links?: Json } = {},
): JsonObject {
  const content = { 'application/json': { schema: answers } }
  return {
    operationId,
    parameters,
    responses: { 200: { description: 'Fine.', content, ...rest } },
    ...(body !== undefined && { requestBody: { content: { 'application/json': { schema: body } } } }),
  }
}

function path(name: string, schema: Json = TEXT): JsonObject {
  return { name, in: 'path', required: true, schema }
}

function query(name: string, schema: Json = TEXT): JsonObject {
  return { name, in: 'query', schema }
}

describe('the pools of a contract', () => {
  it('follow ids that are spelled out: paymentId', async () => {
    const payment = object({ paymentId: TEXT, processingTerminalId: TEXT })
    const contract = await contractOf({
      '/payments': {
        get: op('list', object({ data: list(payment) })),
        post: op('pay', payment, { body: object({ processingTerminalId: TEXT, amount: NUMBER }) }),
      },
      '/payments/{paymentId}': { get: op('get', payment, { parameters: [path('paymentId')] }) },
      '/payments/{paymentId}/refund': { post: op('refund', payment, { parameters: [path('paymentId')] }) },
      '/processing-terminals/{processingTerminalId}': {
        get: op('terminal', object({ name: TEXT }), { parameters: [path('processingTerminalId')] }),
      },
    })

    expect(linesOf(contract)).toEqual([
      'paymentId < list body /data/*/paymentId',
      'paymentId < pay body /paymentId !',
      'paymentId < get body /paymentId',
      'paymentId < refund body /paymentId',
      'paymentId > get path paymentId',
      'paymentId > refund path paymentId',
      'processingTerminalId < list body /data/*/processingTerminalId',
      'processingTerminalId < pay body /processingTerminalId',
      'processingTerminalId < get body /processingTerminalId',
      'processingTerminalId < refund body /processingTerminalId',
      'processingTerminalId > pay body /processingTerminalId',
      'processingTerminalId > terminal path processingTerminalId',
    ])
  })

  it('tell a plain id by its collection, as in the pet store', async () => {
    const pet = { $ref: '#/components/schemas/Pet' }
    const contract = await contractOf(
      {
        '/pet': { post: op('addPet', pet, { body: pet }) },
        '/pet/findByStatus': { get: op('find', list(pet)) },
        '/pet/{petId}': { get: op('getPet', pet, { parameters: [path('petId', NUMBER)] }) },
        '/store/order': {
          post: op('order', object({ id: NUMBER, petId: NUMBER }), { body: object({ petId: NUMBER }) }),
        },
        '/store/order/{orderId}': { delete: op('dropOrder', {}, { parameters: [path('orderId', NUMBER)] }) },
        '/user': { post: op('addUser', object({ id: NUMBER, username: TEXT }), { body: object({ username: TEXT }) }) },
        '/user/{username}': {
          get: op('getUser', object({ id: NUMBER, username: TEXT }), { parameters: [path('username')] }),
        },
      },
      { schemas: { Pet: object({ id: NUMBER, name: TEXT, category: object({ id: NUMBER, name: TEXT }) }) } },
    )

    expect(linesOf(contract)).toEqual([
      'petId < addPet body /id !',
      'petId < find body /*/id',
      'petId < getPet body /id',
      'petId < order body /petId',
      'petId > getPet path petId',
      'petId > order body /petId',
      'orderId < order body /id !',
      'orderId > dropOrder path orderId',
      'username < addUser body /username !',
      'username < getUser body /username',
      'username > getUser path username',
    ])
  })

  it('know a resource by its bare name, as Stripe does', async () => {
    const charge = object({ id: TEXT, customer: TEXT, amount: NUMBER })
    const contract = await contractOf({
      '/v1/customers': {
        get: op('listCustomers', object({ object: TEXT, data: list(object({ id: TEXT, email: TEXT })) })),
        post: op('createCustomer', object({ id: TEXT }), { body: object({ email: TEXT }) }),
      },
      '/v1/customers/{customer}': { get: op('getCustomer', object({ id: TEXT }), { parameters: [path('customer')] }) },
      '/v1/charges': {
        post: op('charge', charge, { body: object({ customer: TEXT, amount: NUMBER, source: TEXT }) }),
        get: op('listCharges', object({ data: list(charge) }), {
          parameters: [query('customer'), query('limit', NUMBER)],
        }),
      },
    })

    expect(linesOf(contract)).toEqual([
      'customer < listCustomers body /data/*/id',
      'customer < createCustomer body /id !',
      'customer < getCustomer body /id',
      'customer < charge body /customer',
      'customer < listCharges body /data/*/customer',
      'customer > getCustomer path customer',
      'customer > charge body /customer',
      'customer > listCharges query customer',
    ])
  })

  it('take the member that the path asks for, as on GitHub: issue_number is the number of an issue', async () => {
    const issue = object({ id: NUMBER, number: NUMBER, title: TEXT, user: object({ login: TEXT, id: NUMBER }) })
    const repository = object({ id: NUMBER, name: TEXT, owner: object({ login: TEXT }) })
    const both = [path('owner'), path('repo')]
    const contract = await contractOf({
      '/user/repos': { get: op('listRepos', list(repository)) },
      '/repos/{owner}/{repo}': { get: op('getRepo', repository, { parameters: both }) },
      '/repos/{owner}/{repo}/issues': {
        post: op('openIssue', issue, { parameters: both, body: object({ title: TEXT }) }),
      },
      '/repos/{owner}/{repo}/issues/{issue_number}': {
        get: op('getIssue', issue, { parameters: [...both, path('issue_number', NUMBER)] }),
      },
    })

    expect(linesOf(contract).filter((line) => line.startsWith('issueNumber'))).toEqual([
      'issueNumber < openIssue body /number !',
      'issueNumber < getIssue body /number',
      'issueNumber > getIssue path issue_number',
    ])
  })

  it('see through spellings and plurals, lists of ids, and what only holds an id', async () => {
    const contract = await contractOf({
      '/line-items': { post: op('addItem', object({ line_item_id: TEXT })) },
      '/line-items/{line-item-id}': {
        get: op('getItem', object({ name: TEXT }), { parameters: [path('line-item-id')] }),
      },
      '/baskets': {
        post: op('fill', object({ total: NUMBER }), {
          body: object({ lineItemIds: list(TEXT), gift: object({ lineItem: object({ id: TEXT }) }) }),
        }),
      },
    })

    expect(linesOf(contract)).toEqual([
      'lineItemId < addItem body /line_item_id !',
      'lineItemId > getItem path line-item-id',
      'lineItemId > fill body /lineItemIds/*',
      'lineItemId > fill body /gift/lineItem/id',
    ])
  })

  it('follow a schema that both sides share, whatever the names', async () => {
    const reference = { $ref: '#/components/schemas/WidgetRef' }
    const contract = await contractOf(
      {
        '/make': { post: op('make', object({ result: object({ made: reference }) })) },
        '/widgets/{w}': { get: op('get', object({ size: NUMBER }), { parameters: [path('w', reference)] }) },
        '/boxes': { post: op('pack', object({}), { body: object({ inside: reference }) }) },
      },
      { schemas: { WidgetRef: { type: 'string', pattern: '^W[0-9]{4}$' } } },
    )

    expect(linesOf(contract)).toEqual(['w < make body /result/made', 'w > get path w', 'w > pack body /inside'])
  })

  it('follow Link Objects and Location headers', async () => {
    const location = { Location: { schema: { type: 'string', format: 'uri' } } }
    const links = { job: { operationId: 'job', parameters: { key: '$response.body#/queue/ticket' } } }
    const contract = await contractOf({
      '/jobs': { post: op('start', object({ queue: object({ ticket: TEXT }) }), { headers: location, links }) },
      '/jobs/{key}': { get: op('job', object({ state: TEXT }), { parameters: [path('key')] }) },
    })

    expect(linesOf(contract)).toEqual([
      'jobKey < start body /queue/ticket',
      'jobKey < start header Location !',
      'jobKey > job path key',
    ])
  })

  it('leave alone what a client chooses itself, and what is no id', async () => {
    const contract = await loadContract(SHOP_DOCUMENT, { cache: false })

    expect(linesOf(contract)).toEqual([
      'orderId < createOrder body /id !',
      'orderId < createOrder header Location !',
      'orderId < listOrders body /data/*/id',
      'orderId < getOrder body /id',
      'orderId < captureOrder body /id',
      'orderId > getOrder path id',
      'orderId > cancelOrder path id',
      'orderId > captureOrder path id',
    ])
  })

  it('can be renamed, removed and added to', async () => {
    const contract = await loadContract(SHOP_DOCUMENT, { cache: false })
    const place = { in: 'path', name: 'id' } as const

    expect(poolTable(contract, { rename: { orderId: 'order' } }).map(({ name }) => name)).toEqual(['order'])
    expect(poolTable(contract, { remove: ['orderId'] })).toEqual([])
    const added = { name: 'open', producers: [], consumers: [{ operationId: 'captureOrder', place }] }
    const [own, other] = poolTable(contract, { add: [added] })
    expect(own?.consumers.map(({ operationId }) => operationId)).toEqual(['getOrder', 'cancelOrder'])
    expect(other).toEqual(added)
  })
})
