import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../core/json.ts'
import { createAcceptedRequests } from '../../../../run/accepted-requests.ts'
import { configuredPools } from '../../../../run/configured-pools.ts'
import { createWorkshop } from '../../../../run/stateful/workshop.ts'
import { contractOf } from '../../../support/contract-of.ts'
import { generationFor } from '../run-parts.ts'

const TERMINAL = { name: 'terminalId', in: 'path', required: true, schema: { type: 'string' } }

function creating(name: string, request: JsonObject): JsonObject {
  const schema = { type: 'object', properties: { [`${name}Id`]: { type: 'string' } } }
  return {
    operationId: `create-${name}`,
    parameters: [TERMINAL],
    requestBody: { required: true, content: { 'application/json': { schema: request } } },
    responses: { '201': { description: 'Made', content: { 'application/json': { schema } } } },
  }
}

const contract = await contractOf({
  '/terminals/{terminalId}/plans': { post: creating('plan', { type: 'object' }) },
  '/terminals/{terminalId}/plans/{planId}': {
    get: {
      operationId: 'get-plan',
      parameters: [TERMINAL, { name: 'planId', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { '200': { description: 'Here' } },
    },
  },
  '/terminals/{terminalId}/subscriptions': {
    post: creating('subscription', {
      type: 'object',
      required: ['planId'],
      properties: { planId: { type: 'string' } },
    }),
  },
})

describe('a request that names a resource made for it', () => {
  it('stands below what that resource stands below', () => {
    const workshop = createWorkshop({
      contract,
      seed: 1,
      generation: generationFor(contract),
      table: configuredPools(contract, {}).table,
      accepted: createAcceptedRequests(),
      ids: undefined,
    })
    const subscribe = contract.operations.find(({ operationId }) => operationId === 'create-subscription')
    if (subscribe === undefined) throw new Error('no such operation')
    const draft = workshop.plainest(subscribe)
    if (draft === undefined) throw new Error('no request')
    const pool = workshop.needs(subscribe).find(({ place }) => place.in === 'body')?.pool ?? ''
    const made = { ...draft, path: { terminalId: 'terminal-9', other: 'unused' } }
    workshop.remember(pool, 'plan-7', { operation: subscribe, draft: made })

    const prepared = workshop.prepared(subscribe, draft, 'test')

    expect(prepared.path).toEqual({ terminalId: 'terminal-9' })
    expect(prepared.body).toMatchObject({ value: { planId: 'plan-7' } })
  })
})
