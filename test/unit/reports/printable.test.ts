import { expect, it } from 'vitest'
import { isPrintable, printable, printableLine } from '../../../reports/printable.ts'

it('leaves what people write as it is', () => {
  const text = 'Grüße, 日本語, 😀, naïve “quotes”\n\tindented'

  expect(printable(text)).toBe(text)
  expect(isPrintable(text)).toBe(true)
})

it.each([
  ['an escape sequence', '\u001b[31m', String.raw`\u001b[31m`],
  ['a C1 control sequence', '\u009b2J', String.raw`\u009b2J`],
  ['a bell and a backspace', '\u0007\b', String.raw`\u0007\u0008`],
  ['a carriage return', 'safe\revil', String.raw`safe\u000devil`],
  ['marks that reorder text', '\u202e\u2066', String.raw`\u202e\u2066`],
  ['invisible characters', '\u200b\ufeff\u{e0041}', String.raw`\u200b\ufeff\u{e0041}`],
  ['half a character', '\ud800', String.raw`\ud800`],
])('shows %s instead of printing it', (_name, text, shown) => {
  expect(printable(text)).toBe(shown)
  expect(isPrintable(text)).toBe(false)
})

it('has one line where one line is wanted', () => {
  expect(printableLine('a\r\nb\tc')).toBe(String.raw`a\nb\tc`)
})
