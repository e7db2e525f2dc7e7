import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../core/json.ts'
import type { ParameterStyle } from '../../../spec/model.ts'
import { type EncodedPair, expandCookie, expandHeader, expandPath, expandQuery } from '../../../transport/style.ts'

const ARRAY: Json = ['blue', 'black', 'brown']
const OBJECT: Json = { R: 100, G: 200, B: 150 }

const styled = (style: ParameterStyle, explode: boolean) => ({ name: 'color', style, explode })
const query = (pairs: readonly EncodedPair[]): string => pairs.map(([name, value]) => `${name}=${value}`).join('&')

describe('a path parameter', () => {
  it.each([
    ['matrix', false, ';color', ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['matrix', true, ';color', ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
    ['label', false, '.', '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['label', true, '.', '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['simple', false, '', 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['simple', true, '', 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
  ] as const)('follows the table for style %s, explode %s', (style, explode, empty, text, array, object) => {
    const styling = styled(style, explode)

    const written = ['', 'blue', ARRAY, OBJECT].map((value) => expandPath(styling, value))

    expect(written).toEqual([empty, text, array, object])
  })

  it('encodes everything that would end its segment or the path', () => {
    const written = expandPath({ name: 'id', style: 'simple', explode: false }, 'a/b?c#d e%;,é😀')

    expect(written).toBe('a%2Fb%3Fc%23d%20e%25%3B%2C%C3%A9%F0%9F%98%80')
  })
})

describe('a query parameter', () => {
  it.each([
    ['form', false, 'color=', 'color=blue', 'color=blue,black,brown', 'color=R,100,G,200,B,150'],
    ['form', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    [
      'spaceDelimited',
      false,
      'color=',
      'color=blue',
      'color=blue%20black%20brown',
      'color=R%20100%20G%20200%20B%20150',
    ],
    ['spaceDelimited', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    ['pipeDelimited', false, 'color=', 'color=blue', 'color=blue%7Cblack%7Cbrown', 'color=R%7C100%7CG%7C200%7CB%7C150'],
    ['pipeDelimited', true, 'color=', 'color=blue', 'color=blue&color=black&color=brown', 'R=100&G=200&B=150'],
    [
      'deepObject',
      true,
      'color=',
      'color=blue',
      'color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown',
      'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150',
    ],
  ] as const)('follows the table for style %s, explode %s', (style, explode, empty, text, array, object) => {
    const styling = styled(style, explode)

    const written = ['', 'blue', ARRAY, OBJECT].map((value) => query(expandQuery(styling, value)))

    expect(written).toEqual([empty, text, array, object])
  })

  it('is left out when it is null, an empty array or an empty object', () => {
    const written = [null, [], {}].map((value) => expandQuery(styled('form', true), value))

    expect(written).toEqual([[], [], []])
  })

  it('writes deeper objects with one pair of brackets per step', () => {
    const value = { range: { from: 1, to: 2 }, tags: ['a', 'b'], gone: null }

    const written = decodeURIComponent(query(expandQuery({ name: 'f', style: 'deepObject', explode: true }, value)))

    expect(written).toBe('f[range][from]=1&f[range][to]=2&f[tags][0]=a&f[tags][1]=b')
  })

  it('keeps reserved characters where they are allowed, but not those that change how the query is read', () => {
    const styling = { name: 'url', style: 'form', explode: true, allowReserved: true } as const

    const written = query(expandQuery(styling, "https://x.test/?a=1&b=[2]#c+d,e;!$'()*@"))

    expect(written).toBe("url=https://x.test/?a%3D1%26b%3D%5B2%5D%23c%2Bd,e;!$'()*@")
  })

  it('writes numbers in plain digits and nested values as JSON', () => {
    const value = [1e21, 1.5e-7, -0, 12.5, true, { a: 1 }]

    const written = expandQuery(styled('form', true), value).map(([, text]) => decodeURIComponent(text))

    expect(written).toEqual(['1000000000000000000000', '0.00000015', '0', '12.5', 'true', '{"a":1}'])
  })

  it('can be read back by a form decoder, whatever the characters', () => {
    const name = fc.string({ unit: 'binary', minLength: 1 })
    const items = fc.array(fc.string({ unit: 'binary' }), { minLength: 1 })

    fc.assert(
      fc.property(name, items, (key, values) => {
        const written = query(expandQuery({ name: key, style: 'form', explode: true }, values))

        expect(new URLSearchParams(written).getAll(key)).toEqual(values)
      }),
    )
  })

  it.each([
    ['form', ','],
    ['spaceDelimited', '%20'],
    ['pipeDelimited', '%7C'],
  ] as const)('can be split again at the delimiter of %s', (style, delimiter) => {
    const items = fc.array(
      fc.string({ unit: 'binary' }).filter((text) => !/[ |]/.test(text)),
      { minLength: 1 },
    )

    fc.assert(
      fc.property(items, (values) => {
        const [pair] = expandQuery({ name: 'ids', style, explode: false }, values)

        expect(pair?.[1].split(delimiter).map(decodeURIComponent)).toEqual(values)
      }),
    )
  })
})

describe('a header parameter', () => {
  it('is written as it is, items and members joined by commas', () => {
    const written = ['', 'a b/ä', ARRAY, OBJECT].map((value) => expandHeader(styled('simple', false), value))

    expect(written).toEqual(['', 'a b/%C3%A4', 'blue,black,brown', 'R,100,G,200,B,150'])
  })

  it('joins names and values with an equals sign where it is exploded', () => {
    expect(expandHeader(styled('simple', true), OBJECT)).toBe('R=100,G=200,B=150')
  })

  it('never holds what would end the field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(expandHeader(styled('simple', false), text)).toMatch(/^[\t -~]*$/)
      }),
    )
  })
})

describe('a cookie parameter', () => {
  it('is one pair, or one per item where it is exploded', () => {
    expect(expandCookie(styled('form', false), ARRAY)).toEqual([['color', 'blue,black,brown']])
    expect(expandCookie(styled('form', true), ['a;b', 'c'])).toEqual([
      ['color', 'a%3Bb'],
      ['color', 'c'],
    ])
  })
})
