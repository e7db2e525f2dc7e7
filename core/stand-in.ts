import type { SecretKind } from './exchange.ts'

/**
 * A lawful value in place of a mask: as long and of the same characters, so that a request which is about the length or
 * form of a secret is still about that. Card numbers have a valid checksum; nobody was issued any of them.
 */
export function standInFor(kind: SecretKind, mask: string): string {
  if (kind === 'card-number' || kind === 'track-data')
    return mask.replace(/\d{13,19}/, (digits) => cardNumber(digits.length)).replace(/0{2,}/, filled)
  if (kind === 'routing-number' && /^0{9}$/.test(mask)) return '021000021'
  return filled(mask)
}

/** Digits in turn, letters by their place in the alphabet; a JSON number keeps what it begins with. */
function filled(mask: string): string {
  let nth = 0
  return mask.replace(/[0xX]/g, (character) => {
    const place = nth++
    if (character === '0') return String((place + 1) % 10)
    const letter = String.fromCharCode(97 + (place % 26))
    return character === 'x' ? letter : letter.toUpperCase()
  })
}

/** `4242…` with a check digit by ISO/IEC 7812-1 annex B. */
function cardNumber(length: number): string {
  const digits = '42'.repeat(10).slice(0, length - 1)
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const weighed = i % 2 === 0 ? digit * 2 : digit
    sum += weighed > 9 ? weighed - 9 : weighed
  }
  return `${digits}${(10 - (sum % 10)) % 10}`
}
