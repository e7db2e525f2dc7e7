import { describe, expect, it } from 'vitest'
import { fingerprintOf } from '../../../core/finding.ts'

describe('fingerprintOf', () => {
  // Baselines hold fingerprints: a change here makes every known finding a new one.
  it('stays what it is', () => {
    expect(fingerprintOf('no-server-error', 'createOrder', '500')).toBe('49712dcbf29a8e2a')
  })

  it('tells check, operation and key apart', () => {
    const prints = [
      fingerprintOf('a', 'b', 'c'),
      fingerprintOf('x', 'b', 'c'),
      fingerprintOf('a', 'x', 'c'),
      fingerprintOf('a', 'b', 'x'),
      fingerprintOf('ab', '', 'c'),
    ]

    expect(new Set(prints).size).toBe(prints.length)
    for (const print of prints) expect(print).toMatch(/^[0-9a-f]{16}$/)
  })
})
