import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../core/json.ts'
import { encodeForm } from '../../../transport/media/form.ts'
import { encodeMultipart } from '../../../transport/media/multipart.ts'
import { encodeXml } from '../../../transport/media/xml.ts'

const noSchema = (): undefined => undefined

describe('a form body', () => {
  it('writes one field per item and objects as JSON when no style is given', () => {
    const written = encodeForm({ name: 'a b', tags: ['x', 'y'], address: { city: 'Köln' }, none: null }, {})

    expect(written).toBe('name=a%20b&tags=x&tags=y&address=%7B%22city%22%3A%22K%C3%B6ln%22%7D')
  })

  it('follows the documented style or content type of a property', () => {
    const encodings = {
      filter: { style: 'deepObject', explode: true },
      ids: { explode: false },
      payload: { contentType: 'application/json' },
    } as const

    const written = encodeForm({ filter: { a: 1 }, ids: [1, 2], payload: [1, null] }, encodings)

    expect(written).toBe('filter%5Ba%5D=1&ids=1,2&payload=%5B1%2Cnull%5D')
  })

  it('is read back unchanged by a form decoder', () => {
    const record = fc.dictionary(fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }))

    fc.assert(
      fc.property(record, (fields) => {
        const read = new URLSearchParams(encodeForm(fields, {}))

        expect([...read.entries()]).toEqual(Object.entries(fields))
      }),
    )
  })
})

describe('a multipart body', () => {
  const schemas: Record<string, JsonObject> = {
    file: { type: 'string', format: 'binary' },
    files: { type: 'array', items: { type: 'string', format: 'binary' } },
  }

  it('names each part, and gives files a name and a type', () => {
    const value = { title: 'a"b', file: 'bytes', files: ['1', '2'], meta: { a: 1 }, photo: 'p' }
    const encodings = { photo: { contentType: 'image/png, image/jpeg' } }

    const { content, boundary } = encodeMultipart(value, { encodings, schemaOf: (name) => schemas[name] })

    expect(content.replaceAll(boundary, 'B').split('\r\n')).toEqual([
      '--B',
      'Content-Disposition: form-data; name="title"',
      '',
      'a"b',
      '--B',
      'Content-Disposition: form-data; name="file"; filename="file.bin"',
      'Content-Type: application/octet-stream',
      '',
      'bytes',
      '--B',
      'Content-Disposition: form-data; name="files"; filename="files.bin"',
      'Content-Type: application/octet-stream',
      '',
      '1',
      '--B',
      'Content-Disposition: form-data; name="files"; filename="files.bin"',
      'Content-Type: application/octet-stream',
      '',
      '2',
      '--B',
      'Content-Disposition: form-data; name="meta"',
      'Content-Type: application/json',
      '',
      '{"a":1}',
      '--B',
      'Content-Disposition: form-data; name="photo"',
      'Content-Type: image/png',
      '',
      'p',
      '--B--',
      '',
    ])
  })

  it('uses the same boundary for the same value, and one that its content does not hold', () => {
    const first = encodeMultipart({ a: 'x' }, { encodings: {}, schemaOf: noSchema })
    const second = encodeMultipart({ a: 'x' }, { encodings: {}, schemaOf: noSchema })
    const nested = encodeMultipart({ a: first.content }, { encodings: {}, schemaOf: noSchema })

    expect(second).toEqual(first)
    expect(nested.boundary).not.toBe(first.boundary)
  })

  it('is read back unchanged by the platform decoder', async () => {
    const record = fc.dictionary(
      fc.stringMatching(/^[a-zA-Z][\w.[\]-]*$/),
      fc.string({ unit: 'binary' }).filter((text) => !text.includes('\r') && !text.includes('\ufeff')),
      { minKeys: 1, noNullPrototype: true },
    )

    await fc.assert(
      fc.asyncProperty(record, async (fields) => {
        const { content, boundary } = encodeMultipart(fields, { encodings: {}, schemaOf: noSchema })
        const headers = { 'Content-Type': `multipart/form-data; boundary=${boundary}` }

        const read = await new Response(content, { headers }).formData()

        expect([...read.entries()]).toEqual(Object.entries(fields))
      }),
      { numRuns: 50 },
    )
  })
})

describe('an XML body', () => {
  const xml = (value: Json, schema: JsonObject | undefined): string =>
    encodeXml(value, schema, 'Pet').split('\n')[1] ?? ''

  it('follows the hints for names, attributes, prefixes and wrapped arrays', () => {
    const schema = {
      $ref: '#/$defs/Pet',
      $defs: {
        Pet: {
          type: 'object',
          xml: { name: 'pet', prefix: 'p', namespace: 'http://x.test/pets' },
          properties: {
            id: { type: 'integer', xml: { attribute: true } },
            tags: { type: 'array', xml: { wrapped: true }, items: { type: 'string', xml: { name: 'tag' } } },
            toys: { type: 'array', items: { type: 'string' } },
          },
        },
      },
    }

    const written = xml({ id: 7, tags: ['a', 'b'], toys: ['ball'], note: '<&">' }, schema)

    expect(written).toBe(
      '<p:pet xmlns:p="http://x.test/pets" id="7"><tags><tag>a</tag><tag>b</tag></tags><toys>ball</toys>' +
        '<note>&lt;&amp;&quot;&gt;</note></p:pet>',
    )
  })

  it('never holds a character that XML does not allow', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = xml({ a: text, [text]: 'x' }, undefined)

        expect(written).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
      }),
    )
  })
})
