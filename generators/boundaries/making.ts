import type * as fc from 'fast-check'
import type { Json, JsonObject } from '../../core/json.ts'
import { draw } from '../draw.ts'
import { arbitraryFromSchema } from '../from-schema.ts'
import { type RequestOptions, reasonOf } from '../request-options.ts'

/** Draws values of schemas without references; each schema is prepared once. */
export interface Making {
  /** A value that is accepted, or why there is none, in one line. */
  draw(schema: JsonObject, options: DrawOptions): Made
}

export interface DrawOptions {
  readonly seed: number
  readonly name?: string | undefined
  readonly ascii: boolean
  accepts(value: Json): boolean
}

export type Made = { readonly value: Json } | { readonly reason: string }

const ATTEMPTS = 24

/** Maker of values under the options of a run. */
export function createMaking(options: RequestOptions): Making {
  const known = new Map<string, fc.Arbitrary<Json> | string>()

  function arbitraryOf(schema: JsonObject, name: string | undefined, ascii: boolean): fc.Arbitrary<Json> | string {
    const key = JSON.stringify([schema, name, ascii])
    let arbitrary = known.get(key)
    if (arbitrary === undefined) {
      const { onOmitted: _, pointerOf: __, domain, ...generation } = options
      try {
        arbitrary = arbitraryFromSchema(schema, {
          ...generation,
          ...(name === undefined ? {} : { name, ...(domain === undefined ? {} : { domain }) }),
          ...(ascii ? { characters: 'ascii' as const } : {}),
        })
      } catch (error) {
        arbitrary = reasonOf(error)
      }
      known.set(key, arbitrary)
    }
    return arbitrary
  }

  return {
    draw: (schema, { seed, name, ascii, accepts }) => {
      const arbitrary = arbitraryOf(schema, name, ascii)
      if (typeof arbitrary === 'string') return { reason: arbitrary }
      try {
        for (let i = 0; i < ATTEMPTS; i++) {
          const { value } = draw(arbitrary, seed + i)
          if (accepts(value)) return { value }
        }
      } catch (error) {
        return { reason: reasonOf(error) }
      }
      return { reason: `none of ${ATTEMPTS} candidates was accepted` }
    },
  }
}
