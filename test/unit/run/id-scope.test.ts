import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JsonObject } from '../../../core/json.ts'
import { createTransport, type Transport } from '../../../transport/send.ts'
import { contractOf } from '../../support/contract-of.ts'
import { serve } from '../transport/loopback.ts'
import { casesOf } from './run-parts.ts'
import { runOn } from './stateful-run.ts'

const tenant = { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string', minLength: 1 } }
const path = (name: string): JsonObject => ({ name, in: 'path', required: true, schema: { type: 'string' } })
const shown = (name: string): JsonObject => ({
  description: 'Fine.',
  content: {
    'application/json': {
      schema: { type: 'object', required: [name], properties: { [name]: { type: 'string' } } },
    },
  },
})
const missing = { description: 'Unknown.' }
const contract = await contractOf({
  '/projects': {
    post: { operationId: 'createProject', parameters: [tenant], responses: { 201: shown('projectId') } },
  },
  '/projects/{projectId}/tasks': {
    post: {
      operationId: 'addTask',
      parameters: [tenant, path('projectId')],
      responses: { 201: shown('taskId'), 404: missing },
    },
  },
  '/projects/{projectId}/tasks/{taskId}': {
    get: {
      operationId: 'getTask',
      parameters: [tenant, path('projectId'), path('taskId')],
      responses: { 200: shown('taskId'), 404: missing },
    },
  },
})

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** Projects belong to the tenant of the header, tasks to their project. */
async function startTracker() {
  const tenants = new Map<string, string | undefined>()
  const projects = new Map<string, string>()
  return serve((request, response) => {
    const owner = request.headers['x-tenant'] as string | undefined
    const [, , project = '', , task] = (request.url ?? '').split('/')
    const answer = (status: number, body?: object): void => {
      response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' })
      response.end(body === undefined ? undefined : JSON.stringify(body))
    }
    if (project === '') {
      const projectId = `p${tenants.size}`
      tenants.set(projectId, owner)
      answer(201, { projectId })
    } else if (!tenants.has(project) || tenants.get(project) !== owner) answer(404)
    else if (task === undefined) {
      const taskId = `t${projects.size}`
      projects.set(taskId, project)
      answer(201, { taskId })
    } else if (projects.get(task) === project) answer(200, { taskId: task })
    else answer(404)
  })
}

it('keeps an id to the tenant and the parent that it was made under', async () => {
  const server = await startTracker()
  try {
    const cases = casesOf(await runOn(contract, server.base, transport, { phases: ['random'] }))

    const reads = cases.filter(
      ({ operationId, ids = [] }) => operationId === 'getTask' && ids.every(({ source }) => source !== 'random'),
    )
    const statuses = reads.map(({ exchanges }) => {
      const outcome = exchanges.at(-1)?.outcome
      return outcome?.kind === 'response' ? outcome.status : undefined
    })
    expect(new Set(statuses)).toEqual(new Set([200]))
  } finally {
    await server.close()
  }
})
