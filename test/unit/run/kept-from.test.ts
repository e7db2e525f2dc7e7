import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CaseFinished, OperationFinished } from '../../../core/event.ts'
import { createCaseSource } from '../../../run/case-source.ts'
import { executeSources } from '../../../run/execute.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { contractOf } from '../../support/contract-of.ts'
import { serve } from '../transport/loopback.ts'
import { casesOf, executeParts, sourceOptions, targetAt } from './run-parts.ts'

const contract = await contractOf({
  '/owners/{ownerId}': {
    get: {
      operationId: 'getOwner',
      parameters: [{ name: 'ownerId', in: 'path', required: true, schema: { type: 'string', minLength: 1 } }],
      responses: {
        200: { description: 'Fine.', content: { 'application/json': { schema: { type: 'object' } } } },
        403: { description: 'No.', content: { 'application/json': { schema: { type: 'object' } } } },
      },
    },
  },
})

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** What comes of random reads of owners, the nth of which is answered with a status. */
async function readsAnswered(
  statusOf: (nth: number) => number,
): Promise<{ readonly cases: readonly CaseFinished[]; readonly end: OperationFinished | undefined }> {
  let count = 0
  const server = await serve((request, response) => {
    request.resume()
    const status = statusOf(count++)
    response.writeHead(status, { 'content-type': 'application/json' }).end(`{"detail":"${status}"}`)
  })
  try {
    const parts = executeParts(contract, targetAt(server.base), transport, { workers: 1 })
    const options = sourceOptions(contract, ['random'], { randomCases: 4 })
    await executeSources(
      parts,
      contract.operations.map((operation) => createCaseSource(contract, operation, options)),
    )
    return {
      cases: casesOf(parts.events),
      end: parts.events.find((event) => event.type === 'operation-finished'),
    }
  } finally {
    await server.close()
  }
}

describe('a resource that is kept from credentials to which others are open', () => {
  it('is a refusal like any other, and listed as one', async () => {
    const { cases, end } = await readsAnswered((nth) => (nth === 0 ? 403 : 200))

    expect(cases.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass'])
    expect(cases.flatMap(({ reason }) => reason ?? [])).toEqual([])
    expect(end).toMatchObject({ verdict: 'pass', refused: [{ status: 403, says: '403', cases: 1 }] })
  })

  it('leaves nothing to be concluded where none is open', async () => {
    const { cases, end } = await readsAnswered(() => 403)

    expect(cases.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 4 }, () => 'inconclusive'))
    expect(end).toMatchObject({ verdict: 'inconclusive' })
    expect(end?.refused).toBeUndefined()
  })
})
