import { describe, expect, it } from 'vitest'
import type { RequestDraft } from '../../../core/case.ts'
import type { JsonObject } from '../../../core/json.ts'
import { draw } from '../../../generators/draw.ts'
import { arbitraryFromSchema } from '../../../generators/from-schema.ts'
import { requestArbitrary } from '../../../generators/request.ts'
import { oneOperation } from '../../support/contract-of.ts'

const flag = { type: 'boolean' }
const letters = ['a', 'b', 'c', 'd', 'e', 'f']
const wide = { type: 'object', properties: Object.fromEntries(letters.map((name) => [name, flag])) }
const lists = { type: 'array', items: wide, minItems: 4, maxItems: 4 }

describe('optional members', () => {
  it('are now and then absent in all objects of a value, one and all together', () => {
    const values = Array.from({ length: 400 }, (_, seed) => draw(arbitraryFromSchema(lists), seed).value)

    const patterns = values.map((value) => {
      const objects = value as readonly JsonObject[]
      return letters.map((name) => objects.filter((each) => Object.hasOwn(each, name)).length)
    })

    expect(patterns.some((counts) => counts.every((count) => count === 0))).toBe(true)
    expect(patterns.some((counts) => counts.every((count) => count === 4))).toBe(true)
    const switched = patterns.filter(
      (counts) => counts.filter((count) => count === 0).length === 3 && counts.some((count) => count > 2),
    )
    expect(switched.length).toBeGreaterThan(5)
  })

  it('do not make distinct items impossible', () => {
    const schema = { ...lists, uniqueItems: true }

    const values = Array.from({ length: 200 }, (_, seed) => draw(arbitraryFromSchema(schema), seed).value)

    expect(
      values.every((value) => new Set((value as readonly JsonObject[]).map((each) => JSON.stringify(each))).size > 1),
    ).toBe(true)
  })
})

describe('optional parts of a request', async () => {
  const { contract, operation } = await oneOperation({
    parameters: letters.map((name) => ({ name, in: 'query', schema: flag })),
    requestBody: { content: { 'application/json': { schema: { type: 'array', items: wide, minItems: 2 } } } },
  })
  const requests = requestArbitrary(contract, operation)
  const drafts = Array.from({ length: 600 }, (_, seed) => draw(requests, seed).value)

  it('are all absent at once, parameters and body, and all present', () => {
    expect(drafts.some(({ query, body }) => Object.keys(query).length === 0 && body === undefined)).toBe(true)
    expect(drafts.some(({ query, body }) => Object.keys(query).length === 6 && isFull(body))).toBe(true)
  })

  it('that are switched off are off in the parameters and in the body alike', () => {
    const agreeing = drafts.filter(({ query, body }) => {
      if (body?.kind !== 'value' || Object.keys(query).length !== 3) return false
      const objects = body.value as readonly JsonObject[]
      const named = new Set(objects.flatMap((each) => Object.keys(each)))
      return letters.every((name) => Object.hasOwn(query, name) === named.has(name))
    })

    expect(agreeing.length).toBeGreaterThan(0)
  })

  it('shrink to nothing', () => {
    let current = draw(requests, 3)
    for (let steps = 0; steps < 50; steps++) {
      const [next] = current.shrinks()
      if (next === undefined) break
      current = next
    }

    expect(current.value).toEqual({ operationId: 'op', path: {}, query: {}, header: {}, cookie: {} })
  })
})

function isFull(body: RequestDraft['body']): boolean {
  if (body?.kind !== 'value') return false
  return (body.value as readonly JsonObject[]).every((each) => Object.keys(each).length >= 6)
}

describe('documented values', async () => {
  const schema = {
    type: 'object',
    properties: {
      amount: { type: 'integer' },
      currency: { type: 'string', example: 'EUR', minLength: 3, maxLength: 3 },
    },
    required: ['amount', 'currency'],
  }
  const examples = {
    good: { value: { amount: 4711, currency: 'CHF', note: 'as shown' } },
    bad: { value: { amount: 'a lot', currency: 'CHF' } },
  }
  const { contract, operation } = await oneOperation({
    requestBody: { required: true, content: { 'application/json': { schema, examples } } },
  })
  const requests = requestArbitrary(contract, operation)
  const drafts = Array.from({ length: 300 }, (_, seed) => draw(requests, seed))
  const bodyOf = ({ body }: RequestDraft): unknown => (body?.kind === 'value' ? body.value : undefined)

  it('are mixed in where they are valid: of the body, and of single members', () => {
    const bodies = drafts.map(({ value }) => bodyOf(value))

    expect(bodies).toContainEqual(examples.good.value)
    expect(bodies).not.toContainEqual(examples.bad.value)
    const shown = (bodies as readonly JsonObject[]).filter(
      ({ amount, currency }) => amount !== 4711 && currency === 'EUR',
    )
    expect(shown.length).toBeGreaterThan(0)
  })

  it('shrink to the plainest request, or to less of what is shown', () => {
    const drawn = drafts.find(
      ({ value }) =>
        Object.hasOwn(bodyOf(value) as JsonObject, 'note') && (bodyOf(value) as JsonObject)['amount'] === 4711,
    )

    const [first, second] = drawn?.shrinks() ?? []

    expect(bodyOf(first?.value as RequestDraft)).toEqual({ amount: 1, currency: 'USD' })
    expect(bodyOf(second?.value as RequestDraft)).toEqual({ amount: 4711, currency: 'CHF' })
  })
})
