import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../core/json.ts'
import type { Fact } from '../../../generators/shown-facts.ts'
import { isForbiddenByGuides, isRestrictedInWords } from '../../../run/restricted-in-words.ts'
import { schemaView } from '../../../spec/schema-view.ts'
import { contractOf } from '../../support/contract-of.ts'

const contract = await contractOf({ '/things': { get: { operationId: 'listThings', responses: {} } } })

function fact(kind: Fact['kind'], part: JsonObject, value?: string): Fact {
  return {
    kind,
    place: { in: 'body', name: '', pointer: '/source/use' },
    key: kind,
    promise: kind,
    document: '#',
    parts: [part],
    view: schemaView(contract, '#', 'request'),
    ...(value !== undefined && { value }),
  }
}

const USES = { enum: ['credit', 'debit', 'both'] }

describe('words of the document', () => {
  const only = { ...USES, description: 'Which way money goes. For recipients we accept only a value of `credit`.' }

  it('take back a listed value that they leave out', () => {
    expect(isRestrictedInWords(fact('enum', only, 'debit'))).toBe(true)
  })

  it.each([
    ['the value that they name', only, 'credit'],
    ['a list without such words', { ...USES, description: 'One of `credit`, `debit` and `both`.' }, 'debit'],
    ['words that name no other value', { ...USES, description: 'Can only be set once.' }, 'debit'],
    ['nothing at all', USES, 'debit'],
  ])('leave alone %s', (_, part, value) => {
    expect(isRestrictedInWords(fact('enum', part, value))).toBe(false)
  })

  it.each([
    ['Required if the payment is by bank transfer.', true],
    ['You must send it for pre-authorizations.', true],
    ['It is not required for cards.', false],
    ['A note for the customer.', false],
  ])('%s', (description, expected) => {
    expect(isRestrictedInWords(fact('absent', { type: 'string', description }))).toBe(expected)
  })
})

describe('guides of the API', () => {
  const rules = [{ operations: ['pay'], place: '/source/use', kind: 'absent' }] as const

  it('forbid what they forbid, where they do', () => {
    expect(isForbiddenByGuides(rules, 'pay', fact('absent', {}))).toBe(true)
    expect(isForbiddenByGuides(rules, 'refund', fact('absent', {}))).toBe(false)
    expect(isForbiddenByGuides(rules, 'pay', fact('maxLength', {}))).toBe(false)
  })
})
