import { describe, expect, it } from 'vitest'
import { type Complete, pairwiseRows, type Row } from '../../../generators/boundaries/pairwise.ts'

const independent: Complete = (present, absent) => (present.isDisjointFrom(absent) ? present : undefined)

describe('rows of optional members', () => {
  it('are the fewest that show two members together, neither, and each alone', () => {
    const { rows } = pairwiseRows(['a', 'b'], independent)

    expect(rows).toEqual([
      { present: [], absent: ['a', 'b'] },
      { present: ['a', 'b'], absent: [] },
      { present: ['a'], absent: ['b'] },
      { present: ['b'], absent: ['a'] },
    ])
  })

  it.each([3, 10, 35, 126])('show every pair of %i members in all four ways', (count) => {
    const names = Array.from({ length: count }, (_, i) => `m${i}`)

    const { rows, leftOut } = pairwiseRows(names, independent)

    expect(leftOut).toBe(0)
    expect(rows.length).toBeLessThanOrEqual(10)
    expect(pairsMissing(names, rows)).toEqual([])
  })

  it('keep to what members need of each other, and show every pair that is left', () => {
    const names = ['card', 'cvv', 'note']
    const needsCard: Complete = (present, absent) => {
      const all = present.has('cvv') ? new Set([...present, 'card']) : present
      return all.isDisjointFrom(absent) ? all : undefined
    }

    const { rows } = pairwiseRows(names, needsCard)

    expect(rows.filter(({ present }) => present.includes('cvv') && !present.includes('card'))).toEqual([])
    expect(pairsMissing(names, rows)).toEqual(['card absent, cvv present'])
  })

  it('are none where nothing is optional', () => {
    expect(pairwiseRows([], independent)).toEqual({ rows: [], leftOut: 0 })
  })
})

function pairsMissing(names: readonly string[], rows: readonly Row[]): readonly string[] {
  const missing: string[] = []
  for (const [i, one] of names.entries()) {
    for (const other of names.slice(i + 1)) {
      for (const [first, second] of [
        [true, true],
        [true, false],
        [false, true],
        [false, false],
      ]) {
        const shown = rows.some(({ present }) => present.includes(one) === first && present.includes(other) === second)
        const word = (there: boolean | undefined): string => (there === true ? 'present' : 'absent')
        if (!shown) missing.push(`${one} ${word(first)}, ${other} ${word(second)}`)
      }
    }
  }
  return missing
}
