import { describe, expect, it } from 'vitest'
import { bodyMatchesSchema } from '../../../checks/body-matches-schema.ts'
import { judgeExchange } from '../../../checks/all.ts'
import { contractOf } from './contract-from.ts'
import { drafts, judgedOf, said, type Recorded } from './recorded.ts'

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` })

async function saidOf(
  schema: unknown,
  json: unknown,
  schemas: Record<string, unknown> = {},
): ReturnType<typeof saidAsync> {
  return saidAsync(schema, { json }, schemas)
}

async function saidAsync(schema: unknown, recorded: Recorded, schemas: Record<string, unknown> = {}) {
  return said(bodyMatchesSchema, await contractOf({ schema, schemas }), recorded)
}

describe('body-matches-schema', () => {
  it('names the missing member', async () => {
    const schema = { type: 'object', required: ['id', 'orderId'] }

    expect(await saidOf(schema, { id: 1 })).toEqual([
      ['/orderId is missing', 'the member "orderId"', 'only the member "id"'],
    ])
  })

  it('names expected and actual type', async () => {
    const schema = { type: 'object', properties: { age: { type: ['integer', 'null'] } } }

    expect(await saidOf(schema, { age: '12' })).toEqual([['/age has the wrong type', 'an integer or null', '"12"']])
  })

  it('says at most three things, shallow ones first', async () => {
    const properties = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, { type: 'integer' }]))
    const schema = {
      type: 'object',
      required: ['z'],
      properties: { ...properties, deep: { type: 'object', properties } },
    }

    const found = await saidOf(schema, { a: 'x', b: 'x', deep: { a: 'x' } })

    expect(found.map(([title]) => title)).toEqual(['/a has the wrong type', '/b has the wrong type', '/z is missing'])
  })

  it('says once what holds for many items', async () => {
    const contract = await contractOf({ schema: { type: 'array', items: { type: 'object', required: ['id'] } } })

    const found = drafts(bodyMatchesSchema, contract, { json: [{ id: 1 }, {}, {}, {}] })

    expect(found.map(({ title, message, payload }) => [title, message, payload])).toEqual([
      [
        '/*/id is missing',
        'At /1/id of the response body the contract promises the member "id", but the response has no members. The same holds for 2 more places.',
        '/1/id',
      ],
    ])
  })

  it('says one thing of one place', async () => {
    const schema = { type: 'string', enum: ['a', 'b'], minLength: 1, pattern: '^[ab]$' }

    expect(await saidOf(schema, 'cd')).toEqual([['the response body breaks its enum', 'one of "a", "b"', '"cd"']])
    expect((await saidOf(schema, 7)).map(([title]) => title)).toEqual(['the response body has the wrong type'])
  })

  it('explains only the branch of the tag', async () => {
    const schemas = Object.fromEntries(
      ['Cat', 'Dog', 'Cow', 'Emu'].map((name) => [
        name,
        {
          type: 'object',
          required: ['kind', 'id', name],
          properties: { kind: { type: 'string' }, id: { type: 'integer' } },
        },
      ]),
    )
    const schema = { oneOf: ['Cat', 'Dog', 'Cow', 'Emu'].map(ref), discriminator: { propertyName: 'kind' } }
    const contract = await contractOf({ schema, schemas })

    const found = drafts(bodyMatchesSchema, contract, { json: { kind: 'Cow', id: 'x', Cow: 1 } })

    expect(found.map(({ message, document }) => [message, document])).toEqual([
      [
        'At /id of the response body the contract promises an integer (as Cow), but the response has "x".',
        '#/components/schemas/Cow/properties/id/type',
      ],
    ])
    expect(await saidOf(schema, { kind: 'Ant' }, schemas)).toEqual([
      ['/kind names no documented alternative', 'one of "Cat", "Dog", "Cow", "Emu"', '"Ant"'],
    ])
    expect(await saidOf(schema, {}, schemas)).toEqual([
      ['/kind is missing', 'one of "Cat", "Dog", "Cow", "Emu"', 'nothing'],
    ])
  })

  it('explains the branch that fits best where no tag decides', async () => {
    const anyOf = [
      {
        title: 'circle',
        type: 'object',
        required: ['shape', 'radius'],
        properties: { shape: { const: 'circle' }, radius: { type: 'number' } },
      },
      {
        title: 'square',
        type: 'object',
        required: ['shape', 'side'],
        properties: { shape: { const: 'square' }, side: { type: 'number' } },
      },
      { type: 'null' },
    ]

    expect(await saidOf({ anyOf }, { shape: 'square', side: 'wide' })).toEqual([
      ['/side has the wrong type', 'a number', '"wide"'],
    ])
    expect(await saidOf({ anyOf }, { shape: 'circle' })).toEqual([
      ['/radius is missing', 'the member "radius"', 'only the member "shape"'],
    ])
    expect(await saidOf({ anyOf }, 'circle')).toEqual([
      ['the response body breaks its anyOf', 'a value that fits one of the described alternatives', '"circle"'],
    ])
  })

  it('keeps the key of a finding whatever the names of a map are', async () => {
    const schema = { type: 'object', additionalProperties: { type: 'object', properties: { n: { type: 'integer' } } } }
    const contract = await contractOf({ schema })

    const keys = ['one', 'two'].map(
      (name) => drafts(bodyMatchesSchema, contract, { json: { [name]: { n: 'x' } } })[0]?.key,
    )

    expect(keys[0]).toBe(
      'type #/paths/~1things/get/responses/200/content/application~1json/schema/additionalProperties/properties/n/type /*/n',
    )
    expect(keys[1]).toBe(keys[0])
  })

  it('does not require what is only written, and judges what is only read', async () => {
    const schema = {
      type: 'object',
      required: ['secret', 'id'],
      properties: { secret: { type: 'string', writeOnly: true }, id: { type: 'integer', readOnly: true } },
    }

    expect(await saidOf(schema, { id: 1 })).toEqual([])
    expect((await saidOf(schema, {})).map(([title]) => title)).toEqual(['/id is missing'])
  })

  it('reads nullable and exclusive bounds of OpenAPI 3.0', async () => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'string', nullable: true }, n: { type: 'number', minimum: 1, exclusiveMinimum: true } },
    }
    const contract = await contractOf({ schema, openapi: '3.0.3' })

    expect(said(bodyMatchesSchema, contract, { json: { a: null, n: 2 } })).toEqual([])
    expect(said(bodyMatchesSchema, contract, { json: { n: 1 } })).toHaveLength(1)
  })

  it.each<[string, Recorded]>([
    ['an undocumented status', { status: 201, json: 1 }],
    ['another content type', { contentType: 'text/html', text: '1' }],
    ['JSON that does not parse', { contentType: 'application/json', text: '{' }],
    ['an answer to HEAD', { method: 'HEAD', contentType: 'application/json' }],
    [
      'a body cut at the cap',
      { contentType: 'application/json', body: { encoding: 'text', content: '1', bytes: 2e6, truncated: true } },
    ],
    ['no response', { outcome: { kind: 'no-response', cause: 'timeout', message: 'none within 30 s' } }],
  ])('is silent on %s', async (_what, recorded) => {
    expect(await saidAsync({ type: 'string' }, recorded)).toEqual([])
  })

  it('reads a byte order mark as none', async () => {
    expect(await saidAsync({ type: 'integer' }, { contentType: 'application/json', text: '\ufeff1' })).toEqual([])
  })

  it('says when the promised body is missing', async () => {
    expect(await saidAsync({ type: 'object' }, { contentType: 'application/json', text: '' })).toEqual([
      ['The response has no body', 'a body in application/json', 'an empty body'],
    ])
  })

  it.each(['204', '205', '304'])('expects no body of a %s', async (status) => {
    const contract = await contractOf({ schema: { type: 'object' }, status })

    expect(said(bodyMatchesSchema, contract, { status: Number(status) })).toEqual([])
  })

  it('takes an empty text for a text', async () => {
    const contract = await contractOf({ schema: { type: 'string' }, mediaType: 'text/plain' })

    expect(said(bodyMatchesSchema, contract, { text: '' })).toEqual([])
  })

  it('judges plain text as the string it is', async () => {
    const contract = await contractOf({ schema: { type: 'string', enum: ['up', 'down'] }, mediaType: 'text/plain' })

    expect(said(bodyMatchesSchema, contract, { text: 'up\n', contentType: 'text/plain; charset=utf-8' })).toEqual([])
    expect(said(bodyMatchesSchema, contract, { text: 'left', contentType: 'text/plain' })).toHaveLength(1)
  })

  it('does not read the content of a file', async () => {
    expect(await saidOf({ type: 'string', format: 'binary' }, { any: 'thing' })).toEqual([])
  })

  it('excuses what a mask may have changed, but not length and type', async () => {
    const schema = {
      type: 'object',
      properties: {
        iban: { type: 'string', pattern: '^DE', minLength: 6 },
        kind: { anyOf: [{ const: 'a' }, { const: 'b' }] },
        list: { type: 'array', uniqueItems: true },
      },
    }
    const contract = await contractOf({ schema })
    const at = (pointer: string) => ({ kind: 'account-number', at: { part: 'response-body', pointer } }) as const
    const masked = (json: unknown): Recorded => ({
      json,
      redactions: [at('/iban'), at('/kind'), at('/list/0'), at('/list/1')],
    })

    expect(said(bodyMatchesSchema, contract, masked({ iban: 'AA9999', kind: 'x', list: ['9', '9'] }))).toEqual([])
    expect(said(bodyMatchesSchema, contract, masked({ iban: 'AA' }))).toHaveLength(1)
    expect(said(bodyMatchesSchema, contract, masked({ iban: 99 }))).toHaveLength(1)
    expect(said(bodyMatchesSchema, contract, { json: { iban: 'AA9999' } })).toHaveLength(1)
  })

  it('leaves a schema that cannot be judged to the runner as inconclusive', async () => {
    const contract = await contractOf({
      schema: { type: 'array', items: { $ref: '#/components/schemas/Deep' } },
      schemas: { Deep: { type: 'array', items: { $ref: '#/components/schemas/Deep' } } },
    })
    const text = '['.repeat(100_000) + ']'.repeat(100_000)

    const { findings, crashed } = judgeExchange(judgedOf(contract, { contentType: 'application/json', text }))

    expect(findings).toEqual([])
    expect(crashed).toContain('body-matches-schema could not judge the response: Maximum call stack size exceeded')
  })

  it('explains nested alternatives without trying all of their combinations', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const branch = (name: string): object => ({
      type: 'object',
      properties: { next: ref('Level'), [name]: { type: 'integer' } },
    })
    const schemas = { Level: { anyOf: names.map(branch) } }
    const json = Array.from({ length: 12 }).reduce<object>((next) => ({ next }), { next: 'the end' })

    expect(await saidOf(ref('Level'), json, schemas)).toHaveLength(1)
  })
})
