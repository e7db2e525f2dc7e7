import { describe, expect, it } from 'vitest'
import { problemIsWellFormed } from '../../../checks/problem-is-well-formed.ts'
import type { Contract } from '../../../spec/model.ts'
import { contractOf } from './contract-from.ts'
import { codes, said, type Recorded } from './recorded.ts'

const mediaType = 'application/problem+json'
const good = { type: 'about:blank', title: 'Bad', status: 400, detail: 'No.' }
const answer = (json: unknown, rest: Recorded = {}): Recorded => ({
  status: 400,
  contentType: mediaType,
  json,
  ...rest,
})

const strict = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: { type: 'array' },
  },
}

const documented = (content: object = {}): Promise<Contract> =>
  contractOf({ status: '400', response: { content: { [mediaType]: content } } })

describe('problem-is-well-formed', () => {
  it('accepts a good problem, with members of its own', async () => {
    expect(codes(await documented({ schema: strict }), answer({ ...good, errors: [], instance: '/x' }))).toEqual([])
  })

  it('requires what the schema requires, in one finding', async () => {
    expect(said(problemIsWellFormed, await documented({ schema: strict }), answer({ title: 'Bad' }))).toEqual([
      ['The problem lacks type, status, detail', 'a problem with type, title, status, detail', 'only title'],
    ])
    expect(codes(await documented({ schema: strict }), answer({}))).toEqual(['problem-is-well-formed'])
  })

  it('finds requirements in parts of the schema', async () => {
    const schema = { allOf: [{ type: 'object', required: ['title'] }, { properties: { title: { type: 'string' } } }] }

    expect(codes(await documented({ schema }), answer({ status: 400 }))).toEqual(['problem-is-well-formed'])
  })

  it('requires what every example carries', async () => {
    const examples = { a: { value: good }, b: { value: { type: 'x', title: 'y', status: 400 } } }
    const contract = await documented({ examples })

    expect(said(problemIsWellFormed, contract, answer({ status: 400 })).map(([title]) => title)).toEqual([
      'The problem lacks type, title',
    ])
    expect(codes(contract, answer({ type: 'x', title: 'y', status: 400 }))).toEqual([])
  })

  it('requires nothing where the contract promises nothing', async () => {
    expect(codes(await documented(), answer({}))).toEqual([])
    expect(codes(await contractOf({ status: '400' }), answer({ title: 'x' }))).toEqual([])
  })

  it.each<[string, object]>([
    ['a title that is no string', { title: 1 }],
    ['a detail that is no string', { detail: ['x'] }],
    ['a status that is no integer', { status: '400' }],
    ['a type that is no URI reference', { type: 'bad request' }],
    ['an instance that is no URI reference', { instance: 'a b' }],
    ['another status', { status: 422 }],
  ])('refuses %s', async (_what, change) => {
    expect(codes(await documented({ schema: strict }), answer({ ...good, ...change }))).toEqual([
      'problem-is-well-formed',
    ])
    expect(codes(await documented(), answer({ ...good, ...change }))).toEqual(['problem-is-well-formed'])
  })

  it('refuses what is no object', async () => {
    expect(codes(await documented({ schema: strict }), answer(['x']))).toEqual(['problem-is-well-formed'])
  })

  it('accepts every documented reading of the body status', async () => {
    const examples = { bad: { value: good }, inUse: { value: { ...good, status: 409 } } }
    const byExample = await documented({ schema: strict, examples })
    const bySchema = await documented({
      schema: { type: 'object', properties: { status: { type: 'integer', enum: [400, 409] } } },
    })

    for (const contract of [byExample, bySchema]) {
      expect(
        codes(contract, answer({ ...good, status: 409 })).filter((code) => code !== 'no-undocumented-fields'),
      ).toEqual([])
      expect(codes(contract, answer({ ...good, status: 404 }))[0]).toMatch(
        /^(problem-is-well-formed|body-matches-schema)$/,
      )
    }
  })

  it('accepts a member of another type where the contract describes it so', async () => {
    const schema = { type: 'object', properties: { status: { type: 'string' }, detail: { type: ['string', 'null'] } } }

    expect(codes(await documented({ schema }), answer({ status: '400', detail: null }))).toEqual([])
  })

  it('leaves what extends a problem to the schema', async () => {
    expect(codes(await documented({ schema: strict }), answer({ ...good, errors: 'none' }))).toEqual([
      'body-matches-schema',
    ])
  })

  it('says that the promised problem is missing', async () => {
    const contract = await documented({ schema: strict })

    expect(codes(contract, { status: 400 })).toEqual(['problem-is-well-formed'])
  })

  it.each<[string, Recorded]>([
    ['a success', answer({}, { status: 200 })],
    ['JSON of another type', { status: 400, json: {} }],
    [
      'a body cut at the cap',
      answer(undefined, { body: { encoding: 'text', content: '{', bytes: 2e6, truncated: true } }),
    ],
  ])('says nothing of %s', async (_what, recorded) => {
    const contract = await contractOf({ status: 'default', response: { content: { [mediaType]: { schema: strict } } } })

    expect(said(problemIsWellFormed, contract, recorded)).toEqual([])
  })
})
