import type { SecretKind } from './exchange.ts'

/**
 * The shell expression that stands for a secret in a printed command: a variable to set, with a harmless value of the
 * right form where it is not, so that a pasted command works as it is. No default spells out a card number.
 *
 * @example placeholderFor('access-token') // ${ACCESS_TOKEN:-conformance}
 */
export function placeholderFor(kind: SecretKind): string {
  const { variable, fallback } = PLACEHOLDERS[kind]
  return `\${${variable}:-${fallback}}`
}

/** Name of the shell variable that stands for a secret: `CARD_NUMBER`. */
export function variableFor(kind: SecretKind): string {
  return PLACEHOLDERS[kind].variable
}

const CARD = "$(printf '42%.0s' 1 2 3 4 5 6 7 8)"

const PLACEHOLDERS: Readonly<Record<SecretKind, { readonly variable: string; readonly fallback: string }>> = {
  'access-token': { variable: 'ACCESS_TOKEN', fallback: 'conformance' },
  'api-key': { variable: 'API_KEY', fallback: 'conformance' },
  'webhook-secret': { variable: 'WEBHOOK_SECRET', fallback: 'conformance-secret' },
  'card-number': { variable: 'CARD_NUMBER', fallback: CARD },
  'card-security-code': { variable: 'CARD_SECURITY_CODE', fallback: '123' },
  'track-data': { variable: 'TRACK_DATA', fallback: `;${CARD}=3012101?` },
  'account-number': { variable: 'ACCOUNT_NUMBER', fallback: '1234567890' },
  'routing-number': { variable: 'ROUTING_NUMBER', fallback: '021000021' },
  'tax-id': { variable: 'TAX_ID', fallback: '123456789' },
  'personal-id': { variable: 'PERSONAL_ID', fallback: '000-00-0000' },
  credential: { variable: 'CREDENTIAL', fallback: 'conformance' },
}
