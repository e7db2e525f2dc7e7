import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { SecretKind } from '../../../core/exchange.ts'
import { placeholderFor, variableFor } from '../../../core/secret.ts'

const DEFAULTS: Readonly<Record<SecretKind, string>> = {
  'access-token': 'conformance',
  'api-key': 'conformance',
  'webhook-secret': 'conformance-secret',
  'card-number': '42'.repeat(8),
  'card-security-code': '123',
  'track-data': `;${'42'.repeat(8)}=3012101?`,
  'account-number': '1234567890',
  'routing-number': '021000021',
  'tax-id': '123456789',
  'personal-id': '000-00-0000',
  credential: 'conformance',
}

function evaluate(expression: string, environment: Readonly<Record<string, string>> = {}): string {
  return execFileSync('/bin/sh', ['-c', `printf %s "${expression}"`], { env: environment }).toString()
}

describe.each(Object.entries(DEFAULTS) as [SecretKind, string][])('%s', (kind, fallback) => {
  it('has in any shell a harmless value of its form, or the one that is set', () => {
    const values = [
      evaluate(placeholderFor(kind)),
      evaluate(placeholderFor(kind), { [variableFor(kind)]: 'it\'s $1 "q"' }),
    ]

    expect(values).toEqual([fallback, 'it\'s $1 "q"'])
  })

  it('is no card number as it is printed', () => {
    expect(placeholderFor(kind)).not.toMatch(/\d{11}/)
  })
})
