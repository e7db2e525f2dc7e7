import { describe, expect, it } from 'vitest'
import { builtInDomain } from '../../generators/domain/registry.ts'
import { draw } from '../../generators/draw.ts'
import { arbitraryFromSchema } from '../../generators/from-schema.ts'
import { loadContract } from '../../spec/load.ts'
import { schemaView, type SchemaView } from '../../spec/schema-view.ts'
import { independentValidator } from './independent-validator.ts'

interface RequestSchema {
  readonly pointer: string
  /** The parameter's name. */
  readonly name?: string
  readonly view: SchemaView
}

const VALUES = 500
const contract = await loadContract()
const requestSchemas = distinct(
  contract.operations.flatMap(({ parameters, requestBody }) => [
    ...parameters.map(({ name, schema }) => ({ name, pointer: schema })),
    ...(requestBody?.content ?? []).map(({ schema }) => ({ pointer: schema })),
  ]),
)
const stats = { generated: 0, discarded: 0 }

describe('the packaged contract', () => {
  it.each(requestSchemas)('yields valid values for $pointer', { timeout: 60_000 }, async ({ name, view }) => {
    const isValid = await independentValidator(view.schema)
    const named = name === undefined ? {} : { name }
    const values = arbitraryFromSchema(view.schema, { ...named, stats, domain: builtInDomain })

    const invalid = Array.from({ length: VALUES }, (_, seed) => draw(values, seed).value).filter(
      (value) => !isValid(value),
    )

    expect(invalid).toEqual([])
  })

  it.each(requestSchemas)('shrinks to valid values for $pointer', async ({ view }) => {
    const isValid = await independentValidator(view.schema)
    const values = arbitraryFromSchema(view.schema, { domain: builtInDomain })

    const visited = [1, 2, 3].flatMap((seed) => {
      const first = draw(values, seed)
      const simpler = Iterator.from(first.shrinks()).take(20).toArray()
      return [...simpler, ...simpler.flatMap((each) => Iterator.from(each.shrinks()).take(3).toArray())]
    })

    expect(visited.map(({ value }) => value).filter((value) => !isValid(value))).toEqual([])
  })

  it('costs at most one discarded candidate in a hundred values', () => {
    const rate = stats.discarded / stats.generated

    console.log(
      `discarded ${stats.discarded} candidates for ${stats.generated} values of ${requestSchemas.length} schemas`,
    )

    expect(stats.generated).toBe(requestSchemas.length * VALUES)
    expect(rate).toBeLessThanOrEqual(0.01)
  })
})

/** One of each: many operations share a parameter or a body. */
function distinct(
  places: readonly { readonly name?: string; readonly pointer: string | undefined }[],
): readonly RequestSchema[] {
  const found = new Map<string, RequestSchema>()
  for (const { pointer, ...rest } of places) {
    if (pointer === undefined) continue
    const view = schemaView(contract, pointer, 'request')
    const key = JSON.stringify(view.schema)
    if (!found.has(key)) found.set(key, { ...rest, pointer, view })
  }
  return [...found.values()]
}
