import { describe, expect, it } from 'vitest'
import { worst, type Verdict } from '../../../core/verdict.ts'

const RISING: readonly Verdict[] = ['skipped', 'pass', 'inconclusive', 'fail']

describe('worst', () => {
  it('is skipped where nothing was concluded', () => {
    expect(worst([])).toBe('skipped')
  })

  it.each(RISING.flatMap((left, i) => RISING.map((right, j) => [left, right, RISING[Math.max(i, j)]] as const)))(
    'of %s and %s is %s',
    (left, right, expected) => {
      expect(worst([left, right])).toBe(expected)
    },
  )

  it('reads any iterable once', () => {
    expect(worst(new Set<Verdict>(['pass', 'inconclusive', 'skipped']).values())).toBe('inconclusive')
  })
})
