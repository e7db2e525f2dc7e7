import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../core/json.ts'
import { draw } from '../../../generators/draw.ts'
import { isLegalParameter, legalOnly } from '../../../generators/legal-value.ts'

const path = { in: 'path', style: 'simple', explode: false, allowEmptyValue: false } as const
const query = { in: 'query', style: 'form', explode: true, allowEmptyValue: false } as const
const header = { in: 'header', style: 'simple', explode: false, allowEmptyValue: false } as const

describe('a legal value', () => {
  it.each<[string, Parameters<typeof isLegalParameter>[0], readonly Json[], readonly Json[]]>([
    [
      'in a path',
      path,
      ['a', '...', 'a b', 7, ['a', 'b']],
      ['', '.', '..', 'a/b', 'a\\b', 'a\u0000', '\ud800', null, [], ['a,b']],
    ],
    ['in a query', query, ['a', 'é&=', ['a,b'], { a: 1 }], ['', null, [], {}, ['']]],
    ['in a delimited query', { ...query, explode: false }, ['a,b', ['a', 'b']], [['a,b']]],
    ['in a query that may be empty', { ...query, allowEmptyValue: true }, ['', 'a'], [null]],
    ['in a cookie', { ...query, in: 'cookie' }, ['a.b-c~1', 7], ['', 'a b', 'é', '1;2', null]],
    ['in a header', header, ['a', 'a b!', 1], ['', ' a', 'a ', 'é', 'a\r\nb', ['a,b']]],
    ['in a parameter with a media type', { ...query, mediaType: 'application/json' }, ['', { a: null }, []], [null]],
  ])('%s', (_, placement, legal, illegal) => {
    const isLegal = isLegalParameter(placement)

    expect(legal.filter((value) => !isLegal(value))).toEqual([])
    expect(illegal.filter((value) => isLegal(value))).toEqual([])
  })
})

describe('only legal values', () => {
  it('are drawn and reached by shrinking', () => {
    const even = legalOnly(fc.integer({ min: 0, max: 1000 }), (value) => value % 2 === 0 && value > 10)

    for (let seed = 0; seed < 50; seed++) {
      const drawn = draw(even, seed)

      expect([drawn, ...drawn.shrinks()].filter(({ value }) => value % 2 !== 0 || value <= 10)).toEqual([])
    }
  })

  it('give way to what the schema demands', () => {
    const demanded = legalOnly(fc.constant('a/b'), (value) => !value.includes('/'))

    expect(draw(demanded, 1).value).toBe('a/b')
  })
})
