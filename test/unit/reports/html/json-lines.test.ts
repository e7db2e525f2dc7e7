import { describe, expect, it } from 'vitest'
import { jsonLines } from '../../../../reports/html/json-lines.ts'

/** A line as `kind`, depth and text; plain lines without their kind. */
function shown(text: string, pointer?: string): readonly string[] | undefined {
  return jsonLines(text, pointer)?.map(({ depth, name, text: value, kind }) => {
    const mark = kind === 'plain' ? '' : `${kind}: `
    return `${'  '.repeat(depth)}${mark}${name === undefined ? '' : `${name}: `}${value}`
  })
}

describe('a body laid out for reading', () => {
  it('keeps scalars as they were sent', () => {
    expect(shown('{"a":1.50,"b":12345678901234567890,"c":"\\u0041","d":[],"e":{}}')).toEqual([
      '{',
      '  "a": 1.50,',
      '  "b": 12345678901234567890,',
      '  "c": "\\u0041",',
      '  "d": [],',
      '  "e": {}',
      '}',
    ])
  })

  it('marks the member that is pointed at, with all that is in it', () => {
    expect(shown('{"a":[{"b":1},{"b":{"c":2}}]}', '/a/1/b')).toEqual([
      '{',
      '  "a": [',
      '    {',
      '      "b": 1',
      '    },',
      '    {',
      '      meant: "b": {',
      '        meant: "c": 2',
      '      meant: }',
      '    }',
      '  ]',
      '}',
    ])
  })

  it('marks the whole body for the empty pointer', () => {
    expect(shown('[1]', '')).toEqual(['meant: [', '  meant: 1', 'meant: ]'])
  })

  it('says in its place that a member is missing', () => {
    expect(shown('{"a":{}}', '/a/b')).toEqual(['{', '  "a": {', '    missing: "b": missing', '  }', '}'])
    expect(shown('[]', '/0/b')).toEqual(['[', '  missing: [0]: missing (/b)', ']'])
  })

  it('points at the last of several members of one name', () => {
    expect(shown('{"a":1,"a":2}', '/a')).toEqual(['{', '  "a": 1,', '  meant: "a": 2', '}'])
  })

  it('leaves out the middle of long lists, never what is pointed at', () => {
    const lines = shown(JSON.stringify(Array.from({ length: 100 }, (_, index) => index)), '/80')

    expect(lines).toHaveLength(30)
    expect(lines?.slice(25)).toEqual(['  24,', '  cut: … 55 more …', '  meant: 80,', '  cut: … 19 more …', ']'])
  })

  it('is no JSON where it does not parse, or nests too deep for any parser', () => {
    expect(shown('{"a":')).toBeUndefined()
    expect(shown('<p>')).toBeUndefined()
    expect(shown('['.repeat(60_000))).toBeUndefined()
  })
})
