import { describe, expect, it } from 'vitest'
import { bestMatch, isJsonMediaType, isProblemMediaType, parseMediaType } from '../../../checks/media-type.ts'

const nameOf = (text: string): NonNullable<ReturnType<typeof parseMediaType>> => {
  const name = parseMediaType(text)
  if (name === undefined) throw new Error(`${text} is no media type`)
  return name
}

const matched = (documented: readonly string[], actual: string): string | undefined =>
  bestMatch(
    documented.map((mediaType) => ({ mediaType })),
    nameOf(actual),
  )?.mediaType

describe('A media type', () => {
  it.each([
    ['application/json', true],
    ['Application/JSON; charset=UTF-8', true],
    ['text/json', true],
    ['application/vnd.pet.v2+json', true],
    ['application/problem+json', true],
    ['application/xml', false],
    ['application/json-seq', false],
    ['application/x-ndjson', false],
  ])('%s is JSON: %s', (text, isJson) => {
    expect(isJsonMediaType(nameOf(text))).toBe(isJson)
  })

  it.each(['', 'json', 'application/', '/json', 'application/json, text/html', 'a b/c'])('is not %j', (text) => {
    expect(parseMediaType(text)).toBeUndefined()
  })

  it('is a problem whatever its case and parameters', () => {
    expect(isProblemMediaType(nameOf('Application/Problem+JSON; charset=utf-8'))).toBe(true)
    expect(isProblemMediaType(nameOf('application/json'))).toBe(false)
  })
})

describe('A documented media type', () => {
  it.each([
    ['the same', ['application/json'], 'application/json', 'application/json'],
    ['another case', ['Application/Json'], 'application/JSON', 'Application/Json'],
    ['a charset', ['application/json'], 'application/json;charset=utf-8', 'application/json'],
    [
      'a documented charset',
      ['application/json; charset=utf-8'],
      'application/json',
      'application/json; charset=utf-8',
    ],
    ['a range of subtypes', ['text/*'], 'text/csv', 'text/*'],
    ['a range of all', ['*/*'], 'image/png', '*/*'],
    ['a range of suffixes', ['application/*+json'], 'application/hal+json', 'application/*+json'],
    [
      'the exact before the range',
      ['*/*', 'application/*', 'application/json'],
      'application/json',
      'application/json',
    ],
    ['the subtype range before all', ['*/*', 'application/*'], 'application/json', 'application/*'],
    ['the agreeing parameter', ['a/b; v=1', 'a/b; v=2'], 'a/b; v=2', 'a/b; v=2'],
    ['a key that is no media type', ['anything goes'], 'text/csv', 'anything goes'],
  ])('covers %s', (_what, documented, actual, expected) => {
    expect(matched(documented, actual)).toBe(expected)
  })

  it.each([
    [['application/json'], 'application/problem+json'],
    [['application/problem+json'], 'application/json'],
    [['application/json'], 'text/html'],
    [['text/*'], 'application/json'],
    [['application/*+json'], 'application/json'],
    [[], 'application/json'],
  ])('%j does not cover %s', (documented, actual) => {
    expect(matched(documented, actual)).toBeUndefined()
  })
})
