import { describe, expect, it } from 'vitest'
import { hasMultiple, numberRangeOf } from '../../../../spec/lint/number-range.ts'

describe('numberRangeOf', () => {
  it('keeps the narrowest bounds of all schemas, an exclusive one over an equal inclusive one', () => {
    const range = numberRangeOf([{ minimum: 1, maximum: 9 }, { minimum: 3, exclusiveMaximum: 9 }, { minimum: 2 }])

    expect(range).toEqual({
      low: { keyword: 'minimum', value: 3, exclusive: false },
      high: { keyword: 'exclusiveMaximum', value: 9, exclusive: true },
    })
  })

  it('reads the exclusive bounds of OpenAPI 3.0', () => {
    const range = numberRangeOf([{ minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: false }])

    expect(range.low?.exclusive).toBe(true)
    expect(range.high?.exclusive).toBe(false)
  })
})

describe('hasMultiple', () => {
  it.each([
    { schema: { minimum: 1 }, step: 5, found: true },
    { schema: { minimum: 1, maximum: 4 }, step: 5, found: false },
    { schema: { minimum: -1, maximum: 4 }, step: 5, found: true },
    { schema: { minimum: 0.3, maximum: 0.3 }, step: 0.1, found: true },
    { schema: { exclusiveMinimum: 0.3, exclusiveMaximum: 0.4 }, step: 0.1, found: false },
    { schema: { exclusiveMinimum: 1, exclusiveMaximum: 2 }, step: 0, found: true },
    { schema: { exclusiveMinimum: 1, maximum: 1 }, step: 0, found: false },
    { schema: { minimum: -9e15, maximum: 9e15 }, step: 1, found: true },
  ])('says $found for a multiple of $step in $schema', ({ schema, step, found }) => {
    expect(hasMultiple(numberRangeOf([schema]), step)).toBe(found)
  })
})
