import { describe, expect, it } from 'vitest'
import { deriveSeed } from '../../../core/seed.ts'
import { draw, minimal } from '../../../generators/draw.ts'
import { stringMatching, UnsupportedPattern } from '../../../generators/pattern.ts'

const ANY_LENGTH = { minLength: 0, maxLength: Infinity }

/** Pattern and its plainest match. */
const supported: readonly (readonly [pattern: string, plainest: string])[] = [
  ['', ''],
  ['^$', ''],
  ['abc', 'abc'],
  ['^\\d{4}-\\d{2}$', '0000-00'],
  ['^[A-Z]{2,3}[0-9]+$', 'AA0'],
  ['^(?:[a-z]{1,63}\\.){1,10}[a-z]{2,}$', 'a.aa'],
  ['^([01]\\d|2[0-3]):[0-5]\\d$', '00:00'],
  ['^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?$', '0'],
  ['^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$', 'a@a.a'],
  ['[0-9]{3}|x$', 'x'],
  ['^(^a|b)c', 'ac'],
  ['\\bfoo\\b', 'foo'],
  ['^(a|b)\\1$', 'aa'],
  ['^(?<year>\\d\\d)-\\k<year>$', '00-00'],
  ['^(?=[A-Z]{3}\\d{2}$).{5}$', 'AAA00'],
  ['^\\p{L}+$', 'a'],
  ['^\\p{Script=Thai}+$', 'ไ'],
  ['^[\\u0400-\\u04FF]$', 'Ѐ'],
  ['^\\u{1F600}$', '😀'],
  ['^\\x00$', '\u0000'],
  ['^\\d+\\-\\d+$', '0-0'],
  ['^[\\_\\@]+$', '_'],
  ['^a{1,1000}$', 'a'],
  ['^[^a-z]$', '0'],
  ['(?<=\\$)\\d+', '$0'],
  ['\\d(?= EUR)', '0 EUR'],
  ['(?<=a)b(?=c)', 'abc'],
  ['^\\$\\(\\)\\[\\]\\{\\}$', '$()[]{}'],
]

describe('a string matching a pattern', () => {
  it.each(supported)('matches %j, whatever the seed', (pattern) => {
    const texts = stringMatching(pattern, ANY_LENGTH)
    const expression = pattern.includes('\\-')
      ? new RegExp(pattern)
      : new RegExp(pattern.replaceAll('\\_', '_').replaceAll('\\@', '@'), 'u')

    const drawn = Array.from({ length: 200 }, (_, seed) => draw(texts, seed).value)

    expect(drawn.filter((text) => !expression.test(text))).toEqual([])
  })

  it.each(supported)('shrinks %j to %j', (pattern, plainest) => {
    const texts = stringMatching(pattern, ANY_LENGTH)

    const smallest = new Set([1, 2, 3].map((seed) => minimal(texts, seed).value))

    expect([...smallest]).toEqual([plainest])
  })

  it.each([
    ['^[a-z]+$', 5, 5],
    ['x', 10, 12],
    ['^(?:ab)+$', 4, 7],
    ['^[a-z]+(-[a-z]+)*$', 10, 12],
    ['^\\p{Emoji_Presentation}*$', 3, 3],
    ['^.*$', 200, 201],
  ])('keeps to the length bounds of %j: %i to %i code points', (pattern, minLength, maxLength) => {
    const texts = stringMatching(pattern, { minLength, maxLength })

    const lengths = Array.from({ length: 100 }, (_, seed) => Array.from(draw(texts, seed).value).length)

    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(minLength)
    expect(Math.max(...lengths)).toBeLessThanOrEqual(maxLength)
  })

  it('reaches every alternative and both sides of what is optional', () => {
    const texts = stringMatching('^(red|green|blue)!?$', ANY_LENGTH)

    const drawn = new Set(Array.from({ length: 200 }, (_, i) => draw(texts, deriveSeed(1, i)).value))

    expect([...drawn].toSorted()).toEqual(['blue', 'blue!', 'green', 'green!', 'red', 'red!'])
  })

  it('finds what look-aheads ask for', () => {
    const password = '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)(?=.*[@$!%*?&])[A-Za-z\\d@$!%*?&]{8,12}$'
    const texts = stringMatching(password, ANY_LENGTH)

    const drawn = Array.from({ length: 200 }, (_, seed) => draw(texts, seed).value)

    expect(drawn.filter((text) => !new RegExp(password, 'u').test(text))).toEqual([])
    expect(new Set(drawn).size).toBeGreaterThan(150)
  })

  it('is the same for the same seed', () => {
    const drawn = [1, 2, 3].map(() => draw(stringMatching('^[a-z]{5,9}\\d$', ANY_LENGTH), 7).value)

    expect(new Set(drawn).size).toBe(1)
  })

  it.each([
    ['(?i)abc', 'inline flags such as (?i) are not ECMA-262'],
    ['\\Aabc\\Z', '\\A, \\Z and \\z are not ECMA-262 (use ^ and $)'],
    ['^[[:alpha:]]+$', 'POSIX classes such as [[:alpha:]] are not ECMA-262'],
    ['a++', 'possessive quantifiers are not ECMA-262'],
  ])('explains why %j is not supported', (pattern, reason) => {
    expect(() => stringMatching(pattern, ANY_LENGTH)).toThrow(new UnsupportedPattern(pattern, reason))
  })

  it('explains that no match has the length asked for', () => {
    const texts = stringMatching('^abc$', { minLength: 5, maxLength: 9 })

    expect(() => draw(texts, 1)).toThrow('no match of the length asked for was found')
  })

  it('gives up on what nothing matches', () => {
    const texts = stringMatching('^(?=a)b$', ANY_LENGTH)

    expect(() => draw(texts, 1)).toThrow(UnsupportedPattern)
  })
})
