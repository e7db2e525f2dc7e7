import { describe, expect, it } from 'vitest'
import { headersMatchSchema } from '../../../checks/headers-match-schema.ts'
import { contractOf } from './contract-from.ts'
import { drafts, said, type Recorded } from './recorded.ts'

async function saidOf(headers: object, recorded: Recorded, status = '200') {
  return said(headersMatchSchema, await contractOf({ response: { headers }, status }), {
    status: Number(status),
    ...recorded,
  })
}

const location = { Location: { schema: { type: 'string' } } }

describe('headers-match-schema', () => {
  it('misses a required header, whatever its case', async () => {
    const headers = { 'X-Request-Id': { required: true, schema: { type: 'string' } } }

    expect(await saidOf(headers, {})).toEqual([
      ['The header X-Request-Id is missing', 'the header X-Request-Id', 'no such header'],
    ])
    expect(await saidOf(headers, { headers: [['x-request-id', '1']] })).toEqual([])
  })

  it('does not ask for an optional header', async () => {
    expect(await saidOf({ 'X-Next': { schema: { type: 'string' } }, ETag: {} }, {})).toEqual([])
  })

  it.each(['201', '202', '301', '302', '307'])('asks for a documented Location of a %s', async (status) => {
    expect(await saidOf(location, {}, status)).toEqual([
      ['The header Location is missing', 'the header Location', 'no such header'],
    ])
  })

  it('does not ask for a Location where none is documented, or of another status', async () => {
    expect(await saidOf({}, {}, '201')).toEqual([])
    expect(await saidOf(location, {}, '200')).toEqual([])
  })

  it.each(['/things/1', 'https://api.example.com/things/1', '1', '../x?y=1', '//other.test/x'])(
    'resolves the Location %s',
    async (value) => {
      expect(await saidOf(location, { headers: [['location', value]] }, '201')).toEqual([])
    },
  )

  it.each(['', ' ', 'http://', 'mailto:a@b.c', 'javascript:x', 'urn:x:1', 'http://[::1'])(
    'does not resolve the Location %j',
    async (value) => {
      const found = await saidOf(location, { headers: [['location', value]] }, '201')

      expect(found.map(([title]) => title)).toEqual(['The Location does not resolve'])
    },
  )

  it('lets a Location in format uri be relative', async () => {
    const headers = { Location: { schema: { type: 'string', format: 'uri' } } }

    expect(await saidOf(headers, { headers: [['Location', '/things/1']] }, '201')).toEqual([])
  })

  it.each<[string, object, string]>([
    ['an integer', { type: 'integer', minimum: 0 }, '10'],
    ['a number', { type: 'number' }, '-1.5e3'],
    ['a truth value', { type: 'boolean' }, 'true'],
    ['digits in a string', { type: 'string', maxLength: 3 }, '007'],
    ['a string of true', { type: 'string' }, 'true'],
    ['nothing in a string', { type: 'string' }, ''],
    ['a list', { type: 'array', items: { type: 'string' }, maxItems: 2 }, 'a, b'],
    ['a list of integers', { type: 'array', items: { type: 'integer' } }, '1,2,3'],
    ['an empty list', { type: 'array', items: { type: 'integer' } }, ''],
    ['an object', { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'string' } } }, 'a,1,b,x'],
    ['any of two', { anyOf: [{ type: 'integer' }, { const: 'unlimited' }] }, 'unlimited'],
    ['a date-time', { type: 'string', format: 'date-time' }, '2026-01-01T00:00:00Z'],
    ['a nullable integer', { type: ['integer', 'null'] }, '1'],
    ['anything', {}, 'x'],
  ])('reads %s', async (_what, schema, value) => {
    expect(await saidOf({ 'X-Value': { schema } }, { headers: [['X-Value', value]] })).toEqual([])
  })

  it.each<[string, object, string, readonly string[]]>([
    ['no integer', { type: 'integer' }, 'ten', ['the header X-Value has the wrong type', 'an integer', '"ten"']],
    [
      'a number out of range',
      { type: 'integer', maximum: 5 },
      '10',
      ['the header X-Value breaks its maximum', 'a number of at most 5', '10'],
    ],
    ['no listed value', { enum: ['a', 'b'] }, 'c', ['the header X-Value breaks its enum', 'one of "a", "b"', '"c"']],
    [
      'a wrong item',
      { type: 'array', items: { type: 'integer' } },
      '1,x',
      ['/* has the wrong type', 'an integer', '"x"'],
    ],
    [
      'a bad date-time',
      { type: 'string', format: 'date-time' },
      'today',
      ['the header X-Value breaks its format', 'a string in format date-time', '"today"'],
    ],
  ])('refuses %s', async (_what, schema, value, expected) => {
    expect(await saidOf({ 'X-Value': { schema } }, { headers: [['X-Value', value]] })).toEqual([expected])
  })

  it('reads an exploded object', async () => {
    const headers = { 'X-Value': { explode: true, schema: { type: 'object', properties: { a: { type: 'integer' } } } } }

    expect(await saidOf(headers, { headers: [['X-Value', 'a=1,b=x']] })).toEqual([])
    expect(await saidOf(headers, { headers: [['X-Value', 'a=x']] })).toHaveLength(1)
  })

  it('joins fields of one name', async () => {
    const headers = { 'X-Tag': { schema: { type: 'array', items: { type: 'string' }, minItems: 2 } } }

    expect(
      await saidOf(headers, {
        headers: [
          ['X-Tag', 'a'],
          ['x-tag', 'b'],
        ],
      }),
    ).toEqual([])
  })

  it('reads a header that is JSON', async () => {
    const headers = { 'X-Json': { content: { 'application/json': { schema: { type: 'object', required: ['a'] } } } } }

    expect(await saidOf(headers, { headers: [['X-Json', '{"a":1}']] })).toEqual([])
    expect(await saidOf(headers, { headers: [['X-Json', '{}']] })).toHaveLength(1)
  })

  it.each(['Content-Type', 'Content-Length', 'Transfer-Encoding'])('leaves %s to HTTP', async (name) => {
    expect(await saidOf({ [name]: { required: true, schema: { type: 'integer' } } }, {})).toEqual([])
  })

  it.each([
    ['Expires', 'Wed, 21 Oct 2026 07:28:00 GMT'],
    ['Retry-After', '120'],
    ['Set-Cookie', 'a=b; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
  ])('does not hold the form of %s against the server', async (name, value) => {
    expect(
      await saidOf({ [name]: { schema: { type: 'string', format: 'date-time' } } }, { headers: [[name, value]] }),
    ).toEqual([])
  })

  it('does not judge a masked value', async () => {
    const headers = { 'X-Token': { required: true, schema: { type: 'string', pattern: '^tok_' } } }
    const redactions = [{ kind: 'credential', at: { part: 'response-header', name: 'x-token' } }] as const

    expect(await saidOf(headers, { headers: [['X-Token', 'xxx_']], redactions })).toEqual([])
  })

  it('keys a finding by the header alone', async () => {
    const contract = await contractOf({ response: { headers: { 'X-N': { schema: { type: 'integer' } } } } })

    const keys = ['a', 'b,c'].map(
      (value) => drafts(headersMatchSchema, contract, { headers: [['x-n', value]] })[0]?.key,
    )

    expect(keys).toEqual(['value x-n', 'value x-n'])
  })

  it('says nothing of a server error or an undocumented status', async () => {
    expect(await saidOf(location, { status: 500 }, '201')).toEqual([])
    expect(await saidOf(location, { status: 200 }, '201')).toEqual([])
  })
})
