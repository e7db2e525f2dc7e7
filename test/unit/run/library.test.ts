import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HarnessError } from '../../../core/harness-error.ts'
import { validatorFor } from '../../../checks/schema-validator.ts'
import { boundaryCases, invalidCases, requestArbitrary, serializeRequest } from '../../../run/library.ts'
import { oneOperation } from '../../support/contract-of.ts'

const order = {
  type: 'object',
  properties: { amount: { type: 'integer', minimum: 1, maximum: 9 }, note: { type: 'string' } },
  required: ['amount'],
}
const { contract } = await oneOperation({
  operationId: 'createOrder',
  parameters: [{ name: 'dry', in: 'query', required: true, schema: { type: 'boolean' } }],
  requestBody: { required: true, content: { 'application/json': { schema: order } } },
})
const POINTER = '#/paths/~1things/post/requestBody/content/application~1json/schema'

function accepts(draft: { readonly body?: unknown }): boolean {
  const { body } = draft as { readonly body?: { readonly value: never } }
  return body !== undefined && validatorFor(contract, POINTER, 'request').accepts(body.value)
}

describe('the generators as a library', () => {
  it('make valid requests of an operation named by its id', () => {
    const drafts = fc.sample(requestArbitrary(contract, 'createOrder'), { numRuns: 50, seed: 1 })

    expect(drafts.filter((draft) => !accepts(draft))).toEqual([])
  })

  it('need no seed and no judge of the caller', () => {
    const boundaries = boundaryCases(contract, 'createOrder')
    const invalid = invalidCases(contract, 'createOrder')

    expect(boundaries.coverage.uncovered).toEqual([])
    expect(boundaries.cases.filter(({ draft }) => !accepts(draft))).toEqual([])
    expect(invalid.cases.map(({ constraint }) => constraint.description)).toContain('/amount: maximum 9, sent 10')
  })

  it('serialise a draft for any client', () => {
    const [draft] = fc.sample(requestArbitrary(contract, 'createOrder'), { numRuns: 1, seed: 1 })

    const { method, url, headers, body } = serializeRequest(contract, draft as never, { baseUrl: 'https://x.test/v1' })

    expect(`${method} ${url}`).toMatch(/^POST https:\/\/x\.test\/v1\/things\?dry=(true|false)$/)
    expect(headers).toContainEqual(['Content-Type', 'application/json'])
    expect(JSON.parse(String(body))).toHaveProperty('amount')
  })

  it('name the nearest operation where there is none of the name', () => {
    const call = (): unknown => requestArbitrary(contract, 'createOder')

    expect(call).toThrow(
      new HarnessError('usage', 'The contract has no operation "createOder".', {
        hint: 'Did you mean "createOrder"?',
      }),
    )
  })
})
