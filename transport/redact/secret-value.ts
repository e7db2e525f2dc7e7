import type { SecretKind } from '../../core/exchange.ts'
import { isMadeUp } from '../../core/made-up-credential.ts'
import { isMasked } from './mask.ts'

/**
 * Whether a value under a secret name is one: not empty, not masked already, and of a form that the secret can have,
 * because the same words are used for other things (`track: "Blue Train"`, `cvv: "matched"`, `pin: "on the map"`).
 *
 * @param name the last word decides where a name is ambiguous
 */
export function isSecretValue(value: string, kind: SecretKind, name: string): boolean {
  if (value === '' || value === PLACEHOLDER || isMadeUp(value) || isMasked(value, kind)) return false
  const short = SHORT_NAMES[name.toLowerCase()]
  if (short !== undefined) return short.test(value)
  return WITH_DIGITS.has(kind) ? /\p{N}/u.test(value) : /[\p{L}\p{N}]/u.test(value)
}

/** What sample generators write for a text. */
const PLACEHOLDER = 'string'

const WITH_DIGITS = new Set<SecretKind>([
  'card-number',
  'card-security-code',
  'account-number',
  'routing-number',
  'tax-id',
  'personal-id',
])

/** Names that are ordinary words. */
const SHORT_NAMES: Readonly<Record<string, RegExp>> = {
  track: /^(?:%?[A-Z]\d{8,19}\^|;?\d{8,19}[=D])/,
  pin: /^(?:\d{4,12}|[\dA-Fa-f]{14,})$/,
  otp: /^\w{4,}$/,
  tin: /\d.*\d.*\d.*\d/,
  ein: /\d.*\d.*\d.*\d/,
}
