import { describe, expect, it } from 'vitest'
import { validatorFor } from '../../../checks/schema-validator.ts'
import { violationsOf } from '../../../checks/violation.ts'
import type { JsonObject } from '../../../core/json.ts'
import { type InvalidCase, invalidCases, type InvalidPlan } from '../../../generators/invalid.ts'
import type { Contract, Operation } from '../../../spec/model.ts'
import { contractOf, oneOperation } from '../../support/contract-of.ts'

function planFor(contract: Contract, operation: Operation, most?: number): InvalidPlan {
  return invalidCases(contract, operation, {
    seed: 3,
    violations: (pointer, side, value) => violationsOf(validatorFor(contract, pointer, side), value, () => false),
    ...(most === undefined ? {} : { most }),
  })
}

async function planOf(
  operation: JsonObject,
  surroundings: Parameters<typeof oneOperation>[1] = {},
): Promise<InvalidPlan> {
  const made = await oneOperation(operation, surroundings)
  return planFor(made.contract, made.operation)
}

function bodyOf(schema: JsonObject): JsonObject {
  return { requestBody: { required: true, content: { 'application/json': { schema } } } }
}

/** The descriptions of the cases about values of the body. */
async function brokenIn(schema: JsonObject, components: JsonObject = {}): Promise<readonly string[]> {
  const { cases } = await planOf(bodyOf(schema), { components })
  return cases.filter(isAboutValue).map(({ constraint }) => constraint.description)
}

function isAboutValue({ draft, constraint }: InvalidCase): boolean {
  return draft.body?.kind === 'value' && (constraint.kind === 'data' || constraint.kind === 'read-only')
}

const member = (schema: JsonObject): JsonObject => ({ type: 'object', required: ['x'], properties: { x: schema } })

async function brokenMember(schema: JsonObject): Promise<readonly string[]> {
  const all = await brokenIn(member(schema))
  return all.filter((text) => text.startsWith('/x') && !/: (?:type|required)/.test(text))
}

describe('one constraint of a value', () => {
  it('is broken just outside of each bound', async () => {
    expect(await brokenMember({ type: 'integer', minimum: 1, maximum: 99_999_999 })).toEqual([
      '/x: minimum 1, sent 0',
      '/x: maximum 99999999, sent 100000000',
    ])
    expect(await brokenMember({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 })).toEqual([
      '/x: exclusiveMinimum 0, sent 0',
      '/x: exclusiveMaximum 1, sent 1',
    ])
    expect(await brokenMember({ type: 'integer', multipleOf: 5, maximum: 20 })).toEqual([
      '/x: maximum 20, sent 25',
      '/x: multiple of 5, sent 1',
    ])
  })

  it('is broken by one code point or item too few or too many, and by an equal item', async () => {
    expect(await brokenMember({ type: 'string', minLength: 2, maxLength: 3 })).toEqual([
      '/x: at least 2 characters, sent 1 character',
      '/x: at most 3 characters, sent 4 characters',
    ])
    expect(
      await brokenMember({ type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 2, uniqueItems: true }),
    ).toEqual([
      '/x: at least 1 item, sent 0 items',
      '/x: at most 2 items, sent 3 items',
      '/x: unique items, sent an item twice',
    ])
  })

  it('is broken by values outside of an enumeration, and by other letter case', async () => {
    expect(await brokenMember({ type: 'string', enum: ['EUR', 'USD'] })).toEqual([
      '/x: one of 2 listed values, sent "conformanceUnlisted"',
      '/x: one of 2 listed values, sent "eur"',
    ])
  })

  it('is broken in pattern and format', async () => {
    expect(await brokenMember({ type: 'string', pattern: '^[A-Z]{3}$' })).toEqual([
      '/x: pattern ^[A-Z]{3}$, sent "!AA"',
      '/x: pattern ^[A-Z]{3}$, sent "!AAA"',
      '/x: pattern ^[A-Z]{3}$, sent "AAA!"',
      '/x: pattern ^[A-Z]{3}$, sent "AAA\\n"',
    ])
    expect(await brokenMember({ type: 'string', format: 'date' })).toEqual([
      '/x: format date, sent "not-a-date"',
      '/x: format date, sent "2026-02-30"',
    ])
    expect(await brokenMember({ type: 'integer', format: 'int32' })).toEqual(['/x: format int32, sent 2147483648'])
  })

  it('is broken by each other type, and by null', async () => {
    const all = await brokenIn(member({ type: 'integer' }))

    expect(all.filter((text) => text.startsWith('/x: type'))).toEqual([
      '/x: type integer, sent a string',
      '/x: type integer, sent a number',
      '/x: type integer, sent a boolean',
      '/x: type integer, sent an array',
      '/x: type integer, sent an object',
      '/x: type integer, sent null',
    ])
    expect(await brokenIn(member({ type: ['integer', 'null'] }))).not.toContain('/x: type integer or null, sent null')
  })

  it('is broken where members are missing, forbidden or too many', async () => {
    const schema = {
      type: 'object',
      required: ['a'],
      additionalProperties: false,
      maxProperties: 2,
      properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string' } },
    }

    const all = await brokenIn(schema)

    expect(all).toContain('/a: required, sent none')
    expect(all).toContain('/conformanceExtra: no other members, sent the member conformanceExtra')
    expect(all.some((text) => text.startsWith('/b: required'))).toBe(false)
  })

  it('is broken deep inside, through optional members, items and maps', async () => {
    const schema = {
      type: 'object',
      properties: {
        list: { type: 'array', items: { type: 'object', properties: { deep: { type: 'integer', maximum: 5 } } } },
        map: { type: 'object', additionalProperties: { type: 'integer', minimum: 3 } },
      },
    }

    const all = await brokenIn(schema)

    expect(all).toContain('/list/0/deep: maximum 5, sent 6')
    expect(all).toContain('/map/conformance: minimum 3, sent 2')
  })

  it('is broken where a place is only there together with others', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'integer', maximum: 5 }, b: { type: 'string' } },
      dependentRequired: { a: ['b'] },
    }

    const all = await brokenIn(schema)

    expect(all).toContain('/a: maximum 5, sent 6')
    expect(all).toContain('/b: required beside a, sent none')
  })

  it('is broken by a read-only value that no example of the document has, so that no server answers it by itself', async () => {
    const at = (rest: JsonObject): JsonObject => ({
      type: 'object',
      properties: { at: { type: 'string', format: 'date-time', readOnly: true, ...rest } },
    })
    const sent = async (rest: JsonObject): Promise<readonly string[]> =>
      (await brokenIn(at(rest))).filter((text) => text.startsWith('/at: read-only'))

    expect(await sent({})).toEqual(['/at: read-only, sent "2091-03-07T08:09:10Z"'])
    expect((await sent({ example: '2091-03-07T08:09:10Z' })).join()).not.toContain('2091-03-07T08:09:10Z')
  })

  it('is broken in every branch of a choice, and in its tag', async () => {
    const branch = (tag: string, name: string): JsonObject => ({
      type: 'object',
      required: ['type', name],
      properties: { type: { type: 'string', enum: [tag] }, [name]: { type: 'integer', maximum: 5 } },
    })
    const components = { schemas: { Card: branch('card', 'limit'), Bank: branch('bank', 'days') } }
    const schema = {
      oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Bank' }],
      discriminator: {
        propertyName: 'type',
        mapping: { card: '#/components/schemas/Card', bank: '#/components/schemas/Bank' },
      },
    }

    const all = await brokenIn(schema, components)

    expect(all).toContain('/limit: maximum 5, sent 6')
    expect(all).toContain('/days: maximum 5, sent 6')
    expect(all).toContain('/type: one of 2 alternatives, sent "conformanceUnlisted"')
    expect(all).toContain('/type: required, sent none')
  })

  it('is broken by a value of no branch, and of two where one is asked for', async () => {
    const named = (name: string): JsonObject => ({
      type: 'object',
      required: [name],
      properties: { [name]: { type: 'string' } },
    })

    const all = await brokenIn({ oneOf: [named('left'), named('right')] })

    expect(all).toContain('body: one of 2 alternatives, sent an object of 0 members')
    expect(all).toContain('body: exactly one of 2 alternatives, sent a value of two')
    expect(all).toContain('/left: type string, sent an integer')
  })

  it('is broken by read-only members with values of their own', async () => {
    const schema = {
      type: 'object',
      properties: {
        name: { type: 'string' },
        id: { type: 'string', readOnly: true },
        state: { type: 'string', enum: ['approved', 'declined'], readOnly: true },
      },
    }

    const { cases, notBreakable } = await planOf(bodyOf(schema))

    const [own, ...others] = cases.filter(({ constraint }) => constraint.kind === 'read-only')
    expect(others).toEqual([])
    expect(own?.constraint.payload).toBe('/id')
    expect(notBreakable).toContainEqual({
      what: 'body: read-only',
      reason: 'a value of its schema could not be told from one that the server chose',
    })
  })

  it('names the place of the constraint in the document', async () => {
    const { cases } = await planOf(bodyOf({ $ref: '#/components/schemas/Sum' }), {
      components: { schemas: { Sum: member({ type: 'integer', maximum: 9 }) } },
    })

    expect(cases.find(({ name }) => name === 'maximum@/x')?.constraint).toEqual({
      kind: 'data',
      breakage: 'maximum',
      description: '/x: maximum 9, sent 10',
      document: '#/components/schemas/Sum/properties/x/maximum',
      payload: '/x',
    })
  })

  it('never spells out what stands in a place that is named like a secret', async () => {
    const schema = {
      type: 'object',
      properties: {
        cardNumber: { type: 'string', enum: ['4000000000000002'] },
        apiToken: { type: 'string', format: 'uuid' },
      },
    }

    const all = await brokenIn(schema)

    expect(all).toContain('/cardNumber: one listed value, sent a string of 19 characters')
    expect(all).toContain('/apiToken: format uuid, sent a string of 10 characters')
    expect(all.join('\n')).not.toMatch(/4000000000000002|not-a-uuid/)
  })
})

describe('what cannot be broken alone', () => {
  it('is listed with the reason instead of sent', async () => {
    const { cases, notBreakable } = await planOf(
      bodyOf(member({ type: 'string', maxLength: 3, pattern: '^[a-z]{0,3}$' })),
    )

    expect(cases.some(({ name }) => name === 'maxLength@/x')).toBe(false)
    expect(notBreakable).toContainEqual({
      what: '/x: at most 3 characters',
      reason: 'it also breaks pattern at /x',
    })
  })

  it('leaves an operation without a valid request alone', async () => {
    const { cases, notBreakable } = await planOf(bodyOf(member({ type: 'integer', minimum: 3, maximum: 1 })))

    expect(cases).toEqual([])
    expect(notBreakable).toHaveLength(1)
  })

  it('keeps to the number of cases that is asked for, of every sort some, and says what is left out', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `m${i}`)
    const properties = Object.fromEntries(names.map((name) => [name, { type: 'string', maxLength: 5 }]))
    const made = await oneOperation(bodyOf({ type: 'object', required: names, properties }))

    const { cases, notBreakable } = planFor(made.contract, made.operation, 60)

    expect(cases).toHaveLength(60)
    expect(new Set(cases.map(({ constraint }) => constraint.breakage)).size).toBeGreaterThan(10)
    expect(notBreakable.map(({ reason }) => reason)).toContain('at most 60 cases are sent')
  })

  it('ends where a schema leads back to itself', async () => {
    const components = {
      schemas: {
        Node: {
          type: 'object',
          properties: {
            value: { type: 'integer', maximum: 5 },
            left: { $ref: '#/components/schemas/Node' },
            right: { $ref: '#/components/schemas/Node' },
          },
        },
      },
    }

    const all = await brokenIn({ $ref: '#/components/schemas/Node' }, components)

    expect(all.filter((text) => text.includes('maximum 5'))).toEqual([
      '/value: maximum 5, sent 6',
      '/left/value: maximum 5, sent 6',
    ])
  })
})

describe('parameters', () => {
  const query = (name: string, schema: JsonObject, rest: JsonObject = {}): JsonObject => ({
    name,
    in: 'query',
    schema,
    ...rest,
  })

  async function brokenParameter(parameter: JsonObject, path?: string): Promise<readonly string[]> {
    const { cases } = await planOf(
      { parameters: [parameter] },
      { method: 'get', ...(path === undefined ? {} : { path }) },
    )
    return cases.filter(({ constraint }) => constraint.kind === 'data').map(({ constraint }) => constraint.description)
  }

  it('are broken only by texts that no reading makes valid', async () => {
    expect(await brokenParameter(query('limit', { type: 'integer', minimum: 1, maximum: 100 }))).toEqual([
      'query limit: type integer, sent a string',
      'query limit: type integer, sent a number',
      'query limit: minimum 1, sent 0',
      'query limit: maximum 100, sent 101',
    ])
    expect(await brokenParameter(query('word', { type: 'string', minLength: 1 }))).toEqual([])
    expect(await brokenParameter(query('either', { type: ['string', 'integer'] }))).toEqual([])
  })

  it('are left out where they are required', async () => {
    expect(await brokenParameter(query('q', { type: 'string' }, { required: true }))).toEqual([
      'query q: required, sent none',
    ])
  })

  it('are broken in the path without leaving it', async () => {
    const id = { name: 'id', in: 'path', required: true, schema: { type: 'string', minLength: 1, maxLength: 4 } }

    expect(await brokenParameter(id, '/things/{id}')).toEqual(['path id: at most 4 characters, sent 5 characters'])
  })

  it('are broken by each item', async () => {
    const parameter = query('states', { type: 'array', maxItems: 2, items: { type: 'string', enum: ['a', 'b'] } })

    expect(await brokenParameter(parameter)).toEqual([
      'query states: at most 2 items, sent 3 items',
      'query states/0: one of 2 listed values, sent "conformanceUnlisted"',
      'query states/0: one of 2 listed values, sent "A"',
    ])
  })
})

describe('several operations', () => {
  it('are asked for methods that no path of theirs has', async () => {
    const answers = { responses: { 200: { description: 'Fine.' } } }
    const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
    const contract = await contractOf({
      '/things/{id}': {
        parameters: id,
        get: { operationId: 'one', ...answers },
        delete: { operationId: 'gone', ...answers },
      },
      '/things/latest': { post: { operationId: 'latest', ...answers } },
    })
    const methodsOf = (operationId: string): readonly (string | undefined)[] => {
      const operation = contract.operations.find((candidate) => candidate.operationId === operationId)
      if (operation === undefined) throw new Error('no such operation')
      return planFor(contract, operation).cases.flatMap(({ draft }) => draft.method ?? [])
    }

    expect(methodsOf('one')).toEqual(['POST', 'PUT', 'PATCH'])
    expect(methodsOf('gone')).toEqual([])
    expect(methodsOf('latest')).toEqual(['PUT', 'PATCH'])
  })
})
