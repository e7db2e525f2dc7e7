import type { Random } from 'fast-check'
import { between, percent, pick } from './chance.ts'

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const ALPHANUMERIC = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789']
const PRINTABLE = Array.from({ length: 95 }, (_, i) => String.fromCharCode(0x20 + i))
/** Accents, scripts written right to left, wide and combining characters, and some outside the basic plane. */
const UNICODE = [...'éßñÅøžЖщαΩعשहไ中日本한ｱ…–“€™→\u00a0\u0301😀👩𝒳𐍈']

/** Longer strings are drawn only when `minLength` asks for them; the bound itself is drawn up to this length. */
const LONGEST_EDGE = 1_024
const USUAL_LENGTH = 12

/** A text without a pattern: mostly short and plain, sometimes any printable text, rarely of the longest length. */
export function drawPlainText(random: Random, minLength: number, maxLength: number, ascii: boolean): string {
  const length = drawLength(random, minLength, maxLength)
  const roll = random.nextInt(0, 99)
  const alphabet = roll < 40 ? LETTERS : roll < 70 ? ALPHANUMERIC : roll < 92 || ascii ? PRINTABLE : UNICODE
  let text = ''
  for (let i = 0; i < length; i++) text += pick(random, alphabet)
  return text
}

/** The plainest text of a length. */
export function plainText(length: number): string {
  return 'a'.repeat(length)
}

function drawLength(random: Random, minLength: number, maxLength: number): number {
  if (minLength >= maxLength) return minLength
  const roll = random.nextInt(0, 99)
  if (roll < 8) return minLength
  if (roll < 14 && maxLength <= LONGEST_EDGE && (maxLength <= 256 || percent(random, 25))) return maxLength
  if (roll < 18 && maxLength <= 256) return maxLength - 1
  return between(
    random,
    Math.min(Math.max(minLength, 1), maxLength),
    Math.min(maxLength, Math.max(minLength, 1) + USUAL_LENGTH),
  )
}
