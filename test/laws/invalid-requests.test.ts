import fullFormats from 'ajv-formats/dist/formats.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { validatorFor } from '../../checks/schema-validator.ts'
import { violationsOf } from '../../checks/violation.ts'
import type { RequestDraft } from '../../core/case.ts'
import type { Json } from '../../core/json.ts'
import { bodyKindOf } from '../../core/media-type.ts'
import { type InvalidCase, invalidCases, type InvalidPlan, type Violations } from '../../generators/invalid.ts'
import { loadContract } from '../../spec/load.ts'
import type { Contract, Operation } from '../../spec/model.ts'
import { schemaView } from '../../spec/schema-view.ts'
import { serialize } from '../../transport/serialize.ts'
import { independentValidator } from './independent-validator.ts'

let contract: Contract
let plans: readonly { readonly operation: Operation; readonly plan: InvalidPlan }[]

/** Whether a value is valid by a validator that the harness does not use. */
let accepts: (schema: string, value: Json) => Promise<boolean>

beforeAll(async () => {
  contract = await loadContract()
  plans = contract.operations.map((operation) => ({ operation, plan: planOf(operation, 7) }))
  const known = new Map<string, Promise<(value: Json) => boolean>>()
  accepts = async (schema, value) => {
    const judge = known.get(schema) ?? independentValidator(schemaView(contract, schema, 'request').schema)
    known.set(schema, judge)
    return (await judge)(value)
  }
})

function planOf(operation: Operation, seed: number): InvalidPlan {
  const violations: Violations = (pointer, side, value) =>
    violationsOf(validatorFor(contract, pointer, side), value, () => false)
  return invalidCases(contract, operation, { seed, violations })
}

/** The values of a draft with the places of their schemas. */
function valuesOf(
  operation: Operation,
  draft: RequestDraft,
): readonly { readonly schema: string; readonly value: Json }[] {
  const parameters = operation.parameters.flatMap(({ in: place, name, schema }) => {
    const values = draft[place]
    return schema === undefined || !Object.hasOwn(values, name) ? [] : [{ schema, value: values[name] as Json }]
  })
  const { body } = draft
  const schema = operation.requestBody?.content.find(({ mediaType }) => bodyKindOf(mediaType) === 'json')?.schema
  return body?.kind !== 'value' || schema === undefined ? parameters : [...parameters, { schema, value: body.value }]
}

async function isValid(operation: Operation, draft: RequestDraft): Promise<boolean> {
  for (const { schema, value } of valuesOf(operation, draft)) if (!(await accepts(schema, value))) return false
  return missingIn(operation, draft).length === 0
}

function missingIn(operation: Operation, draft: RequestDraft): readonly string[] {
  return operation.parameters
    .filter(({ required, in: place, name }) => required && !Object.hasOwn(draft[place], name))
    .map(({ name }) => name)
}

/** Cases about values, whose format (which JSON Schema only annotates) is judged on its own. */
function aboutValues({ constraint, draft }: InvalidCase): boolean {
  return constraint.kind === 'data' && draft.body?.kind !== 'raw' && constraint.breakage !== 'body-missing'
}

const isAboutFormat = ({ constraint }: InvalidCase): boolean => constraint.breakage?.startsWith('format') === true

describe('the invalid requests of the packaged contract', () => {
  it('break their schema according to another validator', async () => {
    const accepted: string[] = []
    let judged = 0

    for (const { operation, plan } of plans) {
      for (const broken of plan.cases.filter((one) => aboutValues(one) && !isAboutFormat(one))) {
        judged++
        if (await isValid(operation, broken.draft)) accepted.push(`${operation.operationId} ${broken.name}`)
      }
    }

    expect(accepted).toEqual([])
    expect(judged).toBeGreaterThan(5_000)
  })

  it('are valid when the one change is undone', async () => {
    const refused: string[] = []

    for (const { operation, plan } of plans) {
      const seen = new Set<string>()
      for (const { name, valid } of plan.cases) {
        const text = JSON.stringify({ ...valid, header: {} })
        if (seen.has(text)) continue
        seen.add(text)
        if (!(await isValid(operation, valid))) refused.push(`${operation.operationId} ${name}`)
      }
    }

    expect(refused).toEqual([])
  })

  it('have formats that are wrong by another implementation of them', () => {
    // Declared as one interface per format; read by name here.
    const formats = fullFormats.fullFormats as unknown as Readonly<Record<string, unknown>>
    const accepted: string[] = []
    let judged = 0

    for (const { operation, plan } of plans) {
      for (const broken of plan.cases.filter(isAboutFormat)) {
        const [, format = '', sent = ''] = /format ([\w-]+), sent (.*)$/.exec(broken.constraint.description) ?? []
        const known = formats[format]
        if (known === undefined || !sent.startsWith('"')) continue
        judged++
        if (matches(known, JSON.parse(sent) as string))
          accepted.push(`${operation.operationId} ${broken.name}: ${sent}`)
      }
    }

    expect(accepted).toEqual([])
    expect(judged).toBeGreaterThan(50)
  })

  it('change what is sent', () => {
    const same: string[] = []
    const wire = (operation: Operation, draft: RequestDraft): string => {
      const request = serialize(contract, operation, draft, { baseUrl: 'http://127.0.0.1' })
      const headers = request.headers.filter(([name]) => name !== 'Idempotency-Key')
      return JSON.stringify({ ...request, headers, method: draft.method, credentials: draft.credentials })
    }

    for (const { operation, plan } of plans) {
      for (const { name, draft, valid, constraint } of plan.cases) {
        if (constraint.kind?.startsWith('idempotency') === true) continue
        if (wire(operation, draft) === wire(operation, valid)) same.push(`${operation.operationId} ${name}`)
      }
    }

    expect(same).toEqual([])
  })

  it('each carry a key of their own, unless they are about it', () => {
    const keys = plans.flatMap(({ plan }) =>
      plan.cases
        .filter(({ constraint }) => constraint.kind?.startsWith('idempotency') !== true)
        .flatMap(({ draft }) => draft.header['Idempotency-Key'] ?? []),
    )

    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThan(1_000)
  })

  it('are the same for the same seed, and have the same names for any', () => {
    const operation = plans.find(({ plan }) => plan.cases.length > 200)?.operation as Operation
    const first = planOf(operation, 7)

    expect(planOf(operation, 7)).toEqual(first)
    expect(planOf(operation, 8).cases.map(({ name }) => name)).toEqual(first.cases.map(({ name }) => name))
    expect(new Set(first.cases.map(({ name }) => name)).size).toBe(first.cases.length)
  })
})

function matches(format: unknown, value: string): boolean {
  if (format instanceof RegExp) return format.test(value)
  if (typeof format === 'function') return (format as (text: string) => boolean)(value)
  const { validate } = format as { validate: unknown }
  return matches(validate, value)
}
