import { describe, expect, it } from 'vitest'
import type { Case, Phase } from '../../../core/case.ts'
import type { JsonObject } from '../../../core/json.ts'
import { createCaseSource, type CaseSource } from '../../../run/case-source.ts'
import { loadContract } from '../../../spec/load.ts'
import type { Contract, Operation } from '../../../spec/model.ts'
import { SHOP_DOCUMENT } from '../../servers/shop-server.ts'
import { contractOf, oneOperation } from '../../support/contract-of.ts'
import { sourceOptions } from './run-parts.ts'

const ORDER: readonly Phase[] = ['examples', 'boundaries', 'random', 'invalid']

const shop = await loadContract(SHOP_DOCUMENT, { cache: false })

function operationOf(contract: Contract, id: string): Operation {
  const found = contract.operations.find(({ operationId }) => operationId === id)
  if (found === undefined) throw new Error(`no operation ${id}`)
  return found
}

function casesOf(source: CaseSource): readonly Case[] {
  return [...source.items()].flatMap((item) => (item.kind === 'case' ? [item.planned.case] : []))
}

function skippedOf(source: CaseSource): readonly string[] {
  return [...source.items()].flatMap((item) => (item.kind === 'skipped' ? [`${item.what}: ${item.reason}`] : []))
}

const jsonBody = (media: JsonObject): JsonObject => ({
  requestBody: { required: true, content: { 'application/json': media } },
})

describe('the cases of an operation', () => {
  it('come phase by phase, the examples first', () => {
    const source = createCaseSource(
      shop,
      operationOf(shop, 'createOrder'),
      sourceOptions(shop, ['invalid', 'random', 'boundaries', 'examples']),
    )

    const cases = casesOf(source)

    expect([...new Set(cases.map(({ phase }) => phase))]).toEqual(['examples', 'boundaries', 'random', 'invalid'])
    expect(cases.map(({ phase }) => phase)).toEqual(
      cases.map(({ phase }) => phase).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)),
    )
    expect(cases).toHaveLength(source.size)
    expect(cases.every(({ phase, intent }) => (phase === 'invalid') === (intent.kind === 'invalid'))).toBe(true)
  })

  it('leave unbroken what cannot be told from the contract kept, and say why', async () => {
    const { contract, operation } = await oneOperation({
      parameters: [{ name: 'name', in: 'query', required: true, schema: { type: 'string', maxLength: 2147483647 } }],
    })
    const source = createCaseSource(contract, operation, sourceOptions(contract, ['invalid']))
    expect(source.notBroken()).toEqual([])

    casesOf(source)

    expect(source.notBroken()).toContainEqual({
      what: expect.stringMatching(/^query name/),
      reason: expect.stringMatching(/.+/),
    })
  })

  it('are no two alike at random, as long as there are others', async () => {
    const { contract, operation } = await oneOperation({
      parameters: [
        { name: 'page', in: 'query', required: true, schema: { type: 'integer', minimum: 1, maximum: 20 } },
        { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } },
      ],
    })
    const options = { ...sourceOptions(contract, ['random']), randomCases: 30 }

    const pages = casesOf(createCaseSource(contract, operation, options)).map(({ draft }) => draft.query['page'])

    expect(pages).toHaveLength(30)
    expect(new Set(pages.slice(0, 12)).size).toBe(12)
  })

  it('have ids of their own that start with operation and phase', () => {
    const cases = shop.operations.flatMap((operation) =>
      casesOf(createCaseSource(shop, operation, sourceOptions(shop, ORDER))),
    )

    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length)
    for (const { id, operationId, phase, draft } of cases) {
      expect(id.startsWith(`${operationId}/${phase}/`)).toBe(true)
      expect(draft.operationId).toBe(operationId)
    }
  })

  it('are the same at the same seed, and the ids at any', () => {
    const at = (seed: number): readonly Case[] =>
      casesOf(createCaseSource(shop, operationOf(shop, 'createOrder'), sourceOptions(shop, ORDER, { seed })))

    const [first, again, other] = [at(1), at(1), at(2)]

    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
    const named = (cases: readonly Case[]): readonly string[] =>
      cases.filter(({ phase }) => phase === 'examples' || phase === 'random').map(({ id }) => id)
    expect(named(other)).toEqual(named(first))
  })

  it('do not depend on what other operations the contract has', async () => {
    const get = (id: string): JsonObject => ({
      get: {
        operationId: id,
        parameters: [{ name: 'n', in: 'query', required: true, schema: { type: 'integer' } }],
        responses: { 200: { description: 'Fine.' } },
      },
    })
    const [small, large] = [await contractOf({ '/b': get('b') }), await contractOf({ '/a': get('a'), '/b': get('b') })]

    const [inSmall, inLarge] = [small, large].map((contract) =>
      casesOf(createCaseSource(contract, operationOf(contract, 'b'), sourceOptions(contract, ORDER))),
    )

    expect(inSmall?.length).toBeGreaterThan(5)
    expect(inLarge).toEqual(inSmall)
  })

  it('have idempotency keys that no two of them share', () => {
    const cases = casesOf(
      createCaseSource(
        shop,
        operationOf(shop, 'createOrder'),
        sourceOptions(shop, ['examples', 'boundaries', 'random']),
      ),
    )

    const keys = cases.map(({ draft }) => draft.header['Idempotency-Key'])
    expect(keys.every((key) => typeof key === 'string')).toBe(true)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('have keys of their own where they are sent once more with their own ids', () => {
    const idPlaces = ['path: id', 'body/orderId']
    const source = createCaseSource(
      shop,
      operationOf(shop, 'createOrder'),
      sourceOptions(shop, ['boundaries'], { idPlaces }),
    )

    const cases = casesOf(source)
    const keys = cases.map(({ draft }) => draft.header['Idempotency-Key'])
    expect(cases.some(({ id }) => id.endsWith('-ids'))).toBe(true)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('are few where few are asked for', () => {
    const source = createCaseSource(
      shop,
      operationOf(shop, 'createOrder'),
      sourceOptions(shop, ['boundaries', 'random'], { boundaryCases: 3, randomCases: 2 }),
    )

    const phases = Map.groupBy(casesOf(source), ({ phase }) => phase)
    expect(phases.get('boundaries')?.length).toBeLessThanOrEqual(3)
    expect(phases.get('random')).toHaveLength(2)
    expect(casesOf(source)).toHaveLength(source.size)
  })

  it('are made as they are asked for, however many there will be', () => {
    const source = createCaseSource(
      shop,
      operationOf(shop, 'createOrder'),
      sourceOptions(shop, ['random'], { randomCases: 1_000_000 }),
    )

    const first = source.items().next().value

    expect(first).toMatchObject({ kind: 'case', planned: { case: { id: 'createOrder/random/0' } } })
    expect(source.size).toBe(1_000_000)
  })
})

describe('the plainest request of an operation', () => {
  it('is the same at any seed of the run, but for its key', () => {
    const plainest = (seed: number): unknown =>
      createCaseSource(shop, operationOf(shop, 'createOrder'), sourceOptions(shop, [], { seed })).plainest()?.value.body

    expect(plainest(2)).toEqual(plainest(1))
    expect(plainest(1)).toMatchObject({ kind: 'value', value: { amount: 1 } })
  })
})

describe('what cannot be sent', () => {
  it('is an example that breaks its own schema: skipped with the reason', async () => {
    const { contract, operation } = await oneOperation(
      jsonBody({
        schema: { type: 'object', required: ['size'], properties: { size: { type: 'integer', maximum: 3 } } },
        examples: { fine: { value: { size: 3 } }, broken: { value: { size: 4 } } },
      }),
    )

    const source = createCaseSource(contract, operation, sourceOptions(contract, ['examples']))

    expect(casesOf(source).map(({ id }) => id)).toEqual(['op/examples/fine'])
    expect(source.size).toBe(1)
    expect(skippedOf(source)).toEqual([
      "op/examples/broken: the contract's own example breaks its schema: body: /size: expected a number of at most 3, found 4",
    ])
  })

  it('is an operation whose body no value satisfies: skipped with the reason, in every phase', async () => {
    const { contract, operation } = await oneOperation(
      jsonBody({ schema: { type: 'integer', minimum: 3, maximum: 2 } }),
    )

    const source = createCaseSource(contract, operation, sourceOptions(contract, ORDER))

    expect(casesOf(source).filter(({ intent }) => intent.kind === 'valid')).toEqual([])
    expect(skippedOf(source)).toEqual([
      'op: random requests: No value satisfies the schema at #/paths/~1things/post/requestBody/content/application~1json/schema: request body, application/json: no number lies within its bounds',
    ])
    expect(source.plainest()).toBeUndefined()
  })

  it('is an optional parameter that no value satisfies: left out and named', async () => {
    const { contract, operation } = await oneOperation(
      { parameters: [{ name: 'never', in: 'query', schema: { type: 'string', enum: ['a'], minLength: 2 } }] },
      { method: 'get' },
    )

    const source = createCaseSource(contract, operation, sourceOptions(contract, ['random']))

    expect(casesOf(source)).toHaveLength(5)
    expect(casesOf(source).every(({ draft }) => !('never' in draft.query))).toBe(true)
    expect(skippedOf(source)).toHaveLength(1)
    expect(skippedOf(source)[0]).toMatch(/^op: optional query parameter never: /)
  })
})
