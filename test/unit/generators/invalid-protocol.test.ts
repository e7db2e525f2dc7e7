import { describe, expect, it } from 'vitest'
import { validatorFor } from '../../../checks/schema-validator.ts'
import { violationsOf } from '../../../checks/violation.ts'
import type { RequestDraft } from '../../../core/case.ts'
import type { JsonObject } from '../../../core/json.ts'
import { type InvalidCase, invalidCases } from '../../../generators/invalid.ts'
import { serialize } from '../../../transport/serialize.ts'
import { oneOperation } from '../../support/contract-of.ts'

async function casesOf(
  operation: JsonObject,
  components: JsonObject = {},
  expiredToken?: string,
): Promise<ReadonlyMap<string, InvalidCase>> {
  const made = await oneOperation(operation, { components })
  const { cases } = invalidCases(made.contract, made.operation, {
    seed: 3,
    ...(expiredToken !== undefined && { expiredToken }),
    violations: (pointer, side, value) => violationsOf(validatorFor(made.contract, pointer, side), value, () => false),
  })
  return new Map(cases.map((one) => [one.name, one]))
}

/** Name and kind of the cases that break a rule of the protocol, methods left aside. */
async function rulesBroken(operation: JsonObject, components: JsonObject = {}): Promise<readonly string[]> {
  const cases = await casesOf(operation, components)
  return [...cases.values()]
    .filter(({ name }) => !name.includes('@') && !name.startsWith('method:'))
    .map(({ name, constraint }) => `${constraint.kind} ${name}`)
}

const json = (schema: JsonObject, required = true): JsonObject => ({
  requestBody: { required, content: { 'application/json': { schema } } },
})

const thing: JsonObject = { type: 'object', required: ['a'], properties: { a: { type: 'string' } } }

describe('a body', () => {
  it('is missing, empty, cut short, doubled, nested, no UTF-8, of another type or of none', async () => {
    expect(await rulesBroken(json(thing))).toEqual([
      'data body-missing',
      'data body-empty',
      'data json-truncated',
      'data json-nested',
      'tolerance json-duplicate-member',
      'tolerance json-not-utf-8',
      'media-type media-type:text/plain',
      'media-type media-type:application/xml',
      'tolerance media-type-missing',
    ])
  })

  it('may be missing where it is optional, and nested where anything is allowed', async () => {
    expect(await rulesBroken(json({}, false))).toEqual([
      'data json-truncated',
      'tolerance json-nested',
      'tolerance json-not-utf-8',
      'tolerance media-type-missing',
    ])
  })

  it('is no JSON when it is cut short, and JSON with a name twice when it is doubled', async () => {
    const cases = await casesOf(json(thing))
    const textOf = (name: string): string => {
      const body = cases.get(name)?.draft.body
      if (body?.kind !== 'raw' || typeof body.content !== 'string') throw new Error(`${name} is no text`)
      return body.content
    }

    expect(() => JSON.parse(textOf('json-truncated')) as unknown).toThrow(SyntaxError)
    expect(textOf('json-duplicate-member').match(/"a":/g)).toHaveLength(2)
    expect(JSON.parse(textOf('json-duplicate-member'))).toHaveProperty('a')
    expect(textOf('json-nested')).toHaveLength(4_000)
  })
})

describe('credentials', () => {
  const components = {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      tls: { type: 'mutualTLS' },
    },
  }

  it('are missing, of another scheme, or made up', async () => {
    const cases = await casesOf({ security: [{ bearer: [] }] }, components)

    expect(cases.get('credentials-missing')?.draft).toMatchObject({ credentials: 'withheld', header: {} })
    expect(cases.get('credentials-not-bearer')?.draft.header['Authorization']).toMatch(/^Basic /)
    expect(cases.get('credentials-garbage')?.draft.header['Authorization']).toMatch(/^Bearer /)
    expect([...cases.values()].filter(({ draft }) => draft.credentials === 'withheld')).toHaveLength(4)
  })

  it('are a token that says it needs no signature', async () => {
    const cases = await casesOf({ security: [{ bearer: [] }] }, components)

    const sent = String(cases.get('credentials-unsigned')?.draft.header['Authorization'])

    const [header = '', claims = '', signature] = sent.replace('Bearer ', '').split('.')
    expect(Buffer.from(header, 'base64url').toString()).toBe('{"alg":"none"}')
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ exp: 4_102_444_800 })
    expect(signature).toBe('')
  })

  it('are a token whose life is over, where the target has issued one', async () => {
    const without = await casesOf({ security: [{ bearer: [] }] }, components)
    const cases = await casesOf({ security: [{ bearer: [] }] }, components, 'old')

    expect(without.has('credentials-expired')).toBe(false)
    expect(cases.get('credentials-expired')).toMatchObject({
      draft: { credentials: 'withheld', header: { Authorization: 'Bearer old' } },
      constraint: {
        kind: 'authentication-invalid',
        description: 'credentials: bearer, sent a token whose life is over',
      },
    })
  })

  it('are put where an API key goes', async () => {
    const cases = await casesOf({ security: [{ key: [] }] }, components)

    expect(cases.has('credentials-not-bearer')).toBe(false)
    expect(Object.keys(cases.get('credentials-garbage')?.draft.header ?? {})).toEqual(['X-Key'])
    expect(cases.get('credentials-garbage')?.constraint.payload).toBe('header: X-Key')
  })

  it('are left alone where none are needed, or where they are no part of the request', async () => {
    expect(await rulesBroken({})).toEqual([])
    expect(await rulesBroken({ security: [{ bearer: [] }, {}] }, components)).toEqual([])
    expect(await rulesBroken({ security: [{ tls: [] }] }, components)).toEqual([])
  })
})

describe('an idempotency key', () => {
  const key = (rest: JsonObject): JsonObject => ({
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' }, ...rest }],
  })

  it('is missing where it is required, and of another form where the contract says which', async () => {
    expect(await rulesBroken(key({ description: 'A UUID v4.' }))).toEqual([
      'idempotency-key-missing idempotency-key-missing',
      'idempotency-key-malformed idempotency-key-not-a-uuid',
      'idempotency-key-malformed idempotency-key-not-v4',
    ])
    expect(await rulesBroken(key({ schema: { type: 'string', format: 'uuid' } }))).toEqual([
      'idempotency-key-missing idempotency-key-missing',
      'idempotency-key-malformed idempotency-key-not-a-uuid',
    ])
    expect(await rulesBroken(key({ required: false }))).toEqual([])
  })

  it('is a UUID of version 1 where version 4 is asked for', async () => {
    const cases = await casesOf(key({ description: 'A UUID v4.' }))

    expect(cases.get('idempotency-key-not-v4')?.draft.header['Idempotency-Key']).toMatch(
      /^[\da-f]{8}-[\da-f]{4}-1[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    )
    expect(cases.get('idempotency-key-missing')?.draft.header).toEqual({})
  })
})

describe('an unacceptable Accept', () => {
  const answer = { description: 'Fine.', content: { 'application/json': { schema: {} } } }

  it('is sent only where its refusal is documented and there is something to accept', async () => {
    const refused = { description: 'No.' }

    expect(await rulesBroken({ responses: { 200: answer, 406: refused } })).toEqual(['accept accept'])
    expect(await rulesBroken({ responses: { 200: answer } })).toEqual([])
    expect(await rulesBroken({ responses: { 204: { description: 'Nothing.' }, 406: refused } })).toEqual([])
  })

  it('takes the place of the one that is sent otherwise', async () => {
    const made = await oneOperation({ responses: { 200: answer, 406: { description: 'No.' } } })
    const { cases } = invalidCases(made.contract, made.operation, { seed: 3, violations: () => [] })
    const draft = cases.find(({ name }) => name === 'accept')?.draft
    if (draft === undefined) throw new Error('no such case')

    const { headers } = serialize(made.contract, made.operation, draft, { baseUrl: 'http://127.0.0.1' })

    expect(headers).toEqual([['Accept', 'application/x-conformance-unknown']])
  })
})

describe('an id in the path', () => {
  it('is full of characters that are pasted into queries, and arrives as one segment', async () => {
    const { contract, operation } = await oneOperation(
      { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] },
      { path: '/things/{id}' },
    )
    const { cases } = invalidCases(contract, operation, { seed: 3, violations: () => [] })

    const odd = cases.find(({ name }) => name === 'odd-id@path.id')

    expect(odd?.constraint).toMatchObject({ kind: 'tolerance', payload: 'path: id' })
    const { url } = serialize(contract, operation, odd?.draft as RequestDraft, { baseUrl: 'http://h' })
    expect(url).toBe('http://h/things/%27%22%3C%25s%3B%C3%A9')
    expect(decodeURIComponent(url.slice('http://h/things/'.length))).toBe(`'"<%s;é`)
  })
})
