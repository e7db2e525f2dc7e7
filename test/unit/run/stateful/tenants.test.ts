import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAcceptedRequests } from '../../../../run/accepted-requests.ts'
import { BUDGETS } from '../../../../run/stateful/budget.ts'
import { statefulPhase } from '../../../../run/stateful/stateful-phase.ts'
import { createTransport, type Transport } from '../../../../transport/send.ts'
import { contractFrom } from '../../checks/contract-from.ts'
import { serve } from '../../transport/loopback.ts'
import { casesOf, executeParts, generationFor, judgeParts, targetAt } from '../run-parts.ts'

const ITEM = { type: 'object', required: ['label'], properties: { label: { type: 'string', maxLength: 60 } } }
const SHOWN = { ...ITEM, properties: { ...ITEM.properties, id: { type: 'string' } } }
const BODY = { required: true, content: { 'application/json': { schema: ITEM } } }
const ID = { name: 'itemId', in: 'path', required: true, schema: { type: 'string' } }
const TENANT = { name: 'X-Tenant', in: 'header', required: true, schema: { enum: ['north', 'south', 'east', 'west'] } }

function answers(status: number, schema: object): object {
  return {
    [status]: { description: 'Done.', content: { 'application/json': { schema } } },
    '4XX': { description: 'No.' },
  }
}

const contract = await contractFrom({
  openapi: '3.1.0',
  info: { title: 'Depot', version: '1' },
  paths: {
    '/items': {
      parameters: [TENANT],
      post: { operationId: 'addItem', requestBody: BODY, responses: answers(201, SHOWN) },
      get: { operationId: 'listItems', responses: answers(200, { type: 'array', items: SHOWN }) },
    },
    '/items/{itemId}': {
      parameters: [TENANT, ID],
      get: { operationId: 'getItem', responses: answers(200, SHOWN) },
      put: { operationId: 'replaceItem', requestBody: BODY, responses: answers(200, SHOWN) },
      delete: {
        operationId: 'dropItem',
        responses: { '204': { description: 'Gone.' }, '4XX': { description: 'No.' } },
      },
    },
  },
})

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** Runs the phase on a depot where each tenant sees its own items only; yields what is found and what is left. */
async function depot(seed: number): Promise<{ readonly found: readonly string[]; readonly left: number }> {
  const items = new Map<string, { readonly id: string; readonly label: string; readonly tenant: string }>()
  let count = 0
  const server = await serve((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const tenant = String(request.headers['x-tenant'])
      const say = (status: number, body: unknown): unknown =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      const id = request.url?.split('/')[2]
      if (id === undefined && request.method === 'GET')
        return say(
          200,
          [...items.values()]
            .filter((item) => item.tenant === tenant)
            .map(({ id: own, label }) => ({ id: own, label })),
        )
      const old = id === undefined ? undefined : items.get(id)
      if (id !== undefined && old?.tenant !== tenant) return response.writeHead(404).end()
      if (request.method === 'DELETE') {
        items.delete(id ?? '')
        return response.writeHead(204).end()
      }
      if (request.method === 'GET') return say(200, { id, label: old?.label })
      const { label } = JSON.parse(text) as { label: string }
      const item = { id: id ?? `i${++count}`, label }
      items.set(item.id, { ...item, tenant })
      return say(id === undefined ? 201 : 200, item)
    })
  })
  const target = targetAt(server.base)
  const { send, judge, clock, emit, stopped, events } = executeParts(contract, target, transport, {
    judge: judgeParts(contract, target, { seed }),
  })
  const run = statefulPhase({
    send,
    judge,
    clock,
    emit,
    stopped,
    accepted: createAcceptedRequests(),
    known: new Set(),
    mayRepeat: () => true,
    generation: generationFor(contract),
    budget: BUDGETS.smoke,
    operations: contract.operations,
    commandOf: (ids) => `run ${ids.join(',')}`,
  })
  await run(contract.operations)
  await server.close()
  const found = casesOf(events).flatMap(({ findings }) => findings.map(({ code }) => code))
  return { found, left: items.size }
}

describe('sequences under a header such as a tenant', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'read, list, change and remove under the header of the create, at seed %i',
    async (seed) => {
      expect(await depot(seed)).toEqual({ found: [], left: 0 })
    },
  )
})
