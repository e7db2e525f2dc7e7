import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../core/json.ts'
import { type Answer, openSandbox, type SandboxClient } from '../../../support/sandbox.ts'

/** One thing that a till may do next, to the instruction with this number. */
interface Move {
  readonly what: 'submit' | 'poll' | 'cancel' | 'repeat' | 'reuse' | 'tell' | 'wait'
  readonly which: number
  readonly kind: 'payment' | 'refund' | 'signature'
  readonly behaviour: 'complete' | 'decline' | 'fail' | 'wait' | 'offline'
}

const MOVES = fc.array(
  fc.record({
    what: fc.constantFrom<Move['what']>(
      'submit',
      'submit',
      'poll',
      'poll',
      'cancel',
      'repeat',
      'reuse',
      'tell',
      'wait',
    ),
    which: fc.nat(9),
    kind: fc.constantFrom<Move['kind']>('payment', 'refund', 'signature'),
    behaviour: fc.constantFrom<Move['behaviour']>('complete', 'decline', 'fail', 'wait', 'offline'),
  }),
  { minLength: 50, maxLength: 50 },
)

const ORDER = { orderId: 'A1', currency: 'USD', amount: 1000, description: 'Fifty moves' }
const FINAL = new Set(['completed', 'canceled', 'failure'])

/** A submitted instruction as the model knows it; written from what Payroc documents, not from how the sandbox works. */
interface Known {
  readonly kind: Move['kind']
  readonly key: string
  readonly body: Json
  readonly submitted: Answer
  readonly path: string
  /** The last status that was seen; final ones must never change. */
  status: string
  link: Json | undefined
}

describe('instructions through any fifty moves', () => {
  let client: SandboxClient

  beforeAll(async () => {
    client = await openSandbox({ hold: 0, deviceDelay: 1_000, tokenLife: 86_400 })
  })

  afterAll(() => client.close())

  it('keep to the documented states, links and keys', async () => {
    await fc.assert(
      fc.asyncProperty(MOVES, async (moves) => {
        await client.admin('POST', '/reset')
        const known: Known[] = []
        for (const move of moves) expect(await broken(client, known, move)).toEqual([])
      }),
      { seed: 7, numRuns: 8, endOnFailure: true },
    )
  }, 60_000)
})

/** Makes a move and says which rules its answer breaks. */
async function broken(client: SandboxClient, known: Known[], move: Move): Promise<readonly string[]> {
  const { kind, behaviour } = move
  const one = known[move.which % Math.max(1, known.length)]
  switch (move.what) {
    case 'tell':
      await client.admin('PUT', '/devices/1850010868', { behaviour })
      return []
    case 'wait':
      await client.admin('POST', '/clock', { seconds: 2 })
      return []
    case 'submit': {
      const key = randomUUID()
      const body = { processingTerminalId: '1021', ...(kind !== 'signature' && { order: ORDER }) }
      const submitted = await submit(client, kind, key, body)
      const link = submitted.json['link'] as JsonObject
      known.push({ kind, key, body, submitted, path: String(link['href']), status: 'inProgress', link: undefined })
      return [
        ...rule('a submit is answered with 202', submitted.status === 202),
        ...rule('a new instruction is in progress', submitted.json['status'] === 'inProgress'),
        ...rule('a submit links to the instruction', link['rel'] === 'self'),
      ]
    }
    case 'poll':
      return one === undefined ? [] : brokenByPoll(client, one)
    case 'cancel':
      return one === undefined ? [] : brokenByCancel(client, one)
    case 'repeat': {
      if (one === undefined) return []
      const again = await submit(client, one.kind, one.key, one.body)
      const isSame = again.status === 202 && JSON.stringify(again.body) === JSON.stringify(one.submitted.body)
      return rule('a repeated key is answered as the first time', isSame)
    }
    case 'reuse': {
      if (one === undefined) return []
      const other = await submit(client, one.kind, one.key, { ...(one.body as JsonObject), operator: 'another' })
      return rule('a key with another body conflicts', other.status === 409)
    }
  }
}

async function brokenByPoll(client: SandboxClient, one: Known): Promise<readonly string[]> {
  const { status: code, json } = await client.ask('GET', one.path)
  const before = one.status
  one.status = String(json['status'])
  one.link = json['link']
  const link = (one.link ?? {}) as JsonObject
  const isCompleted = one.status === 'completed'
  const result = isCompleted ? await client.ask('GET', String(link['href'])) : undefined
  return [
    ...rule('a poll is answered with 200', code === 200),
    ...rule('a final status never changes', !FINAL.has(before) || one.status === before),
    ...rule('a completed instruction links to its result, others to nothing', (one.link !== undefined) === isCompleted),
    ...rule('the link names what the instruction was for', !isCompleted || link['rel'] === one.kind),
    ...rule('the result can be read', result === undefined || result.status === 200),
    ...rule(
      'the result has an id of its own',
      !isCompleted || String(link['href']).split('/').at(-1) !== one.path.split('/').at(-1),
    ),
    ...rule('only a failure has an error message', (json['errorMessage'] !== undefined) === (one.status === 'failure')),
  ]
}

async function brokenByCancel(client: SandboxClient, one: Known): Promise<readonly string[]> {
  const seen = (await client.ask('GET', one.path)).json['status']
  const { status } = await client.ask('DELETE', one.path)
  const after = (await client.ask('GET', one.path)).json['status']
  const mayCancel = seen === 'inProgress'
  const isFinal = FINAL.has(one.status)
  one.status = String(after)
  return [
    ...rule('what is in progress can be canceled', !mayCancel || (status === 204 && after === 'canceled')),
    ...rule('what is final cannot be canceled', mayCancel || (status === 409 && after === seen)),
    ...rule('what was final stays so', !isFinal || after === seen),
  ]
}

function submit(client: SandboxClient, kind: Move['kind'], key: string, body: Json): Promise<Answer> {
  return client.ask('POST', `/devices/1850010868/${kind}-instructions`, { key, body })
}

function rule(name: string, holds: boolean): readonly string[] {
  return holds ? [] : [name]
}
