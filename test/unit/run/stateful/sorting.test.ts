import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAcceptedRequests } from '../../../../run/accepted-requests.ts'
import { BUDGETS } from '../../../../run/stateful/budget.ts'
import { orderingsOf } from '../../../../run/stateful/sorting.ts'
import { statefulPhase } from '../../../../run/stateful/stateful-phase.ts'
import { createTransport, type Transport } from '../../../../transport/send.ts'
import { contractFrom } from '../../checks/contract-from.ts'
import { serve } from '../../transport/loopback.ts'
import { casesOf, executeParts, generationFor, targetAt } from '../run-parts.ts'

const NOTE = { type: 'object', required: ['title'], properties: { title: { type: 'string', maxLength: 60 } } }
const SHOWN = { ...NOTE, properties: { ...NOTE.properties, id: { type: 'string' } } }

function answer(status: number, schema: object): object {
  return {
    [status]: { description: 'Done.', content: { 'application/json': { schema } } },
    '4XX': { description: 'No.' },
  }
}

function notes(orders: readonly string[], name = 'sort') {
  return contractFrom({
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': {
        post: {
          operationId: 'addNote',
          requestBody: { required: true, content: { 'application/json': { schema: NOTE } } },
          responses: answer(201, SHOWN),
        },
        get: {
          operationId: 'listNotes',
          parameters: [{ name, in: 'query', schema: { type: 'string', enum: orders } }],
          responses: answer(200, { type: 'array', items: SHOWN }),
        },
      },
      '/notes/{noteId}': {
        get: {
          operationId: 'getNote',
          parameters: [{ name: 'noteId', in: 'path', required: true, schema: { type: 'string' } }],
          responses: answer(200, SHOWN),
        },
      },
    },
  })
}

const contract = await notes(['title', '-title'])

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

interface Note {
  readonly id: string
  readonly title: string
}

type Sort = (notes: readonly Note[], order: string | null) => readonly Note[]

/** What the phase finds of a server of notes that sorts them in some way. */
async function findingsOn(sort: Sort): Promise<readonly string[]> {
  // Neither of them is in the order of its title.
  const kept: Note[] = ['m', 'a', 'z'].map((title, i) => ({ id: `old${i}`, title }))
  const server = await serve((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://notes.example')
      const id = pathname.split('/').at(-1)
      const made = { id: `n${kept.length + 1}`, title: request.method === 'POST' ? JSON.parse(text).title : '' } as Note
      if (request.method === 'POST') kept.push(made)
      const one = request.method === 'POST' ? made : kept.find((note) => note.id === id)
      const shown = pathname.endsWith('/notes') && request.method === 'GET' ? sort(kept, searchParams.get('sort')) : one
      const status = shown === undefined ? 404 : request.method === 'POST' ? 201 : 200
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(shown ?? {}))
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
  const cases = casesOf(events)
  expect(cases.some(({ exchanges }) => exchanges.some(({ request }) => request.url.includes('sort=')))).toBe(true)
  return cases.flatMap(({ findings }) => findings).map(({ code, operationId }) => `${operationId}: ${code}`)
}

const ascending: Sort = (all) => all.toSorted((one, other) => (one.title < other.title ? -1 : 1))
const correct: Sort = (all, order) =>
  order === null ? all : order === 'title' ? ascending(all, order) : ascending(all, order).toReversed()

describe('the order of a list', () => {
  it('is that which was asked for', async () => {
    expect(await findingsOn(correct)).toEqual([])
  })

  it('may be that of a language, which leaves case and spaces out', async () => {
    const collator = new Intl.Collator('en', { ignorePunctuation: true })
    const collated = (all: readonly Note[]) => all.toSorted((one, other) => collator.compare(one.title, other.title))

    expect(
      await findingsOn((all, order) =>
        order === null ? all : order === 'title' ? collated(all) : collated(all).toReversed(),
      ),
    ).toEqual([])
  })

  it('is found ignored', async () => {
    expect(await findingsOn((all) => all)).toEqual(['listNotes: list-is-sorted'])
  })

  it('is found without its direction', async () => {
    expect(await findingsOn((all, order) => (order === null ? all : ascending(all, order)))).toEqual([
      'listNotes: list-is-sorted',
    ])
  })
})

it('knows the orders that say their direction', async () => {
  const said = async (orders: readonly string[], name?: string): Promise<readonly string[]> => {
    const { operations, ...rest } = await notes(orders, name)
    const list = operations.find(({ operationId }) => operationId === 'listNotes')
    const found = list === undefined ? [] : orderingsOf({ operations, ...rest }, list)
    return found.map(({ by, isDescending }) => `${by} ${isDescending ? 'down' : 'up'}`)
  }

  expect(await said(['title', '-title', 'id'])).toEqual(['title up', 'title down'])
  expect(await said(['created_at:desc', 'created_at:asc'])).toEqual(['created_at down', 'created_at up'])
  expect(await said(['title_asc', 'newest'], 'order_by')).toEqual(['title up'])
  expect(await said(['asc', 'desc'], 'direction')).toEqual([])
})
