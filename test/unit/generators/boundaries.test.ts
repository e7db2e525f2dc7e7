import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { boundaryCases, type BoundaryPlan } from '../../../generators/boundaries.ts'
import { whyInvalid } from '../../../run/why-invalid.ts'
import type { Contract, Operation } from '../../../spec/model.ts'
import { oneOperation } from '../../support/contract-of.ts'

describe('constraints of a body', () => {
  it('are a text at its length bounds and just inside, and with every kind of character', async () => {
    const plan = await planOfBody({ type: 'string', minLength: 2, maxLength: 6 })

    expect(shownBy(plan)).toEqual({
      'minLength 2, at the bound': [expect.stringMatching(/^[a-z]{2}$/)],
      'minLength 2, just inside': [expect.stringMatching(/^[a-z]{3}$/)],
      'maxLength 6, at the bound': [expect.stringMatching(/^[a-z]{6}$/)],
      'maxLength 6, just inside': [expect.stringMatching(/^[a-z]{5}$/)],
      'free text: code points outside the basic plane': ['😀𝒳𐍈'],
      'free text: combining characters': ['e\u0301a\u0308'],
      'free text: right-to-left text': ['שלום'],
      'free text: leading and trailing space': [' a '],
    })
  })

  it('are only texts of the pattern where there is one, and say which length it does not have', async () => {
    const plan = await planOfBody({ type: 'string', pattern: '^[A-Z]{3}$', maxLength: 3 })

    expect(shownBy(plan)).toEqual({
      'pattern ^[A-Z]{3}$': [expect.stringMatching(/^[A-Z]{3}$/)],
      'maxLength 3, at the bound': [expect.stringMatching(/^[A-Z]{3}$/)],
    })
    expect(explained(plan)).toEqual({
      'maxLength 3, just inside': 'no text of 2 characters was found for pattern ^[A-Z]{3}$',
    })
  })

  it('are the bounds of an integer, and the limits of its format', async () => {
    const plan = await planOfBody({ type: 'integer', format: 'int64', minimum: 1 })

    expect(shownBy(plan)).toEqual({
      'minimum 1, at the bound': [1],
      'minimum 1, just inside': [2],
      'format int64': [1],
      'the largest int32': [2_147_483_647],
      'just beyond int32': [2_147_483_648],
      'the largest safe integer': [9_007_199_254_740_991],
    })
  })

  it('are the numbers next to an exclusive bound, on the steps of multipleOf', async () => {
    const plan = await planOfBody({ type: 'number', exclusiveMinimum: 0, maximum: 9.75, multipleOf: 0.25 })

    expect(shownBy(plan)).toEqual({
      'exclusiveMinimum 0, just inside': [0.25],
      'maximum 9.75, at the bound': [9.75],
      'maximum 9.75, just inside': [9.5],
      'multipleOf 0.25': [0.25],
    })
  })

  it('are every member of an enum, both booleans, null and not null, and the default', async () => {
    const plan = await planOfBody({
      type: 'object',
      required: ['level', 'flag'],
      properties: {
        level: { enum: ['low', 'high', 3], default: 'high' },
        flag: { type: ['boolean', 'null'] },
      },
      additionalProperties: false,
    })

    expect(bodies(plan)).toEqual([
      { level: 'low', flag: false },
      { level: 'high', flag: true },
      { level: 3, flag: null },
    ])
    expect(whatIsCovered(plan)).toEqual([
      '/flag: not null',
      '/level: enum "low"',
      '/level: enum "high"',
      '/level: enum 3',
      '/level: default "high"',
      '/flag: false',
      '/flag: true',
      '/flag: null',
    ])
  })

  it('are every branch of a choice with what lies in it', async () => {
    const plan = await planOfBody({
      oneOf: [
        {
          type: 'object',
          required: ['kind', 'iban'],
          properties: { kind: { const: 'bank' }, iban: { type: 'string', minLength: 15, maxLength: 15 } },
        },
        {
          title: 'Card',
          type: 'object',
          required: ['kind', 'month'],
          properties: { kind: { const: 'card' }, month: { type: 'integer', minimum: 1, maximum: 12 } },
        },
      ],
    })

    expect(uncoveredIds(plan)).toEqual([])
    expect(whatIsCovered(plan)).toEqual(
      expect.arrayContaining([
        'the body: oneOf branch 1',
        'the body: oneOf branch 2 (Card)',
        '/month: maximum 12, just inside',
      ]),
    )
    expect(
      bodies(plan)
        .filter((body) => body['kind'] === 'card')
        .map((body) => body['month']),
    ).toEqual(expect.arrayContaining([1, 2, 11, 12]))
  })

  it('put many items into one array', async () => {
    const plan = await planOfBody({
      type: 'array',
      maxItems: 8,
      items: { enum: ['a', 'b', 'c', 'd', 'e'] },
    })

    expect(plan.cases.length).toBeLessThanOrEqual(6)
    expect(whatIsCovered(plan)).toEqual([
      'the body: maxItems 8, at the bound',
      'the body: maxItems 8, just inside',
      'the body: no items',
      'the body: one item',
      '/*: enum "a"',
      '/*: enum "b"',
      '/*: enum "c"',
      '/*: enum "d"',
      '/*: enum "e"',
    ])
  })

  it('have different items where they must differ, as many as there are', async () => {
    const plan = await planOfBody({ type: 'array', uniqueItems: true, maxItems: 5, items: { enum: ['a', 'b', 'c'] } })

    for (const body of bodies(plan))
      expect(new Set(body as unknown as Json[]).size).toBe((body as unknown as Json[]).length)
    expect(explained(plan)).toEqual({
      'maxItems 5, at the bound': 'there are no more than 3 different items',
      'maxItems 5, just inside': 'there are no more than 3 different items',
    })
  })

  it('show a member without what it needs never', async () => {
    const plan = await planOfBody({
      type: 'object',
      properties: { card: { type: 'string' }, cvv: { type: 'string' }, note: { type: 'string' } },
      dependentRequired: { cvv: ['card'] },
      maxProperties: 2,
    })

    expect(bodies(plan).filter((body) => 'cvv' in body && !('card' in body))).toEqual([])
    expect(
      bodies(plan)
        .map((body) => Object.keys(body).length)
        .every((size) => size <= 2),
    ).toBe(true)
    expect(uncoveredIds(plan)).toEqual([])
  })

  it('are additional members where the schema describes them', async () => {
    const plan = await planOfBody({
      type: 'object',
      minProperties: 1,
      maxProperties: 3,
      additionalProperties: { type: 'integer', minimum: 5, maximum: 5 },
    })

    expect(whatIsCovered(plan)).toEqual([
      '/*: an additional member',
      'the body: maxProperties 3, at the bound',
      'the body: maxProperties 3, just inside',
      '/*: maximum 5, at the bound',
      'the body: minProperties 1, at the bound',
      'the body: minProperties 1, just inside',
      '/*: minimum 5, at the bound',
    ])
    expect(bodies(plan).every((body) => Object.values(body).every((value) => value === 5))).toBe(true)
  })

  it('end where a schema leads back to itself', async () => {
    const plan = await planOfBody(
      { $ref: '#/components/schemas/Node' },
      {
        schemas: {
          Node: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string', pattern: '^[a-z]+$' },
              children: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
            },
          },
        },
      },
    )

    const places = new Set(plan.coverage.reachable.map(({ payload }) => payload))
    expect([...places]).toContain('/children/*/children/*/name')
    expect([...places].filter((place) => place.split('children').length > 4)).toEqual([])
    expect(uncoveredIds(plan)).toEqual([])
  })
})

describe('constraints of parameters', () => {
  it('keep to what a query, a path and a header can carry', async () => {
    const { contract, operation } = await oneOperation(
      {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 3 } },
          { name: 'search', in: 'query', schema: { type: ['string', 'null'] } },
          { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'integer', minimum: 7, maximum: 8 } } },
          { name: 'X-Tag', in: 'header', schema: { type: 'string', maxLength: 4 } },
        ],
      },
      { path: '/things/{id}', method: 'get' },
    )

    const plan = boundaryCases(contract, operation, optionsFor(contract))

    expect(uncoveredIds(plan)).toEqual([])
    expect(new Set(plan.cases.map(({ draft }) => draft.query['search']))).toEqual(
      new Set([undefined, '😀𝒳𐍈', 'e\u0301a\u0308', 'שלום', ' a ']),
    )
    expect(plan.cases.every(({ draft }) => /^"[\w-]{1,3}"$/.test(JSON.stringify(draft.path['id'])))).toBe(true)
    expect(plan.cases.every(({ draft }) => (draft.query['ids'] as readonly Json[] | undefined)?.length !== 0)).toBe(
      true,
    )
    expect(whatIsCovered(plan)).toEqual(
      expect.arrayContaining([
        'path: id: maxLength 3, at the bound',
        'query: search: optional, absent',
        'query: ids/*: maximum 8, at the bound',
        'header: X-Tag: maxLength 4, just inside',
        'the request: every two optional parts together and apart',
      ]),
    )
  })

  it('do not hide the keys of requests, which are new in every case', async () => {
    const plan = await planOf({
      parameters: [
        { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } },
      ],
      requestBody: { required: true, content: json({ type: 'integer', minimum: 1, maximum: 9 }) },
    })

    const keys = plan.cases.map(({ draft }) => draft.header['Idempotency-Key'])
    expect(new Set(keys).size).toBe(plan.cases.length)
    expect(plan.coverage.reachable.filter(({ payload }) => payload.startsWith('header'))).toEqual([])
  })
})

describe('a plan', () => {
  it('names the constraint in words, its place in the document and in the request, and keeps its id', async () => {
    const plan = await planOfBody({
      type: 'object',
      required: ['order'],
      properties: {
        order: {
          type: 'object',
          required: ['amount'],
          properties: { amount: { type: 'integer', maximum: 99_999_999 } },
        },
      },
    })

    const pointer =
      '#/paths/~1things/post/requestBody/content/application~1json/schema/properties/order/properties/amount/maximum'
    expect(plan.coverage.reachable.filter(({ description }) => description.endsWith('at the bound'))).toEqual([
      {
        id: `body/order/amount | maximum 99999999, at the bound | ${pointer}`,
        document: pointer,
        payload: '/order/amount',
        description: '/order/amount: maximum 99999999, at the bound',
      },
    ])
  })

  it('begins with the smallest and the largest request', async () => {
    const plan = await planOfBody({
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: 'string', minLength: 1, maxLength: 4 },
        b: { type: 'object', properties: { c: { type: 'string', maxLength: 3 } } },
        d: { type: 'array', items: { type: 'boolean' } },
      },
    })

    const [smallest, largest] = bodies(plan)
    expect(plan.cases.slice(0, 2).map(({ name }) => name)).toEqual(['smallest', 'largest'])
    expect(smallest).toEqual({ a: expect.stringMatching(/^[a-z]$/) })
    expect(largest).toEqual({
      a: expect.stringMatching(/^[a-z]{4}$/),
      b: { c: expect.stringMatching(/^[a-z]{3}$/) },
      d: [false, true],
    })
  })

  it('shows every pair of optional members together and apart in few requests', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `m${i}`)
    const plan = await planOfBody({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, { type: 'integer', minimum: 1, maximum: 5 }])),
    })

    const rows = bodies(plan)
    const missing = names.flatMap((one, i) =>
      names
        .slice(i + 1)
        .filter((other) => new Set(rows.map((row) => `${one in row} ${other in row}`)).size < 4)
        .map((other) => `${one} and ${other}`),
    )
    expect(missing).toEqual([])
    expect(uncoveredIds(plan)).toEqual([])
    expect(plan.cases.length).toBeLessThanOrEqual(16)
  })

  it('is the same for the same seed, and shows the same for another', async () => {
    const body = { type: 'object', properties: { a: { type: 'string', minLength: 4 }, b: { type: 'integer' } } }
    const { contract, operation } = await oneOperation(bodyOf(body))
    const planFor = (seed: number): BoundaryPlan =>
      boundaryCases(contract, operation, { ...optionsFor(contract), seed })

    expect(planFor(1)).toEqual(planFor(1))
    expect(planFor(2).coverage).toEqual(planFor(1).coverage)
    expect(planFor(2).cases).not.toEqual(planFor(1).cases)
  })

  it('stops at the most cases it is allowed, and says what it leaves out', async () => {
    const codes = Array.from({ length: 40 }, (_, i) => `C${i}`)
    const { contract, operation } = await oneOperation(bodyOf({ enum: codes }))

    const plan = boundaryCases(contract, operation, { ...optionsFor(contract), mostCases: 10 })

    expect(plan.cases).toHaveLength(10)
    expect(plan.coverage.covered).toHaveLength(10)
    expect(new Set(plan.coverage.uncovered.map(({ reason }) => reason))).toEqual(
      new Set(['it takes more than 10 requests to show everything']),
    )
  })

  it('leaves out only what the judge refuses, and gives its reason', async () => {
    const { contract, operation } = await oneOperation(
      bodyOf({ type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum: 0, maximum: 9 } } }),
    )
    const refusesNine = (_: string, __: string, value: Json): string | undefined =>
      (value as JsonObject)['n'] === 9 ? 'nine is refused' : undefined

    const plan = boundaryCases(contract, operation, { seed: 1, isValid: refusesNine })

    expect(explained(plan)).toEqual({ 'maximum 9, at the bound': 'the body: nine is refused' })
    expect(bodies(plan).some((body) => body['n'] === 9)).toBe(false)
  })
})

async function planOfBody(schema: JsonObject, components: JsonObject = {}): Promise<BoundaryPlan> {
  return planOf(bodyOf(schema), components)
}

async function planOf(described: JsonObject, components: JsonObject = {}): Promise<BoundaryPlan> {
  const { contract, operation }: { contract: Contract; operation: Operation } = await oneOperation(described, {
    components,
  })
  return boundaryCases(contract, operation, optionsFor(contract))
}

function optionsFor(contract: Contract): Parameters<typeof boundaryCases>[2] {
  return { seed: 7, isValid: (pointer, side, value) => whyInvalid(contract, pointer, side, value) }
}

function bodyOf(schema: JsonObject): JsonObject {
  return { requestBody: { required: true, content: json(schema) } }
}

function json(schema: JsonObject): JsonObject {
  return { 'application/json': { schema } }
}

/** The bodies by case; those that are no objects, too. */
function bodies(plan: BoundaryPlan): readonly JsonObject[] {
  return plan.cases.map(({ draft }) => (draft.body?.kind === 'value' ? draft.body.value : null) as JsonObject)
}

/** For a body that is one value: the values that show each constraint. */
function shownBy(plan: BoundaryPlan): Readonly<Record<string, readonly Json[]>> {
  const found = plan.coverage.covered.map((id) => {
    const shown = plan.cases.flatMap(({ covers }, i) => (covers.includes(id) ? [bodies(plan)[i] as Json] : []))
    return [whatOf(id), shown] as const
  })
  return Object.fromEntries(found)
}

function explained(plan: BoundaryPlan): Readonly<Record<string, string>> {
  return Object.fromEntries(plan.coverage.uncovered.map(({ id, reason }) => [whatOf(id), reason]))
}

function whatOf(id: string): string {
  return id.split(' | ')[1] ?? ''
}

function whatIsCovered(plan: BoundaryPlan): readonly string[] {
  const covered = new Set(plan.coverage.covered)
  return plan.coverage.reachable.flatMap(({ id, description }) => (covered.has(id) ? [description] : []))
}

function uncoveredIds(plan: BoundaryPlan): readonly string[] {
  return plan.coverage.uncovered.map(({ id, reason }) => `${id}: ${reason}`)
}
