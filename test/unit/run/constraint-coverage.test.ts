import { describe, expect, it } from 'vitest'
import type { BoundaryPlan } from '../../../generators/boundaries.ts'
import { constraintCoverage } from '../../../run/constraint-coverage.ts'

const draft = { operationId: 'op', path: {}, query: {}, header: {}, cookie: {} }
const constraint = (id: string): BoundaryPlan['coverage']['reachable'][number] => ({
  id,
  document: '#/x',
  payload: '',
  description: id,
})

const PLAN: BoundaryPlan = {
  cases: [
    { name: 'smallest', draft, covers: ['a', 'pairs'] },
    { name: 'largest', draft, covers: ['b', 'pairs'] },
  ],
  coverage: {
    reachable: ['a', 'b', 'c', 'pairs'].map(constraint),
    covered: ['a', 'b', 'pairs'],
    uncovered: [{ id: 'c', reason: 'nothing matches it' }],
  },
}

describe('constraint coverage', () => {
  it('is what was planned when every case was sent', () => {
    expect(constraintCoverage(PLAN, () => true)).toEqual({
      reachable: 4,
      covered: 3,
      uncovered: [{ id: 'c', reason: 'nothing matches it' }],
    })
  })

  it('lacks what cases show that were not sent, also where another case shows a part of it', () => {
    expect(constraintCoverage(PLAN, (name) => name === 'smallest')).toEqual({
      reachable: 4,
      covered: 1,
      uncovered: [
        { id: 'c', reason: 'nothing matches it' },
        { id: 'b', reason: 'the run ended before its request was sent' },
        { id: 'pairs', reason: 'the run ended before its request was sent' },
      ],
    })
  })
})
