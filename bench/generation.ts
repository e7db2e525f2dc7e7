import process from 'node:process'
import { Worker } from 'node:worker_threads'
import { registerSchema, unregisterSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { bodyKindOf } from '../core/media-type.ts'
import type { Json, JsonObject } from '../core/json.ts'
import { builtInDomain } from '../generators/domain/registry.ts'
import { biasOf, draw } from '../generators/draw.ts'
import { arbitraryFromSchema } from '../generators/from-schema.ts'
import { boundaryCases, requestArbitrary } from '../run/library.ts'
import { loadContract } from '../spec/load.ts'
import type { Contract, Operation } from '../spec/model.ts'
import { schemaView } from '../spec/schema-view.ts'
import { featuresOf } from './features.ts'
import { type Rate, rateOf } from './generation/rate.ts'

// Values of the contract's twenty largest request schemas: how many a second on one core, and how many of them are valid
// according to a validator that neither side uses, next to json-schema-faker in the same run; and how much of its schema
// a hundred requests show, boundary cases next to purely random ones. Prints figures, asserts nothing.
const SCHEMAS = Number(process.argv[2] ?? 20)
const PATIENCE = 15_000
const MEGABYTES = 512
const REQUESTS = 100
const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

interface Subject {
  readonly operation: Operation
  readonly schema: JsonObject | boolean
  readonly size: number
}

interface Figures {
  readonly perSecond: number
  readonly valid: number
}

async function main(): Promise<void> {
  const contract = await loadContract()
  const subjects = largest(contract)
  line(
    `${'operation'.padEnd(42)} ${'ours/s'.padStart(8)} ${'valid'.padStart(6)}   ${'faker/s'.padStart(8)} ${'valid'.padStart(6)}`,
  )
  const rates: { readonly ours: Figures; readonly faker: Figures }[] = []
  for (const { operation, schema } of subjects) {
    const isValid = await judgeOf(schema)
    const values = arbitraryFromSchema(schema, { domain: builtInDomain })
    const ours = figuresOf(
      rateOf((i) => draw(values, i, biasOf(i)).value),
      isValid,
    )
    const faker = figuresOf(await fakerRate(schema), isValid)
    rates.push({ ours, faker })
    line(`${operation.operationId.padEnd(42)} ${shown(ours)}   ${shown(faker)}`)
  }
  for (const which of ['ours', 'faker'] as const) {
    const part = rates.map((each) => each[which])
    const ended = part.filter(({ perSecond }) => perSecond > 0)
    const seconds = ended.reduce((total, { perSecond }) => total + 1 / perSecond, 0)
    const valid = sum(part.map((each) => each.valid)) / part.length
    line(
      `${which.padEnd(5)}: ${(ended.length / seconds).toFixed(0)} values a second per core over ${ended.length} of ` +
        `${part.length} schemas, ${percent(valid)} valid over all`,
    )
  }

  const boundary = subjects.map((subject) => shownBy(subject, boundaryBodies(contract, subject.operation)))
  const random = subjects.map((subject) => shownBy(subject, randomBodies(contract, subject.operation)))
  line(
    `constraints shown by the first ${REQUESTS} requests of each operation: ${sum(boundary)} by boundary cases, ${sum(random)} purely at random`,
  )
}

function largest(contract: Contract): readonly Subject[] {
  return contract.operations
    .flatMap((operation): readonly Subject[] => {
      const media = operation.requestBody?.content.find(({ mediaType }) => bodyKindOf(mediaType) === 'json')
      if (media?.schema === undefined) return []
      const { schema } = schemaView(contract, media.schema, 'request')
      return [{ operation, schema, size: JSON.stringify(schema).length }]
    })
    .toSorted((one, other) => other.size - one.size)
    .slice(0, SCHEMAS)
}

/** None where it does not come to an end in time, or runs out of memory. */
function fakerRate(schema: JsonObject | boolean): Promise<Rate> {
  const worker = new Worker(new URL('./generation/faker-worker.ts', import.meta.url), {
    workerData: { schema },
    resourceLimits: { maxOldGenerationSizeMb: MEGABYTES },
  })
  const { promise, resolve } = Promise.withResolvers<Rate>()
  const timer = setTimeout(() => resolve({ perSecond: 0, values: [] }), PATIENCE)
  worker.once('message', resolve)
  worker.once('error', () => resolve({ perSecond: 0, values: [] }))
  return promise.finally(() => {
    clearTimeout(timer)
    return worker.terminate()
  })
}

function figuresOf({ perSecond, values }: Rate, isValid: (value: Json) => boolean): Figures {
  const valid = values.filter((value) => value !== undefined && isValid(value)).length
  return { perSecond, valid: values.length === 0 ? 0 : valid / values.length }
}

async function judgeOf(schema: JsonObject | boolean): Promise<(value: Json) => boolean> {
  const id = 'https://bench.test/schema'
  // It keeps and completes what it is given; its own type of a schema is narrower than JSON.
  registerSchema(structuredClone(schema) as never, id, DIALECT)
  try {
    const judge = await validate(id)
    return (value) => judge(value as never).valid
  } finally {
    unregisterSchema(id)
  }
}

function boundaryBodies(contract: Contract, operation: Operation): readonly Json[] {
  const { cases } = boundaryCases(contract, operation)
  return cases.slice(0, REQUESTS).flatMap(({ draft: { body } }) => (body?.kind === 'value' ? [body.value] : []))
}

function randomBodies(contract: Contract, operation: Operation): readonly Json[] {
  const requests = requestArbitrary(contract, operation)
  return Array.from({ length: REQUESTS }, (_, i) => draw(requests, i, biasOf(i)).value).flatMap(({ body }) =>
    body?.kind === 'value' ? [body.value] : [],
  )
}

function shownBy({ schema }: Subject, bodies: readonly Json[]): number {
  const features = featuresOf(schema)
  return new Set(bodies.flatMap((body) => features(body))).size
}

function shown({ perSecond, valid }: Figures): string {
  return perSecond === 0 ? 'no value in time' : `${perSecond.toFixed(0).padStart(8)} ${percent(valid).padStart(6)}`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function line(text: string): void {
  process.stdout.write(`${text}\n`)
}

await main()
