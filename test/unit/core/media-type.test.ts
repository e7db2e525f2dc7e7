import { describe, expect, it } from 'vitest'
import { bodyKindOf, isMediaRange, mediaTypeMatches, parseMediaType } from '../../../core/media-type.ts'
import { concreteMediaType } from '../../../generators/media-type.ts'

describe('a media type', () => {
  it('is taken apart into type, subtype and parameters', () => {
    expect(parseMediaType('Multipart/Form-Data; Boundary="a b"; x')).toEqual({
      type: 'multipart',
      subtype: 'form-data',
      parameters: { boundary: 'a b' },
    })
  })

  it.each(['', 'json', 'a/b/c', 'a b/c', '/'])('is not %j', (text) => {
    expect(parseMediaType(text)).toBeUndefined()
  })

  it.each([
    ['application/json; charset=utf-8', 'json'],
    ['application/vnd.api+json', 'json'],
    ['application/json-patch+json', 'json'],
    ['application/x-www-form-urlencoded', 'form'],
    ['multipart/mixed', 'multipart'],
    ['text/xml', 'xml'],
    ['image/svg+xml', 'xml'],
    ['text/csv', 'text'],
    ['application/octet-stream', 'binary'],
    ['application/jsonlines', 'binary'],
  ] as const)('decides how a body is written: %s', (mediaType, kind) => {
    expect(bodyKindOf(mediaType)).toBe(kind)
  })

  it.each([
    ['application/json', 'Application/JSON; charset=utf-8', true],
    ['text/*', 'text/csv', true],
    ['*/*', 'image/png', true],
    ['application/*+json', 'application/hal+json', true],
    ['application/*+json', 'application/json', false],
    ['text/*', 'application/json', false],
  ])('%s covers %s: %s', (documented, concrete, expected) => {
    expect(mediaTypeMatches(documented, concrete)).toBe(expected)
  })

  it.each([
    ['*/*', 'application/json'],
    ['*', 'application/json'],
    ['text/*', 'text/plain'],
    ['image/*', 'image/png'],
    ['application/*+json', 'application/json'],
    ['application/json; charset=utf-8', 'application/json; charset=utf-8'],
    ['font/*', 'application/octet-stream'],
    ['nonsense', undefined],
  ])('stands for a concrete one where it is a range: %s', (documented, expected) => {
    expect(concreteMediaType(documented)).toBe(expected)
    expect(isMediaRange(expected ?? '')).toBe(false)
  })
})
