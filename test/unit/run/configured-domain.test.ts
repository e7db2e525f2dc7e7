import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configuredDomain } from '../../../run/configured-domain.ts'

const schema = { type: 'string' }

/** Whether each name is one that the entry has values for. */
function matches(field: string | RegExp, names: readonly string[]): readonly boolean[] {
  const [entry] = configuredDomain([{ field, values: [1] }])
  return names.map((name) => entry?.matches({ name, schema }) === true)
}

describe('the domain of a config file', () => {
  it('matches a field by its whole name', () => {
    expect(matches('amount', ['amount', 'Amount', 'amounts'])).toEqual([true, false, false])
  })

  it('matches a field by a pattern', () => {
    expect(matches(/amount$/i, ['amount', 'tipAmount', 'amounts'])).toEqual([true, true, false])
  })

  it('matches the same name every time, whatever the flags of the pattern', () => {
    expect(matches(/amount/g, ['amount', 'amount', 'amount'])).toEqual([true, true, true])
  })

  it('yields the given values and no others', () => {
    const [entry] = configuredDomain([{ field: 'a', values: [1, 'two', true] }])

    const values = entry?.values({ name: 'a', schema }) ?? fc.constant('none')

    expect(new Set(fc.sample(values, { numRuns: 100, seed: 1 }))).toEqual(new Set([1, 'two', true]))
  })
})
