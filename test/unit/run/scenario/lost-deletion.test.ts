import { afterEach, expect, it } from 'vitest'
import type { Json } from '../../../../core/json.ts'
import { lostDeletion, type LostDeletion } from '../../../../run/scenario/lost-deletion.ts'
import { sendUnrecorded } from '../../../../run/send-case.ts'
import { createCredentials } from '../../../../transport/credentials.ts'
import { createRetries } from '../../../../transport/retry.ts'
import { createTransport } from '../../../../transport/send.ts'
import { contractOf } from '../../../support/contract-of.ts'
import { type Loopback, serve } from '../../transport/loopback.ts'

const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const contract = await contractOf({
  '/things/{id}': {
    get: { operationId: 'getThing', parameters: [id], responses: { 200: { description: 'Fine.' } } },
    delete: { operationId: 'deleteThing', parameters: [id], responses: { 204: { description: 'Gone.' } } },
  },
})

let server: Loopback | undefined
afterEach(() => server?.close())

/** A DELETE whose first answers are lost, and what the server says to the next one and to a read. */
async function deleted(answers: {
  readonly lost: number
  readonly then: number
  readonly read?: { readonly status: number; readonly body?: Json }
}): Promise<{ readonly lost: LostDeletion | undefined; readonly attempts: number }> {
  let asked = 0
  server = await serve((request, response) => {
    const { status, body } =
      request.method === 'GET' ? (answers.read ?? { status: 404 }) : { status: answers.then, body: undefined }
    if (request.method === 'DELETE' && ++asked <= answers.lost) request.socket.destroy()
    else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  const transport = createTransport({ timeoutMs: 2_000 })
  const clock = { now: () => 0, monotonic: () => 0, sleep: async () => undefined }
  const send = {
    contract,
    transport,
    credentials: createCredentials(),
    baseUrl: server.base,
    retries: createRetries({ clock }),
  }
  const operation = contract.operations.find(({ operationId }) => operationId === 'deleteThing')
  if (operation === undefined) throw new Error('no such operation')
  const draft = { operationId: 'deleteThing', path: { id: '1' }, query: {}, header: {}, cookie: {} }
  const recorded = await sendUnrecorded(send, operation, draft)
  const lost = await lostDeletion(send, operation, draft, recorded)
  await transport.close()
  return { lost, attempts: recorded.length }
}

it.each<[string, Parameters<typeof deleted>[0], string | undefined]>([
  ['404 says that it is done', { lost: 1, then: 404 }, 'done'],
  ['a conflict, and the resource is gone', { lost: 1, then: 409, read: { status: 404 } }, 'done'],
  [
    'a conflict, and it is canceled',
    { lost: 2, then: 409, read: { status: 200, body: { status: 'canceled' } } },
    'done',
  ],
  [
    'a conflict, and it is completed',
    { lost: 1, then: 409, read: { status: 200, body: { status: 'completed' } } },
    undefined,
  ],
  [
    'a conflict, and it is in progress',
    { lost: 1, then: 409, read: { status: 200, body: { status: 'inProgress' } } },
    'unknown',
  ],
  ['a conflict without anything lost', { lost: 0, then: 409 }, undefined],
  ['a lost answer, then 204', { lost: 1, then: 204 }, undefined],
])('of a deletion: %s', async (_what, answers, kind) => {
  const { lost, attempts } = await deleted(answers)

  expect(lost?.kind).toBe(kind)
  expect(attempts).toBe(answers.lost + 1)
  if (lost?.kind === 'done') expect(lost.exchange.outcome).toMatchObject({ kind: 'no-response', cause: 'reset' })
})
