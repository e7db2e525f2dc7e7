import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { biasOf, draw, minimal } from '../../../generators/draw.ts'

const order = fc.record({ amount: fc.integer({ min: 5, max: 900 }), lines: fc.array(fc.string(), { minLength: 1 }) })

describe('drawing a value', () => {
  it('yields the same value for the same seed and bias', () => {
    for (const seed of [0, 1, 7, -1, 4_294_967_295]) {
      expect(draw(order, seed, 2).value).toEqual(draw(order, seed, 2).value)
    }
  })

  it('yields other values for other seeds', () => {
    const values = Array.from({ length: 100 }, (_, seed) => draw(fc.maxSafeInteger(), seed).value)

    expect(new Set(values).size).toBe(100)
  })

  it('offers simpler values, each of which offers simpler ones again', () => {
    const drawn = draw(order, 11)

    const [first] = drawn.shrinks()

    expect(first?.value).not.toEqual(drawn.value)
    expect([...(first?.shrinks() ?? [])].length).toBeGreaterThan(0)
  })

  it('can be asked for its simpler values twice', () => {
    const drawn = draw(order, 3)

    expect([...drawn.shrinks()].map((simpler) => simpler.value)).toEqual(
      [...drawn.shrinks()].map((simpler) => simpler.value),
    )
  })
})

describe('the minimal value', () => {
  it('is the plainest one whatever the seed', () => {
    for (const seed of [1, 2, 3, 4]) expect(minimal(order, seed).value).toEqual({ amount: 5, lines: [''] })
  })

  it('is the plainest one that is accepted', () => {
    const found = minimal(fc.integer({ min: 0, max: 1000 }), 9, (value) => value >= 137)

    expect(found.value).toBe(137)
  })

  it('ends on an arbitrary that never ends to shrink', () => {
    const endless = fc.infiniteStream(fc.constant(1)).map(() => 1)
    const looping = fc.integer().chain((value) => fc.constant(value))

    expect(minimal(endless, 1).value).toBe(1)
    expect(minimal(looping, 1, () => true).value).toBe(0)
  })
})

describe('the bias of a run', () => {
  it('weakens as the run goes on', () => {
    expect([0, 8, 9, 99, 9_999].map(biasOf)).toEqual([2, 2, 3, 4, 6])
  })
})
