import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Case } from '../../../core/case.ts'
import type { Exchange } from '../../../core/exchange.ts'
import type { JsonObject } from '../../../core/json.ts'
import { type InvalidCase, invalidCases } from '../../../generators/invalid.ts'
import { type MockServer, startPrism } from '../../../mock/prism.ts'
import { PRISM_UNCHECKED, prismUnchecked } from '../../../mock/prism-unchecked.ts'
import { sendCase } from '../../../run/send-case.ts'
import { violationsOfValue } from '../../../run/why-invalid.ts'
import type { Contract, Operation } from '../../../spec/model.ts'
import { createCredentials } from '../../../transport/credentials.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { contractOf, json } from './contract-of.ts'

const keyHeader = (schema: JsonObject): JsonObject => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'A UUID v4.',
  schema,
})
const posting = (operationId: string, key: JsonObject, required = true): JsonObject => ({
  post: {
    operationId,
    parameters: [keyHeader(key)],
    requestBody: {
      required,
      content: json({ type: 'object', required: ['a'], properties: { a: { type: 'string' } } }),
    },
    responses: { '204': { description: 'done' }, '400': { description: 'no' }, '401': { description: 'no' } },
  },
})

const PATHS: JsonObject = {
  '/in-words': posting('inWords', { type: 'string', format: 'uuid' }),
  '/optional': posting('optional', { type: 'string', format: 'uuid' }, false),
  '/in-schema': posting('inSchema', { type: 'string', format: 'uuid', pattern: '^.{14}4' }),
}

const REST: JsonObject = {
  security: [{ bearer: [] }],
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
}

/** Long after Prism has answered everything that it answers. */
const PATIENCE = 1_500

let contract: Contract
let mock: MockServer
let transport: Transport

beforeAll(async () => {
  contract = await contractOf(PATHS, REST)
  mock = await startPrism({ contract })
  transport = createTransport({ timeoutMs: PATIENCE })
})

afterAll(async () => {
  await transport.close()
  await mock.close()
})

function operationOf(id: string): Operation {
  const operation = contract.operations.find(({ operationId }) => operationId === id)
  if (operation === undefined) throw new Error(`no operation ${id}`)
  return operation
}

function invalidOf(operation: Operation): readonly InvalidCase[] {
  return invalidCases(contract, operation, {
    seed: 7,
    violations: (pointer, side, value) => violationsOfValue(contract, pointer, side, value),
  }).cases
}

function caseOf({ name, draft, constraint }: InvalidCase): Case {
  const { operationId } = draft
  return {
    id: `${operationId}/invalid/${name}`,
    operationId,
    phase: 'invalid',
    intent: { kind: 'invalid', constraint },
    draft,
  }
}

async function sent(operation: Operation, draft: Case['draft']): Promise<Exchange['outcome']> {
  const credentials = createCredentials()
  const exchanges = await sendCase({ contract, transport, credentials, baseUrl: mock.baseUrl }, operation, draft)
  return (exchanges.at(-1) as Exchange).outcome
}

const said = (outcome: Exchange['outcome']): string =>
  outcome.kind === 'response' ? String(outcome.status) : outcome.cause

/** The request of each entry, by the name of an invalid case. */
const SHOWN: readonly (readonly [id: string, operationId: string, name: string, answer: string])[] = [
  ['credentials-are-not-verified', 'inWords', 'credentials-garbage', '204'],
  ['credentials-are-not-verified', 'inWords', 'credentials-unsigned', '204'],
  ['words-are-not-read', 'inWords', 'idempotency-key-not-v4', '204'],
  ['null-body-counts-as-none', 'optional', 'null:null@body', '204'],
  ['malformed-json-is-never-answered', 'inWords', 'json-truncated', 'timeout'],
]

describe('a real Prism', () => {
  it.each(SHOWN)('still has the gap %s (%s: %s)', async (id, operationId, name, answer) => {
    const operation = operationOf(operationId)
    const broken = invalidOf(operation).find((one) => one.name === name)
    if (broken === undefined) throw new Error(`no case ${name}`)

    expect(prismUnchecked(contract, operation, caseOf(broken))?.id).toBe(id)
    expect(said(await sent(operation, broken.draft))).toBe(answer)
    // What makes it invalid is what Prism does not see: the same request in order has the same answer, if any.
    expect(said(await sent(operation, broken.valid))).toBe('204')
  })

  it('has for every gap on the list a request that shows it', () => {
    const shown = new Set(SHOWN.map(([id]) => id))

    expect(PRISM_UNCHECKED.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([])
  })

  it.each(['inWords', 'inSchema', 'optional'])('refuses every other invalid request of %s', async (id) => {
    const operation = operationOf(id)
    const accepted: string[] = []

    for (const broken of invalidOf(operation)) {
      const { kind } = broken.constraint
      if (kind === 'tolerance' || prismUnchecked(contract, operation, caseOf(broken)) !== undefined) continue
      const answer = said(await sent(operation, broken.draft))
      if (!/^4\d\d$/.test(answer)) accepted.push(`${broken.name} ${answer}`)
    }

    expect(accepted).toEqual([])
  })

  it('is held to what the schema of a key says', () => {
    const operation = operationOf('inSchema')
    const aboutKeys = invalidOf(operation).filter(({ name }) => name.startsWith('idempotency-key-not'))

    expect(aboutKeys.map((broken) => prismUnchecked(contract, operation, caseOf(broken)))).toEqual([
      undefined,
      undefined,
    ])
  })
})
