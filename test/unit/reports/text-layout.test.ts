import { describe, expect, it } from 'vitest'
import { counted, duration, labelled, shortened, wrap } from '../../../reports/text-layout.ts'

describe('text in columns', () => {
  it('breaks at spaces, and within a word only where it must', () => {
    expect(wrap('one two three four five six seven', 20)).toEqual(['one two three four', 'five six seven'])
    expect(wrap(`${'x'.repeat(45)} y`, 20)).toEqual(['x'.repeat(20), 'x'.repeat(20), 'xxxxx y'])
    expect(wrap('a\n\nb', 20)).toEqual(['a', '', 'b'])
  })

  it('never cuts a character in two', () => {
    expect(wrap('😀'.repeat(21), 20)).toEqual(['😀'.repeat(20), '😀'])
    expect(shortened('😀😀😀', 2)).toBe('😀…')
    expect(shortened('😀😀', 2)).toBe('😀😀')
  })

  it('stands beside its label', () => {
    const lines = labelled('came', 'a text that is longer than the line', { width: 32 })

    expect(lines).toEqual(['  came      a text that is', '            longer than the line'])
  })
})

describe('numbers for people', () => {
  it.each([
    [0, '0 ms'],
    [999.4, '999 ms'],
    [1000, '1.0 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 0 s'],
    [3_599_400, '59 min 59 s'],
    [4_320_000, '1 h 12 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text)
  })

  it('agree with their noun', () => {
    expect([0, 1, 1234].map((count) => counted(count, 'case'))).toEqual(['0 cases', '1 case', '1,234 cases'])
  })
})
