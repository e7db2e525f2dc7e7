import type { SecretKind } from '../../core/exchange.ts'

/**
 * What stands for a secret text: as long in UTF-16 and in UTF-8, digits as `0`, letters as `x` or `X`, everything else
 * as it was, so that length and form can still be judged. A UUID stays a UUID of its version.
 */
export function maskText(text: string): string {
  if (UUID.test(text)) return maskUuid(text)
  return text.replace(/[\p{L}\p{N}]/gu, maskCharacter)
}

/** The same for what stands between the quotes of a JSON string: an escaped character becomes an escaped one. */
export function maskEscaped(raw: string): string {
  if (!raw.includes('\\')) return maskText(raw)
  return raw.replace(/\\u([0-9a-fA-F]{4})|\\.|[\p{L}\p{N}]/gsu, (part, hex: string | undefined) => {
    if (hex !== undefined)
      return `\\u00${maskCharacter(String.fromCharCode(Number.parseInt(hex, 16))) === '0' ? '30' : '78'}`
    return part.startsWith('\\') ? part : maskCharacter(part)
  })
}

/** What stands for percent-encoded text: each encoded byte is `%78`, an `x`. */
export function maskEncoded(text: string): string {
  return text.replace(/%[0-9a-fA-F]{2}|[\p{L}\p{N}]/gu, (part) => (part.length === 3 ? '%78' : maskCharacter(part)))
}

/** A JSON number of as many digits: 1 and zeros, sign, point and exponent as they were. */
export function maskNumber(text: string): string {
  const [mantissa = '', ...exponent] = text.split(/(?=[eE])/)
  const masked = mantissa.replace(/\d/g, '0').replace(/^(-?)0(?=0|$)/, '$11')
  return [masked, ...exponent].join('')
}

/** Whether a value was masked by its server: little is left to see, and what stands for the rest is no value. */
export function isMasked(text: string, kind: SecretKind): boolean {
  const masks = SECRET_WORDS.has(kind) ? /[*•●·]{3,}/ : /[*•●·#]{3,}|[xX]{3,}/
  if (!masks.test(text)) return false
  const visible = text.replace(/[*•●·#]+|[xX]{3,}/g, '').replace(/[^\p{L}\p{N}]/gu, '')
  return visible.length <= MOST_VISIBLE
}

/** First six and last four digits are what PCI DSS lets one show. */
const MOST_VISIBLE = 10

/** Kinds whose values are words of any characters, so that a run of `x` may be part of one. */
const SECRET_WORDS = new Set<SecretKind>(['access-token', 'api-key', 'webhook-secret', 'credential'])

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function maskUuid(text: string): string {
  const masked = text.replace(/[0-9a-f]/gi, '0')
  return `${masked.slice(0, 14)}${text[14] ?? ''}${masked.slice(15, 19)}8${masked.slice(20)}`
}

function maskCharacter(character: string): string {
  if (character >= '0' && character <= '9') return '0'
  if (character >= 'a' && character <= 'z') return 'x'
  if (character >= 'A' && character <= 'Z') return 'X'
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return 'x'
  if (code < 0x8_00) return 'ж'
  return code < 0x1_00_00 ? 'ア' : '𐌰'
}
