import { describe, expect, it } from 'vitest'
import type { BrokenConstraint, Case } from '../../../core/case.ts'
import type { Target } from '../../../run/target.ts'
import { withheldReason } from '../../../run/withheld.ts'
import { oneOperation } from '../../support/contract-of.ts'
import { targetAt } from './run-parts.ts'

const { operation } = await oneOperation({})

function broken(constraint: Partial<BrokenConstraint>): Case {
  return {
    id: 'op/invalid/x',
    operationId: 'op',
    phase: 'invalid',
    intent: { kind: 'invalid', constraint: { description: 'x', document: '#', payload: '', ...constraint } },
    draft: { operationId: 'op', path: {}, query: {}, header: {}, cookie: {} },
  }
}

function reason(planned: Case, madeUp: boolean, unchecked?: Target['unchecked']): string | undefined {
  const target = { ...targetAt('http://127.0.0.1:1'), ...(unchecked !== undefined && { unchecked }) }
  return withheldReason(target, { areMadeUp: () => madeUp }, operation, planned)
}

describe('a case', () => {
  const garbage = broken({ kind: 'authentication-invalid', breakage: 'credentials-garbage' })
  const otherScheme = broken({ kind: 'authentication-invalid', breakage: 'credentials-not-bearer' })

  it('with made-up credentials is not sent where those of the run are made up, too', () => {
    expect(reason(garbage, true)).toBe(
      'Nobody issued the credentials of this run either: with real ones (a token or a token endpoint) it would show whether others are refused.',
    )
    expect(reason(garbage, false)).toBeUndefined()
    expect(reason(otherScheme, true)).toBeUndefined()
    expect(reason(broken({ kind: 'authentication-missing' }), true)).toBeUndefined()
  })

  it('that a mock never answers is not sent', () => {
    expect(reason(broken({}), false, () => ({ describe: 'No answer.', unanswered: true }))).toBe('No answer.')
    expect(reason(broken({}), false, () => ({ describe: 'No look.', unanswered: false }))).toBeUndefined()
  })
})
