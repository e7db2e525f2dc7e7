import { deriveSeed } from '../../core/seed.ts'
import type { TextMember } from './text-member.ts'

/** Shorter ones could be met by chance. */
const SHORTEST = 6

/**
 * A text that no other request of the run carries, by which what became of this one is recognised; `undefined` where
 * the member has no room for one. Plain letters and digits: nothing that a server would rightly change.
 */
export function freshText(seed: number, member: Pick<TextMember, 'minLength' | 'maxLength'>): string | undefined {
  if (member.maxLength < SHORTEST) return undefined
  const digits = `${letters(deriveSeed(seed, 'text'))}${letters(deriveSeed(seed, 'more'))}`
  const long = `conformance ${digits}`
  const text = member.maxLength >= long.length ? long : digits.slice(0, member.maxLength)
  return text.padEnd(member.minLength, 'x')
}

/** Letters only: a text of digits could be taken for a number. */
function letters(seed: number): string {
  const digits = seed.toString(26).padStart(7, '0').slice(-7)
  return digits.replaceAll(/[\da-p]/g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
}
