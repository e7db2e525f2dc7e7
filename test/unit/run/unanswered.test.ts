import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { oneOperation } from '../../support/contract-of.ts'
import { serve } from '../transport/loopback.ts'
import { casesOf } from './run-parts.ts'
import { runOn } from './stateful-run.ts'

const { contract } = await oneOperation({
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { type: 'object', required: ['kind'], properties: { kind: { enum: ['plain', 'fatal'] } } },
      },
    },
  },
})

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** Runs against a server that hangs up on some bodies. */
async function runAgainst(hangsUpOn: (body: string) => boolean): Promise<readonly RunEvent[]> {
  const server = await serve((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      if (hangsUpOn(body)) request.socket.destroy()
      else response.writeHead(200).end()
    })
  })
  try {
    return await runOn(contract, server.base, transport, { phases: ['boundaries'] })
  } finally {
    await server.close()
  }
}

function findingsOf(events: readonly RunEvent[]): readonly string[] {
  const found = casesOf(events).flatMap(({ findings }) => findings)
  return [...new Set(found.map(({ code, operationId, fingerprint }) => `${code} ${operationId} ${fingerprint}`))]
}

describe('a request that is not answered', () => {
  it('is one finding where the server hangs up on what it asks, and serves others', async () => {
    const events = await runAgainst((body) => body.includes('fatal'))

    expect(findingsOf(events)).toEqual([expect.stringMatching(/^request-is-answered op [0-9a-f]{16}$/)])
    expect(events.findLast(({ type }) => type === 'operation-finished')).toMatchObject({ verdict: 'fail' })
  })

  it('is no finding where nothing is answered, or everything', async () => {
    expect(findingsOf(await runAgainst(() => true))).toEqual([])
    expect(findingsOf(await runAgainst(() => false))).toEqual([])
  })

  it('is no finding where the connection was lost by chance', async () => {
    let requests = 0

    expect(findingsOf(await runAgainst(() => ++requests === 2))).toEqual([])
  })
})
