import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAcceptedRequests } from '../../../../run/accepted-requests.ts'
import { BUDGETS } from '../../../../run/stateful/budget.ts'
import { statefulPhase } from '../../../../run/stateful/stateful-phase.ts'
import type { Target } from '../../../../run/target.ts'
import { loadContract } from '../../../../spec/load.ts'
import { createTransport, type Transport } from '../../../../transport/send.ts'
import { READING_ROOM_DOCUMENT, startReadingRoom } from '../../../servers/reading-room.ts'
import { serve } from '../../transport/loopback.ts'
import { casesOf, executeParts, generationFor, targetAt } from '../run-parts.ts'

const contract = await loadContract(READING_ROOM_DOCUMENT, { cache: false })

let transport: Transport

beforeAll(() => {
  transport = createTransport({ timeoutMs: 5_000 })
})

afterAll(() => transport.close())

/** The phase on a target, and what it tells. */
function phaseOn(
  target: Target,
  operations = contract.operations,
): {
  run: ReturnType<typeof statefulPhase>
  events: ReturnType<typeof executeParts>['events']
} {
  const { send, judge, clock, emit, stopped, events } = executeParts(contract, target, transport)
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
    operations,
    commandOf: (ids) => `run ${ids.join(',')}`,
  })
  return { run, events }
}

describe('the stateful phase', () => {
  it('is skipped on a target without a memory, and says so once', async () => {
    const target = targetAt('http://127.0.0.1:9')
    const { run, events } = phaseOn({ ...target, summary: { ...target.summary, name: 'prism', stateful: false } })

    await run(contract.operations)
    await run(contract.operations)

    expect(events).toEqual([{ type: 'skipped', what: 'phase stateful', reason: 'prism remembers nothing' }])
  })

  it('says where nothing could be created', async () => {
    const server = await serve((request, response) => {
      request.resume()
      response.writeHead(400, { 'content-type': 'application/problem+json' }).end('{}')
    })
    const { run, events } = phaseOn(targetAt(server.base))
    const addBook = contract.operations.filter(({ operationId }) => operationId === 'addBook')

    await run(addBook)
    await server.close()

    expect(events.filter(({ type }) => type === 'skipped')).toEqual([
      {
        type: 'skipped',
        what: 'addBook: sequences on what it creates',
        operationId: 'addBook',
        reason: 'no create was accepted, the last one was answered with 400',
      },
    ])
  })

  it('runs only the families that begin at the given operations, with what these stand below', async () => {
    const room = await startReadingRoom()
    const { run, events } = phaseOn(targetAt(room.baseUrl))

    await run(contract.operations.filter(({ operationId }) => operationId === 'lendBook'))
    await room.close()

    const asked = new Set(casesOf(events).map(({ operationId }) => operationId))
    expect([...asked].toSorted()).toEqual(['addBook', 'getLoan', 'lendBook', 'listLoans', 'removeBook', 'returnBook'])
    expect(room.left).toEqual({ books: 0, notes: 0, labels: 0 })
  })

  it('follows links only to what the run is about', async () => {
    const followed = async (operations: typeof contract.operations): Promise<boolean> => {
      const room = await startReadingRoom()
      const { run, events } = phaseOn(targetAt(room.baseUrl), operations)
      await run(operations.filter(({ operationId }) => operationId === 'addBook'))
      await room.close()
      return casesOf(events).some(({ operationId }) => operationId === 'listLoans')
    }

    expect(await followed(contract.operations)).toBe(true)
    expect(await followed(contract.operations.filter(({ operationId }) => operationId !== 'listLoans'))).toBe(false)
  })

  it('repeats a finding by the operations of its family', async () => {
    const room = await startReadingRoom('page number gap')
    const { run, events } = phaseOn(targetAt(room.baseUrl))

    await run(contract.operations.filter(({ operationId }) => operationId === 'lendBook'))
    await room.close()

    const [finding] = casesOf(events).flatMap(({ findings }) => findings)
    expect(finding?.reproduction.command).toBe(
      'run lendBook,getLoan,returnBook,listLoans,addBook,getBook,replaceBook,removeBook,listBooks',
    )
    expect(finding?.sequence?.[0]?.operationId).toBe('addBook')
  })
})
