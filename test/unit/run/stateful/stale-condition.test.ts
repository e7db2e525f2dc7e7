import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAcceptedRequests } from '../../../../run/accepted-requests.ts'
import { BUDGETS } from '../../../../run/stateful/budget.ts'
import { statefulPhase } from '../../../../run/stateful/stateful-phase.ts'
import { createTransport, type Transport } from '../../../../transport/send.ts'
import { contractFrom } from '../../checks/contract-from.ts'
import { serve } from '../../transport/loopback.ts'
import { casesOf, executeParts, generationFor, targetAt } from '../run-parts.ts'

const NOTE = { type: 'object', required: ['title'], properties: { title: { type: 'string', maxLength: 60 } } }
const SHOWN = { ...NOTE, properties: { ...NOTE.properties, id: { type: 'string' } } }
const BODY = { required: true, content: { 'application/json': { schema: NOTE } } }
const ID = { name: 'noteId', in: 'path', required: true, schema: { type: 'string' } }
const CONDITION = { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } }

function answers(status: number): object {
  return {
    [status]: { description: 'Done.', content: { 'application/json': { schema: SHOWN } } },
    '4XX': { description: 'No.' },
  }
}

const contract = await contractFrom({
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  paths: {
    '/notes': { post: { operationId: 'addNote', requestBody: BODY, responses: answers(201) } },
    '/notes/{noteId}': {
      get: { operationId: 'getNote', parameters: [ID], responses: answers(200) },
      put: { operationId: 'replaceNote', parameters: [ID, CONDITION], requestBody: BODY, responses: answers(200) },
    },
  },
})

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** What the phase finds of a server of notes that makes tags of versions and looks at them in some way. */
async function findingsOn(
  isMet: (condition: string, tag: string) => boolean,
  tagOf = (version: number) => `"${version}"`,
) {
  const notes = new Map<string, { title: string; version: number }>()
  const server = await serve((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const id = request.method === 'POST' ? `n${notes.size + 1}` : (request.url?.split('/').at(-1) ?? '')
      const old = notes.get(id)
      if (request.method !== 'POST' && old === undefined) return response.writeHead(404).end()
      if (request.method === 'PUT' && !isMet(String(request.headers['if-match']), tagOf(old?.version ?? 0)))
        return response.writeHead(412).end()
      const { title } = request.method === 'GET' ? { title: old?.title ?? '' } : (JSON.parse(text) as { title: string })
      const version = (old?.version ?? 0) + (request.method === 'GET' ? 0 : 1)
      notes.set(id, { title, version })
      return response
        .writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json', etag: tagOf(version) })
        .end(JSON.stringify({ id, title }))
    })
  })
  const { send, judge, clock, emit, stopped, events } = executeParts(contract, targetAt(server.base), transport)
  const run = statefulPhase({
    send,
    judge,
    clock,
    emit,
    stopped,
    accepted: createAcceptedRequests(),
    known: new Set(),
    mayRepeat: () => true,
    generation: generationFor(contract),
    budget: BUDGETS.smoke,
    operations: contract.operations,
    commandOf: (ids) => `run ${ids.join(',')}`,
  })
  await run(contract.operations)
  await server.close()
  const asked = casesOf(events).filter(({ caseId }) => caseId.includes('stale condition'))
  const findings = casesOf(events).flatMap((event) => event.findings)
  return { asked: asked.length > 0, codes: findings.map(({ code, operationId }) => `${operationId}: ${code}`) }
}

describe('a change under an outgrown If-Match', () => {
  it('is silent where the server refuses it', async () => {
    expect(await findingsOn((condition, tag) => condition === tag)).toEqual({ asked: true, codes: [] })
  })

  it('is found where the server does not look at the tag', async () => {
    expect(await findingsOn(() => true)).toEqual({ asked: true, codes: ['replaceNote: stale-condition-is-refused'] })
  })

  it.each([
    ['is the same for every version', () => '"note"'],
    ['is a weak one', (version: number) => `W/"${version}"`],
  ])('is not asked for where the tag %s', async (_, tagOf) => {
    expect(await findingsOn(() => true, tagOf)).toEqual({ asked: false, codes: [] })
  })
})
