import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../core/json.ts'
import { predictBody, predictHeader } from '../../../mock/predicted-answer.ts'
import { type MockServer, startPrism } from '../../../mock/prism.ts'
import { loadContract } from '../../../spec/load.ts'
import { responseFor, type Contract, type Operation } from '../../../spec/model.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { contractOf, getting, json } from './contract-of.ts'

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 20_000 })
})

afterAll(async () => {
  await transport.close()
})

const text = { type: 'string' }

const SCHEMAS: Readonly<Record<string, JsonObject>> = {
  'a text': text,
  'a text of some length': { type: 'string', minLength: 10, maxLength: 12 },
  'a short text': { type: 'string', maxLength: 3 },
  'a password': { type: 'string', format: 'password', minLength: 30 },
  'texts by format': {
    type: 'object',
    properties: Object.fromEntries(
      ['date', 'date-time', 'time', 'email', 'uuid', 'uri', 'hostname', 'ipv4', 'ipv6', 'byte', 'regex', 'no-such'].map(
        (format) => [format, { type: 'string', format }],
      ),
    ),
  },
  'numbers by format': {
    type: 'object',
    properties: Object.fromEntries(
      ['int32', 'int64', 'float', 'double', 'percentage'].map((format) => [format, { type: 'number', format }]),
    ),
  },
  'numbers by bounds': {
    type: 'object',
    properties: {
      least: { type: 'integer', minimum: 3 },
      above: { type: 'integer', minimum: 3, exclusiveMinimum: true },
      below: { type: 'number', exclusiveMaximum: true, maximum: 9 },
      most: { type: 'number', maximum: -4 },
      narrow: { type: 'integer', format: 'int32', minimum: 7, maximum: 8 },
    },
  },
  'values that are given': {
    type: 'object',
    properties: {
      preset: { type: 'string', default: 'd', example: 'e' },
      choice: { type: 'string', enum: ['c1', 'c2'], example: 'c2' },
      shown: { type: 'string', example: 'e' },
      maybe: { type: 'string', nullable: true, enum: ['x'] },
      flag: { type: 'boolean' },
      anything: {},
    },
  },
  'types that are implied': {
    type: 'object',
    properties: {
      a: { minLength: 2 },
      b: { minimum: 2 },
      c: { items: text },
      d: { properties: { e: text } },
      f: { pattern: 'x' },
    },
  },
  lists: {
    type: 'object',
    properties: {
      plain: { type: 'array', items: text },
      two: { type: 'array', items: { type: 'integer' }, minItems: 2 },
      none: { type: 'array', items: text, maxItems: 0 },
      open: { type: 'array', items: {} },
    },
  },
  maps: { type: 'object', properties: { a: text }, additionalProperties: { type: 'integer', example: 5 } },
  'parts of one': {
    description: 'whole',
    allOf: [{ $ref: '#/components/schemas/Named' }, { type: 'object', properties: { b: { type: 'integer' } } }],
  },
  'parts that are no objects': {
    type: 'object',
    properties: { at: { allOf: [{ type: 'string', format: 'date-time' }, { description: 'when' }] } },
  },
  'the first of several': { oneOf: [{ $ref: '#/components/schemas/Named' }, text], anyOf: [text] },
  'the first of any': { type: 'object', properties: { a: { anyOf: [{ type: 'integer', minimum: 2 }, text] } } },
}

const COMPONENTS = {
  components: { schemas: { Named: { type: 'object', properties: { name: { type: 'string', example: 'N' } } } } },
}

const MEDIA: Readonly<Record<string, JsonObject>> = {
  'its example': json(text, { example: 'single' }),
  'the first of its examples': json(text, { examples: { b: { value: 'second' }, a: { value: 'first' } } }),
  'the example of its schema, before its examples': json(
    { ...text, example: 'of schema' },
    { examples: { a: { value: 'first' } } },
  ),
}

async function receive(mock: MockServer, path: string, headers: readonly (readonly [string, string])[] = []) {
  const { outcome } = await transport.send({ method: 'GET', url: mock.baseUrl + path, headers })
  if (outcome.kind === 'no-response') throw new Error(outcome.message)
  return outcome
}

describe('the predicted answer is what Prism answers', () => {
  const entries = Object.entries(SCHEMAS).map(([name, schema]) => [name, json(schema)] as const)
  const cases = [...entries, ...Object.entries(MEDIA)].map(([name, content], i) => ({ name, content, path: `/p${i}` }))
  let contract: Contract
  let mock: MockServer

  beforeAll(async () => {
    const paths = Object.fromEntries(cases.map(({ path, content }) => [path, getting(path.slice(1), content)]))
    contract = await contractOf(paths, COMPONENTS)
    mock = await startPrism({ contract })
  })

  afterAll(async () => {
    await mock.close()
  })

  it.each(cases)('for $name', async ({ path }) => {
    const operation = contract.operations.find((candidate) => candidate.path === path) as Operation

    const answer = await receive(mock, path)

    expect(answer.status).toBe(200)
    expect(predictBody(contract, operation, answer)?.value).toEqual(JSON.parse(answer.body?.content ?? ''))
  })
})

it('the predicted headers are what Prism sends', async () => {
  const headers: JsonObject = {
    'X-Text': { schema: text },
    'X-Number': { schema: { type: 'integer', minimum: 4 } },
    'X-Example': { schema: { type: 'string', format: 'uuid' }, example: 'not-one' },
    'X-Examples': { schema: text, examples: { a: { value: 'A' } } },
    'X-List': { schema: { type: 'array', items: text } },
    'X-Bare': { description: 'no schema' },
    'X-Content': { content: { 'text/plain': { schema: text, example: 'C' } } },
  }
  const contract = await contractOf({
    '/a': { get: { operationId: 'a', responses: { '204': { description: 'none', headers } } } },
  })
  const mock = await startPrism({ contract })

  const answer = await receive(mock, '/a')
  await mock.close()

  const documented = responseFor(contract.operations[0] as Operation, 204)?.headers ?? []
  const sent = answer.headers.filter(([name]) => name.startsWith('X-'))
  const predicted = documented.map((header) => [header.name, predictHeader(contract, header)])
  expect(Object.fromEntries(predicted)).toEqual(Object.fromEntries(sent))
  expect(sent).toHaveLength(7)
})

it('whatever the packaged contract makes Prism answer to a GET is predicted', async () => {
  const contract = await loadContract(undefined, { cache: false })
  const mock = await startPrism({ contract })
  const readers = contract.operations.filter(
    ({ method, parameters }) =>
      method === 'get' && !parameters.some(({ required, in: place }) => required && place !== 'path'),
  )
  const wrong: string[] = []

  for (const operation of readers) {
    const answer = await receive(mock, operation.path.replace(/\{[^}]*\}/g, '1'), [
      ['authorization', 'Bearer conformance'],
    ])
    const predicted = predictBody(contract, operation, answer)
    const masked = JSON.stringify(predicted?.value).replace(/[\d\p{L}]/gu, '')
    const actual = (answer.body?.content ?? '').replace(/[\d\p{L}]/gu, '')
    if (masked !== actual) wrong.push(`${operation.operationId}: ${answer.status} ${actual.slice(0, 100)}`)
  }
  await mock.close()

  expect(readers.length).toBeGreaterThan(30)
  expect(wrong).toEqual([])
})
