import { describe, expect, it } from 'vitest'
import type { BrokenConstraint, Case } from '../../../core/case.ts'
import type { Finding } from '../../../core/finding.ts'
import type { Json } from '../../../core/json.ts'
import { createConsequences } from '../../../run/consequences.ts'
import type { Judgement } from '../../../run/judge-case.ts'
import { exchange, finding } from '../reports/sample-run.ts'

function broken(constraint: Partial<BrokenConstraint>, sent: Json = {}): Case {
  return {
    id: 'createPet/invalid/x',
    operationId: 'createPet',
    phase: 'invalid',
    intent: {
      kind: 'invalid',
      constraint: { kind: 'data', description: 'x', document: '#/x', payload: '', ...constraint },
    },
    draft: {
      operationId: 'createPet',
      path: {},
      query: {},
      header: {},
      cookie: {},
      body: { kind: 'value', mediaType: 'application/json', value: sent },
    },
  }
}

const valid: Case = { ...broken({}), phase: 'random', intent: { kind: 'valid' } }

function judgement(...codes: readonly (readonly [code: string, payload?: string])[]): Judgement {
  const findings = codes.map(([code, payload]): Finding =>
    finding({ code, ...(payload !== undefined && { payload: { pointer: payload } }) }),
  )
  return { verdict: 'fail', findings, mockDefects: [], asked: [] }
}

function answering(body: Json): ReturnType<typeof exchange> {
  const content = JSON.stringify(body)
  return exchange({
    outcome: {
      kind: 'response',
      status: 200,
      headers: [['content-type', 'application/json']],
      body: { encoding: 'text', content, bytes: content.length, truncated: false },
    },
  })
}

const said = ({ findings, verdict }: Judgement): readonly string[] => [verdict, ...findings.map(({ code }) => code)]

describe('what follows from a request that should have been refused', () => {
  it('is the content of its own answer', () => {
    const consequences = createConsequences(false)
    const accepted = judgement(['invalid-request-is-rejected'], ['body-matches-schema', '/a'], ['no-server-error'])

    expect(said(consequences.leftOut(broken({}), exchange(), accepted))).toEqual([
      'fail',
      'invalid-request-is-rejected',
      'no-server-error',
    ])
  })

  it('is the same wrong value in a later answer, and no other', () => {
    const consequences = createConsequences(false)
    const storing = broken({ payload: '/amount' }, { amount: 101 })
    consequences.leftOut(storing, exchange(), judgement(['invalid-request-is-rejected']))
    const later = (amount: number): Judgement =>
      consequences.leftOut(
        valid,
        answering({ data: [{ amount }] }),
        judgement(['body-matches-schema', '/data/0/amount']),
      )

    expect(said(later(101))).toEqual(['pass'])
    expect(said(later(102))).toEqual(['fail', 'body-matches-schema'])
  })

  it('is the lack of a member that was left out', () => {
    const consequences = createConsequences(false)
    consequences.leftOut(
      broken({ payload: '/city' }, { name: 'x' }),
      exchange(),
      judgement(['invalid-request-is-rejected']),
    )
    const later = (pointer: string): Judgement =>
      consequences.leftOut(valid, answering({ name: 'x' }), judgement(['body-matches-schema', pointer]))

    expect(said(later('/city'))).toEqual(['pass'])
    expect(said(later('/country'))).toEqual(['fail', 'body-matches-schema'])
  })

  it('is nothing where no wrong request was accepted', () => {
    const consequences = createConsequences(false)
    const refused = judgement(['status-code-is-documented'], ['body-matches-schema', '/amount'])

    expect(consequences.leftOut(broken({ payload: '/amount' }, { amount: 1 }), exchange(), refused)).toBe(refused)
    const shown = judgement(['body-matches-schema', '/amount'])
    expect(consequences.leftOut(valid, answering({ amount: 1 }), shown)).toBe(shown)
  })

  it('is whatever else was not looked into', () => {
    const consequences = createConsequences(false)
    const next = (constraint: Partial<BrokenConstraint>, code: string): readonly string[] =>
      said(consequences.leftOut(broken(constraint), exchange(), judgement([code])))

    const data = 'invalid-request-is-rejected'
    expect(next({ kind: 'authentication-missing' }, 'missing-authentication-is-rejected')).toHaveLength(2)
    expect(next({ kind: 'authentication-invalid' }, 'invalid-token-is-rejected')).toEqual(['pass'])
    expect(next({ breakage: 'wrong-type', payload: '/a' }, data)).toEqual(['fail', data])
    expect(next({ breakage: 'maxLength', payload: '/a' }, data)).toEqual(['pass'])
    expect(next({ breakage: 'missing', payload: '/a/b' }, data)).toEqual(['pass'])
    expect(next({ breakage: 'maxLength', payload: '/ab' }, data)).toEqual(['fail', data])
    expect(next({ breakage: 'null', payload: '/a' }, data)).toEqual(['fail', data])
  })
})
