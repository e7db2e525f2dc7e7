import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import SwaggerParser from '@apidevtools/swagger-parser'
import { describe, expect, it } from 'vitest'
import { isJsonObject } from '../../../core/json.ts'
import { loadContract, packagedDocument } from '../../../spec/load.ts'
import { PACKAGED_SHA256 } from '../../../spec/structural-validation.ts'
import { schemaView } from '../../../spec/schema-view.ts'

const contract = await loadContract(undefined, { cache: false })

describe('the packaged document', () => {
  it('is the one whose validity is known', () => {
    const sha256 = createHash('sha256').update(readFileSync(packagedDocument())).digest('hex')

    expect(sha256).toBe(PACKAGED_SHA256)
    expect(contract.sha256).toBe(PACKAGED_SHA256)
  })

  it('is valid OpenAPI', async () => {
    // Validating may write into its input.
    const copy = structuredClone(contract.documents['']) as unknown as Parameters<typeof SwaggerParser.validate>[0] &
      object

    await expect(SwaggerParser.validate(copy)).resolves.toBeDefined()
    expect(contract.warnings).toEqual([])
  })

  it('has all its operations', () => {
    const counts: Record<string, number> = {}
    for (const { method } of contract.operations) counts[method] = (counts[method] ?? 0) + 1

    expect(counts).toEqual({ get: 61, post: 45, delete: 12, put: 7, patch: 6 })
    expect(new Set(contract.operations.map((operation) => operation.path)).size).toBe(88)
    expect(new Set(contract.operations.map((operation) => operation.operationId)).size).toBe(131)
  })

  it('has discriminators whose tags are all found, although their mappings lead nowhere', () => {
    let found = 0
    for (const [pointer, side] of schemas()) {
      for (const node of nodesIn(schemaView(contract, pointer, side).schema)) {
        const { discriminator, oneOf, anyOf } = node
        const choice = oneOf ?? anyOf
        if (!isJsonObject(discriminator) || !isJsonObject(discriminator['branches']) || !Array.isArray(choice)) continue
        found++
        expect(new Set(Object.values(discriminator['branches'])).size).toBe(choice.length)
      }
    }

    expect(found).toBeGreaterThan(10)
  })

  it('has views that a strict validator compiles', () => {
    const seen = new Set<unknown>()
    for (const [pointer, side] of schemas()) {
      const { schema, pointerOf } = schemaView(contract, pointer, side)
      if (typeof schema === 'object') expect(pointerOf(schema)).toBe(pointer)
      if (seen.has(schema) || side === 'response') continue
      seen.add(schema)
      expect(() => new Ajv2020({ strict: false, validateFormats: false }).compile(schema)).not.toThrow()
    }

    expect(seen.size).toBeGreaterThan(100)
  })
})

function schemas(): readonly (readonly [string, 'request' | 'response'])[] {
  return contract.operations.flatMap((operation) => [
    ...[...operation.parameters, ...(operation.requestBody?.content ?? [])].flatMap(({ schema }) =>
      schema === undefined ? [] : [[schema, 'request'] as const],
    ),
    ...operation.responses
      .flatMap((response) => [...response.content, ...response.headers])
      .flatMap(({ schema }) => (schema === undefined ? [] : [[schema, 'response'] as const])),
  ])
}

/** Every object in a schema, each once. */
function nodesIn(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  const found = new Set<Readonly<Record<string, unknown>>>()
  const pending: unknown[] = [schema]
  while (pending.length > 0) {
    const value = pending.pop()
    if (Array.isArray(value)) pending.push(...value)
    else if (isJsonObject(value) && !found.has(value)) {
      found.add(value)
      pending.push(...Object.values(value))
    }
  }
  return [...found]
}
