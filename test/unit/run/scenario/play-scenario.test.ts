import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { SequenceCheck, SequenceStep } from '../../../../checks/sequences/sequence-check.ts'
import { systemClock } from '../../../../core/clock.ts'
import type { ScenarioFinished } from '../../../../core/event.ts'
import { deviceOf } from '../../../../run/scenario/device.ts'
import { accepted, refused, whatever } from '../../../../run/scenario/expectation.ts'
import { playScenario } from '../../../../run/scenario/play-scenario.ts'
import { scenario, type ScenarioBody } from '../../../../run/scenario/scenario.ts'
import { createCredentials } from '../../../../transport/credentials.ts'
import { createTransport } from '../../../../transport/send.ts'
import { contractOf } from '../../../support/contract-of.ts'
import { serve } from '../../transport/loopback.ts'
import { judgeParts, targetAt } from '../run-parts.ts'

const thing = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } }
const contract = await contractOf({
  '/things': {
    post: {
      operationId: 'createThing',
      parameters: [
        { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } },
      ],
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        201: { description: 'Made.', content: { 'application/json': { schema: thing } } },
        409: { description: 'Conflict.', content: { 'application/problem+json': { schema: { type: 'object' } } } },
      },
    },
  },
  '/things/{id}': {
    get: {
      operationId: 'getThing',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: 'Fine.', content: { 'application/json': { schema: thing } } } },
    },
  },
})

const servers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of servers.splice(0)) await close()
})

/** Plays a story against a server that answers so. */
async function play(
  listener: RequestListener,
  body: ScenarioBody,
  traits: {
    readonly stateful?: boolean
    readonly steerable?: boolean
    readonly isTried?: boolean
    readonly baseUrl?: string
  } = {},
): Promise<ScenarioFinished> {
  const server = await serve(listener)
  const transport = createTransport({ timeoutMs: 2_000 })
  servers.push(
    () => transport.close(),
    () => server.close(),
  )
  const { stateful = true, steerable = false } = traits
  const plain = targetAt(server.base)
  const target = { ...plain, summary: { ...plain.summary, stateful, steerable } }
  return playScenario(
    {
      send: { contract, transport, credentials: createCredentials(), baseUrl: server.base },
      judge: { ...judgeParts(contract, target), commandFor: (id) => `run --scenario ${id}` },
      clock: systemClock,
      target: { stateful, steerable, holdMs: 100, isHoldKnown: true, baseUrl: traits.baseUrl ?? server.base },
      device: deviceOf(target, 'device-1', { mode: undefined }),
      terminal: '1001',
      isTried: traits.isTried === true,
      tag: 'ctest',
      seed: 7,
    },
    scenario({ id: 'T-1', title: 'A test', suite: 'test', tier: 'required', feature: 'things' }, body),
  )
}

const answering =
  (status: number, body: unknown, type = 'application/json'): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': type })
    response.end(JSON.stringify(body))
  }

describe('a scenario', () => {
  it('that goes as documented passes, with its steps, calls and evidence', async () => {
    const finished = await play(answering(201, { id: 'a' }), async ({ api, step, evidence, reference }) => {
      const made = await step('Make one', () =>
        api('createThing', { body: { name: reference() }, expect: accepted(201) }),
      )
      evidence('id', made.text('/id'))
    })

    expect(finished).toMatchObject({ verdict: 'pass', findings: [], evidence: { id: 'a' } })
    expect(finished.steps.map(({ title, verdict, calls }) => [title, verdict, calls.length])).toEqual([
      ['Make one', 'pass', 1],
    ])
    const sent = finished.steps[0]?.calls[0]?.exchanges[0]?.request
    expect(sent?.body?.content).toMatch(/^\{"name":"ctest-[a-z0-9]{1,7}"\}$/)
    expect(sent?.headers.find(([name]) => name === 'Idempotency-Key')?.[1]).toMatch(/^[0-9a-f-]{14}4/)
  })

  it('sends the same keys and references for the same seed', async () => {
    const bodies: (string | undefined)[] = []
    const story: ScenarioBody = async ({ api, reference }) => {
      await api('createThing', { body: { name: reference() }, expect: accepted(201) })
    }

    for (const _ of [1, 2]) {
      const finished = await play(answering(201, { id: 'a' }), async (tools) => tools.step('s', () => story(tools)))
      const { headers, body } = finished.steps[0]?.calls[0]?.exchanges[0]?.request ?? { headers: [] }
      bodies.push(`${headers.find(([name]) => name === 'Idempotency-Key')?.[1]} ${body?.content}`)
    }

    expect(bodies[0]).toBe(bodies[1])
  })

  it('is left where nobody can bring about what it needs', async () => {
    const finished = await play(answering(201, { id: 'a' }), async ({ step, arrange }) => {
      await step('Wait', () => arrange({ title: 'eight days pass', what: 'clock', details: { days: 8 } }))
    })

    expect([finished.verdict, finished.reason]).toEqual(['skipped', 'nobody can make eight days pass on this target'])
  })

  it('is called back on this machine, until it ends', async () => {
    let url = ''
    const finished = await play(answering(201, { id: 'a' }), async ({ receiver, step }) => {
      const opened = await receiver()
      url = opened.url
      await step('Be called', () => fetch(url, { method: 'POST', body: '{}' }))
      expect(opened.deliveries).toHaveLength(1)
    })

    expect(finished.steps.map(({ title }) => title)).toEqual(['Be called', 'Close the receiver'])
    await expect(fetch(url)).rejects.toThrow()
  })

  it('is left where a target elsewhere would have to call back', async () => {
    const elsewhere = { baseUrl: 'https://api.example.com/v1' }
    const finished = await play(answering(201, {}), async ({ receiver }) => void (await receiver()), elsewhere)

    expect([finished.verdict, finished.reason]).toEqual(['skipped', 'the target cannot call back to this machine'])
  })

  it('that is answered otherwise fails with the named promise and the whole sequence, and ends there', async () => {
    const conflict = { code: 'reused-key-conflicts', severity: 'error', faults: [], lookAt: 'The key.' } as const

    const finished = await play(answering(201, { id: 'a' }), async ({ api, step }) => {
      await step('Make one', () => api('createThing', { body: {}, expect: accepted(201) }))
      await step('Make it again', () =>
        api('createThing', { body: {}, expect: refused([409], conflict, { rule: 'Keys are used once' }) }),
      )
      await step('Never taken', () => api('createThing', { body: {}, expect: accepted(201) }))
    })

    expect(finished.verdict).toBe('fail')
    expect(finished.steps.map(({ title, verdict }) => `${title}: ${verdict}`)).toEqual([
      'Make one: pass',
      'Make it again: fail',
    ])
    expect(finished.findings).toHaveLength(1)
    expect(finished.findings[0]).toMatchObject({
      code: 'reused-key-conflicts',
      scenarioId: 'T-1',
      phase: 'stateful',
      operationId: 'createThing',
      message: 'The documented answer is 409 (Keys are used once); the server answered 201.',
      reproduction: { caseId: 'T-1/2', command: 'run --scenario T-1' },
    })
    expect(finished.findings[0]?.sequence?.map(({ operationId }) => operationId)).toEqual([
      'createThing',
      'createThing',
    ])
  })

  it('reports an answer that breaks the contract once, whatever the story expected of it', async () => {
    const finished = await play(answering(418, {}), async ({ api, step }) => {
      await step('Make one', () => api('createThing', { body: {}, expect: accepted(201) }))
    })

    expect(finished.findings.map(({ code }) => code)).toEqual(['status-code-is-documented'])
  })

  it('concludes nothing where requests are limited or no answer comes', async () => {
    const limited = await play(answering(429, {}), async ({ api, step }) => {
      await step('Make one', () => api('createThing', { body: {}, expect: accepted(201) }))
    })
    const silent = await play(
      (request) => request.socket.destroy(),
      async ({ api, step }) => {
        await step('Make one', () => api('createThing', { body: {}, expect: accepted(201) }))
      },
    )

    expect([limited.verdict, silent.verdict]).toEqual(['inconclusive', 'inconclusive'])
    expect(limited.reason).toBe('createThing answered 429, expected 201')
  })

  it('judges promises about several answers', async () => {
    const sameId: SequenceCheck<{ first: SequenceStep; second: SequenceStep }> = {
      code: 'ids-differ',
      severity: 'error',
      faults: [],
      requirements: [],
      describe: 'Two things have two ids.',
      lookAt: 'The ids.',
      judge: ({ second }) => [
        { key: 'same', title: 'Same id', message: 'm', expected: 'another id', actual: 'a', document: '#', at: second },
      ],
    }

    const finished = await play(answering(201, { id: 'a' }), async ({ api, step, promise }) => {
      await step('Make two', async () => {
        const [first, second] = [
          await api('createThing', { body: {}, expect: accepted(201) }),
          await api('createThing', { body: {}, expect: accepted(201) }),
        ]
        await promise(sameId, { first: first.recorded, second: second.recorded })
      })
    })

    expect(finished.verdict).toBe('fail')
    expect(finished.findings.map(({ code, sequence }) => [code, sequence?.map(({ part }) => part)])).toEqual([
      ['ids-differ', ['compared', 'shows']],
    ])
  })

  it('judges what an answer shows, as a warning where the rule is an assumption', async () => {
    const story =
      (severity: 'error' | 'warning'): ScenarioBody =>
      async ({ api, step, observe }) => {
        await step('Look', async () => {
          const answer = await api('getThing', { path: { id: 'a' }, expect: accepted(200) })
          await observe({ answer, pointer: '/id', holds: false, expected: 'b', rule: 'Documented', severity })
        })
      }

    const failed = await play(answering(200, { id: 'a' }), story('error'))
    const warned = await play(answering(200, { id: 'a' }), story('warning'))

    expect([failed.verdict, warned.verdict]).toEqual(['fail', 'pass'])
    expect(warned.findings[0]).toMatchObject({
      code: 'outcome-is-as-documented',
      severity: 'warning',
      message: 'Documented: expected b at /id, the answer has "a".',
      payload: { pointer: '/id' },
    })
  })

  it('fails for what is found between two steps', async () => {
    const finished = await play(answering(200, { id: 'a' }), async ({ api, step, observe }) => {
      const answer = await step('Look', () => api('getThing', { path: { id: 'a' }, expect: accepted(200) }))
      await observe({ answer, pointer: '/id', holds: false, expected: 'b', rule: 'Documented' })
    })

    expect(finished.verdict).toBe('fail')
  })

  it('lets a client hang up', async () => {
    const hangUp = new AbortController()
    const listener: RequestListener = (request, response) => {
      if (request.url === '/things/slow') hangUp.abort()
      else answering(200, { id: 'a' })(request, response)
    }

    const finished = await play(listener, async ({ api, step }) => {
      await step('Hang up', async () => {
        const slow = api('getThing', { path: { id: 'slow' }, expect: accepted(200), signal: hangUp.signal })
        await slow.catch(() => undefined)
      })
      await step('Ask again', () => api('getThing', { path: { id: 'a' }, expect: accepted(200) }))
    })

    expect(finished.steps.map(({ verdict }) => verdict)).toEqual(['pass', 'pass'])
  })

  it('steers a mock and skips what needs a memory', async () => {
    const preferred: (string | undefined)[] = []
    const listener: RequestListener = (request, response) => {
      preferred.push(request.headers['prefer'] as string | undefined)
      answering(201, { id: 'a' })(request, response)
    }

    const finished = await play(
      listener,
      async ({ api, step, stateful }) => {
        await step('Make one', () => api('createThing', { body: {}, expect: accepted(201), example: 'first' }))
        await stateful('Make it again', () => api('createThing', { body: {}, expect: accepted(201) }))
      },
      { stateful: false, steerable: true },
    )

    expect(preferred).toEqual(['code=201, example=first'])
    expect(finished.steps.map(({ title, verdict, reason }) => [title, verdict, reason])).toEqual([
      ['Make one', 'pass', undefined],
      ['Make it again', 'skipped', 'the target has no memory'],
    ])
    expect(finished).toMatchObject({ verdict: 'pass', reason: '1 of 2 steps skipped: the target has no memory' })
  })

  it('cleans up in reverse order even when the story broke off', async () => {
    const paths: (string | undefined)[] = []
    const listener: RequestListener = (request, response) => {
      paths.push(request.url)
      answering(request.method === 'POST' ? 409 : 200, { id: 'a' }, 'application/problem+json')(request, response)
    }

    const finished = await play(listener, async ({ api, step, cleanUp }) => {
      cleanUp('Remove the first', () => api('getThing', { path: { id: 'first' }, expect: whatever(200) }))
      cleanUp('Remove the second', () => api('getThing', { path: { id: 'second' }, expect: whatever(200) }))
      await step('Make one', () => api('createThing', { body: {}, expect: accepted(201) }))
    })

    expect(paths).toEqual(['/things', '/things/second', '/things/first'])
    expect(finished.verdict).toBe('fail')
  })

  it('is skipped where something it needs is not there', async () => {
    const finished = await play(answering(200, {}), async ({ device }) => device.will('fail'))

    expect(finished).toMatchObject({
      verdict: 'skipped',
      reason: 'nobody is there to make the device device-1 fail',
    })
  })
})

describe('a scenario of a feature that nobody declared', () => {
  const make: ScenarioBody = async ({ api }) => void (await api('createThing', { body: {}, expect: accepted(201) }))

  it('is left where the target refuses what it needs', async () => {
    const finished = await play(answering(409, {}, 'application/problem+json'), make, { isTried: true })

    expect(finished).toMatchObject({
      verdict: 'skipped',
      findings: [],
      reason: expect.stringContaining('the feature things is not declared'),
    })
  })

  it('is held to what the target accepts', async () => {
    const finished = await play(answering(201, {}), make, { isTried: true })

    expect(finished.findings.map(({ code }) => code)).toEqual(['body-matches-schema'])
  })
})
