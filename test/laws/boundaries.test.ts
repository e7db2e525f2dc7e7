import { describe, expect, it } from 'vitest'
import type { Json } from '../../core/json.ts'
import { type BoundaryCase, boundaryCases, type BoundaryPlan } from '../../generators/boundaries.ts'
import { whyInvalid } from '../../run/why-invalid.ts'
import { loadContract } from '../../spec/load.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { independentValidator } from './independent-validator.ts'

const contract = await loadContract()
const plans = contract.operations.map((operation) => ({ operation, plan: planOf(operation) }))
const validators = new Map<string, Promise<(value: Json) => boolean>>()

/** Why a constraint of a real contract may go without a case. */
const EXPLAINED = [/^texts of more than \d+ characters are not sent in a JSON body$/]

describe('boundary cases of the packaged contract', () => {
  it('are valid according to another validator', async () => {
    const invalid: string[] = []
    for (const { operation, plan } of plans) {
      for (const each of plan.cases) {
        for (const { pointer, value, what } of judgedParts(operation, each)) {
          const isValid = await validatorOf(pointer)
          if (!isValid(value)) invalid.push(`${operation.operationId} ${each.name} ${what}: ${JSON.stringify(value)}`)
        }
      }
    }

    expect(invalid).toEqual([])
  })

  it('show every constraint, except what is explained', () => {
    const unexplained = plans.flatMap(({ operation, plan }) =>
      plan.coverage.uncovered
        .filter(({ reason }) => !EXPLAINED.some((known) => known.test(reason)))
        .map(({ id, reason }) => `${operation.operationId}: ${id}: ${reason}`),
    )

    expect(unexplained).toEqual([])
  })

  it('count each constraint once, as covered or not', () => {
    for (const { plan } of plans) {
      const { reachable, covered, uncovered } = plan.coverage
      const ids = reachable.map(({ id }) => id)

      expect(new Set(ids).size).toBe(ids.length)
      expect([...covered, ...uncovered.map(({ id }) => id)].toSorted()).toEqual(ids.toSorted())
    }
  })

  it('have names of their own and keys of their own', () => {
    for (const { plan } of plans) {
      const names = plan.cases.map(({ name }) => name)
      const keys = plan.cases.flatMap(({ draft }) => draft.header['Idempotency-Key'] ?? [])

      expect(new Set(names).size).toBe(names.length)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  it('are the same every time', () => {
    const sample = plans.filter((_, i) => i % 10 === 0)

    for (const { operation, plan } of sample) expect(planOf(operation)).toEqual(plan)
  })

  it('are few: tens of requests, but for lists of codes', () => {
    const counts = plans.map(({ plan }) => plan.cases.length).toSorted((one, other) => one - other)

    expect(counts[Math.floor(counts.length / 2)]).toBeLessThanOrEqual(12)
    expect(counts.at(-1)).toBeLessThanOrEqual(200)
  })
})

function planOf(operation: Operation): BoundaryPlan {
  return boundaryCases(contract, operation, {
    seed: 1,
    isValid: (pointer, side, value) => whyInvalid(contract, pointer, side, value),
  })
}

interface Judged {
  readonly what: string
  readonly pointer: string
  readonly value: Json
}

function judgedParts(operation: Operation, { draft }: BoundaryCase): readonly Judged[] {
  const parts: Judged[] = []
  for (const { in: place, name, schema, mediaType } of operation.parameters) {
    const value = draft[place][name]
    if (schema !== undefined && value !== undefined && mediaType === undefined) {
      parts.push({ what: `${place}: ${name}`, pointer: schema, value })
    }
  }
  const { body } = draft
  if (body?.kind !== 'value') return parts
  const media = operation.requestBody?.content.find(({ mediaType }) => mediaType === body.mediaType)
  if (media?.schema !== undefined) parts.push({ what: 'body', pointer: media.schema, value: body.value })
  return parts
}

function validatorOf(pointer: string, of: Contract = contract): Promise<(value: Json) => boolean> {
  let validator = validators.get(pointer)
  if (validator === undefined) {
    validator = independentValidator(schemaView(of, pointer, 'request').schema)
    validators.set(pointer, validator)
  }
  return validator
}
