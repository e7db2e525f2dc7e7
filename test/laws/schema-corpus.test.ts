import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../core/json.ts'
import { draw } from '../../generators/draw.ts'
import { arbitraryFromSchema, UnsatisfiableSchema } from '../../generators/from-schema.ts'
import corpus from '../corpus/schemas/by-keyword.json' with { type: 'json' }
import impossible from '../corpus/schemas/unsatisfiable.json' with { type: 'json' }
import { independentValidator } from './independent-validator.ts'

interface Entry {
  readonly name: string
  readonly schema: JsonObject | boolean
}

// The file is plain JSON; its entries have different shapes, which makes the inferred type useless.
const entries = corpus as unknown as readonly Entry[]
const VALUES = 500
const SHRUNK = 12
const STEPS = 60

describe.each(entries)('values of $name', ({ schema }) => {
  it('are valid according to another validator, whatever the seed', async () => {
    const isValid = await independentValidator(schema)
    const values = arbitraryFromSchema(schema)

    const invalid = seeds(VALUES)
      .map((seed) => draw(values, seed).value)
      .filter((value) => !isValid(value))

    expect(invalid).toEqual([])
  })

  it('are the same for the same seed', () => {
    const first = seeds(50).map((seed) => draw(arbitraryFromSchema(schema), seed).value)
    const second = seeds(50).map((seed) => draw(arbitraryFromSchema(schema), seed).value)

    expect(second).toEqual(first)
  })

  it('stay valid while they shrink, and shrink to an end', async () => {
    const isValid = await independentValidator(schema)
    const values = arbitraryFromSchema(schema)

    const paths = seeds(SHRUNK).map((seed) => {
      const visited: Json[] = []
      let current = draw(values, seed)
      for (let step = 0; step < STEPS; step++) {
        const candidates = Iterator.from(current.shrinks()).take(8).toArray()
        visited.push(...candidates.map(({ value }) => value))
        const next = candidates[step % 2 === 0 ? 0 : candidates.length - 1]
        if (next === undefined) return { visited, ended: true }
        current = next
      }
      return { visited, ended: false }
    })

    expect(paths.flatMap(({ visited }) => visited).filter((value) => !isValid(value))).toEqual([])
    expect(paths.every(({ ended }) => ended)).toBe(true)
  })
})

describe('the whole corpus', () => {
  it('is generated with at most one discarded candidate in a hundred values', () => {
    const stats = { generated: 0, discarded: 0 }

    for (const { schema } of entries) {
      const values = arbitraryFromSchema(schema, { stats })
      for (const seed of seeds(100)) draw(values, seed)
    }

    expect(stats.generated).toBe(entries.length * 100)
    expect(stats.discarded / stats.generated).toBeLessThanOrEqual(0.01)
  })
})

describe('schemas without values', () => {
  it.each(impossible)('explains $name', ({ schema, message }) => {
    const generate = (): unknown => arbitraryFromSchema(schema)

    expect(generate).toThrow(UnsatisfiableSchema)
    expect(generate).toThrow(message)
  })
})

function seeds(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i)
}
