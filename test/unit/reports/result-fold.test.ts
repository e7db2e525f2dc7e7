import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { MAX_LISTED } from '../../../reports/finding-groups.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import {
  exchange,
  finding,
  finished,
  finishedCase,
  finishedScenario,
  operationEvents,
  request,
  sampleRun,
  started,
} from './sample-run.ts'

describe('the result of a run', () => {
  it('keeps of a scenario its steps and calls, and counts its requests and findings', async () => {
    const result = await foldEvents([
      started,
      finishedScenario({ findings: [finding({ scenarioId: 'CP-01' })] }),
      finished,
    ])

    expect(result.scenarios).toEqual([
      {
        id: 'CP-01',
        title: 'Sale: submit, poll, follow the link, read the payment',
        suite: 'sale',
        tier: 'required',
        requirements: ['Payroc: run a sale'],
        verdict: 'fail',
        startedAt: '2026-03-01T10:00:00.000Z',
        durationMs: 900,
        steps: [
          {
            title: 'Submit a payment instruction',
            operationId: 'createPet',
            method: 'POST',
            path: '/v1/pets',
            status: 200,
            verdict: 'fail',
            startedAtMs: 0,
            durationMs: 20,
            calls: [
              {
                operationId: 'createPet',
                method: 'POST',
                path: '/v1/pets',
                status: 200,
                startedAtMs: 0,
                durationMs: 20,
                attempts: 1,
              },
            ],
          },
        ],
        evidence: { paymentId: 'DD6ZDQU7L2' },
        readings: ['The hold was 60 s.'],
      },
    ])
    expect(result.totals.scenarios).toEqual({ pass: 0, inconclusive: 0, fail: 1, skipped: 0 })
    expect(result.totals.requests).toBe(1)
    expect(result.findings.map(({ scenarioId }) => scenarioId)).toEqual(['CP-01'])
  })

  it('counts operations, cases, requests and answers', async () => {
    const result = await foldEvents(sampleRun)

    expect(result.totals).toEqual({
      operations: 3,
      operationsExercised: 2,
      cases: 4,
      requests: 4,
      findings: 1,
      findingsNotListed: 0,
      skipped: 2,
      inconclusive: 1,
      byPhase: { examples: { cases: 1, requests: 1 }, random: { cases: 3, requests: 3 } },
      scenarios: { pass: 0, inconclusive: 0, fail: 0, skipped: 0 },
    })
    expect(result.operations[0]).toEqual({
      operationId: 'listPets',
      method: 'get',
      path: '/pets',
      tags: ['pets'],
      verdict: 'pass',
      cases: 2,
      requests: 2,
      statuses: { '200': 2 },
      unanswered: 0,
      exercised: true,
      beyond404: 2,
      pools: {},
      refused: [],
      coverage: { phases: { examples: 1, random: 1 } },
      durationMs: 400,
      startedAt: '2026-03-01T10:00:00.100Z',
    })
  })

  it('takes the constraint coverage from the end of each operation and adds it up', async () => {
    const uncovered = [{ id: 'body/code | pattern', reason: 'nothing matches it' }]
    const [start, end] = [sampleRun[1], sampleRun[4]] as const
    if (start?.type !== 'operation-started' || end?.type !== 'operation-finished') throw new Error('another sample')
    const events: readonly RunEvent[] = [
      started,
      { ...start, operationId: 'one' },
      { ...end, operationId: 'one', constraints: { reachable: 5, covered: 4, uncovered } },
      { ...start, operationId: 'two' },
      { ...end, operationId: 'two', constraints: { reachable: 2, covered: 2, uncovered: [] } },
      { ...start, operationId: 'three' },
      { ...end, operationId: 'three' },
    ]

    const { totals, operations } = await foldEvents(events)

    expect(totals.constraints).toEqual({ reachable: 7, covered: 6 })
    expect(operations.map(({ coverage }) => coverage)).toEqual([
      { phases: {}, constraints: { reachable: 5, covered: 4, uncovered } },
      { phases: {}, constraints: { reachable: 2, covered: 2, uncovered: [] } },
      { phases: {} },
    ])
  })

  it('takes verdict and exit code from the end of the run', async () => {
    const result = await foldEvents([started, { ...finished, verdict: 'pass', exitCode: 0 }])

    expect(result.run).toEqual({
      id: 'run-1',
      startedAt: '2026-03-01T10:00:00.000Z',
      durationMs: 1500,
      seed: 7,
      profile: 'standard',
      verdict: 'pass',
      exitCode: 0,
      interrupted: false,
    })
    expect(result.generated).toEqual({ values: 200, discarded: 1 })
  })

  it('says of a killed run what was seen until then', async () => {
    const cut = sampleRun.slice(0, 7)

    const result = await foldEvents(cut)

    expect(result.run).toMatchObject({ verdict: 'fail', exitCode: 130, interrupted: true, durationMs: 120 })
    expect(result.operations.map(({ operationId, verdict }) => [operationId, verdict])).toEqual([
      ['listPets', 'pass'],
      ['createPet', 'fail'],
    ])
  })

  it('concludes nothing of a run that was killed before its first case', async () => {
    const result = await foldEvents([started])

    expect(result.run).toMatchObject({ verdict: 'inconclusive', interrupted: true, durationMs: 0 })
  })

  it('refuses a stream without a beginning', async () => {
    await expect(foldEvents([finished])).rejects.toMatchObject({ code: 'usage' })
  })

  it('leaves out events of a kind it does not know', async () => {
    const later = { type: 'scenario-started' } as unknown as RunEvent

    const result = await foldEvents([started, later, finished])

    expect(result.totals.cases).toBe(0)
  })

  it('names the operations in which a defect of the mock was recognised', async () => {
    const cases = ['a', 'b', 'a'].map((operationId) => finishedCase({ operationId, mockDefects: ['prism-pattern'] }))

    const result = await foldEvents([started, ...cases, finished])

    expect(result.mockDefects).toEqual([{ id: 'prism-pattern', operations: ['a', 'b'], occurrences: 3 }])
  })

  it('tells reasons apart and puts the most frequent first', async () => {
    const reasons = ['reset', 'timeout', 'timeout']
    const cases = reasons.map((reason, i) => finishedCase({ operationId: `op${i}`, verdict: 'inconclusive', reason }))

    const result = await foldEvents([started, ...cases, finished])

    expect(result.inconclusive).toEqual([
      { reason: 'timeout', cases: 2, operations: 2 },
      { reason: 'reset', cases: 1, operations: 1 },
    ])
  })

  it('lists a repeated skip once', async () => {
    const skip = { type: 'skipped', what: 'stateful', reason: 'no memory' } as const

    const result = await foldEvents([started, skip, skip, finished])

    expect(result.skipped).toEqual([{ what: 'stateful', reason: 'no memory' }])
  })
})

describe('findings of a run', () => {
  const listOf = async (...findings: readonly ReturnType<typeof finding>[]) => {
    const cases = findings.map((one) =>
      finishedCase({ operationId: one.operationId, verdict: 'fail', findings: [one] }),
    )
    return (await foldEvents([started, ...cases, finished])).findings
  }

  it('are one per fingerprint, with the smallest reproduction', async () => {
    const withBody = (content: string) =>
      request({ body: { encoding: 'text', content, bytes: Buffer.byteLength(content), truncated: false } })
    const findings = ['{"name":"long"}', '{"name":"b"}', '{"name":"a"}', '{"name":"c"}'].map((content) =>
      finding({ request: withBody(content), occurrences: 2 }),
    )

    const listed = await listOf(...findings)

    expect(listed).toHaveLength(1)
    expect(listed[0]).toMatchObject({ occurrences: 8, request: { body: { content: '{"name":"a"}' } } })
  })

  it('come by severity, then by reach, then in the order of the run', async () => {
    const at = (operationId: string, code: string, severity: 'error' | 'warning', pointer: string) =>
      finding({ operationId, code, severity, document: { pointer }, fingerprint: `${operationId} ${code}` })

    const listed = await listOf(
      at('a', 'no-undocumented-fields', 'warning', '#/w'),
      at('a', 'body-matches-schema', 'error', '#/only-a'),
      at('b', 'body-matches-schema', 'error', '#/shared'),
      at('c', 'body-matches-schema', 'error', '#/shared'),
      at('b', 'no-server-error', 'error', '#/only-b'),
    )

    expect(listed.map(({ fingerprint }) => fingerprint)).toEqual([
      'b body-matches-schema',
      'c body-matches-schema',
      'a body-matches-schema',
      'b no-server-error',
      'a no-undocumented-fields',
    ])
  })

  it('are counted but not listed where a check has too many at one operation', async () => {
    const findings = Array.from({ length: MAX_LISTED + 5 }, (_, i) => finding({ fingerprint: `f${i}` }))
    const cases = findings.map((one) => finishedCase({ verdict: 'fail', findings: [one] }))

    const result = await foldEvents([started, ...cases, finished])

    expect(result.findings).toHaveLength(MAX_LISTED)
    expect(result.totals).toMatchObject({ findings: MAX_LISTED + 5, findingsNotListed: 5 })
  })

  it('keep the beginning of a long answer', async () => {
    const body = { encoding: 'text', content: `${'x'.repeat(65_535)}😀`, bytes: 65_539, truncated: false } as const

    const listed = await listOf(finding({ response: { kind: 'response', status: 200, headers: [], body } }))

    expect(listed[0]?.response).toMatchObject({ body: { content: 'x'.repeat(65_535), bytes: 65_539, truncated: true } })
  })
})

describe('requests that made a finding smaller', () => {
  it('count as requests, not as cases', async () => {
    const result = await foldEvents([started, finishedCase({ shrinkRequests: 40 }), finished])

    expect(result.totals).toMatchObject({ cases: 1, requests: 41, byPhase: { random: { cases: 1, requests: 41 } } })
    expect(result.operations[0]).toMatchObject({ requests: 41, statuses: { '200': 1 } })
  })
})

describe('requests that got no answer', () => {
  it('are counted apart and do not exercise the operation', async () => {
    const outcome = { kind: 'no-response', cause: 'timeout', message: 'none in 30 s' } as const
    const cases = [finishedCase({ exchanges: [exchange({ outcome }), exchange({ outcome, attempt: 2 })] })]

    const result = await foldEvents([
      started,
      ...operationEvents('createPet', { method: 'post', path: '/pets' }, cases),
    ])

    expect(result.operations[0]).toMatchObject({ requests: 2, unanswered: 2, statuses: {} })
    expect(result.totals.operationsExercised).toBe(0)
  })
})

describe('steps of sequences, which come when their operation is over', () => {
  const over = operationEvents('createPet', { method: 'post', path: '/pets' }, [finishedCase()])

  it('make it fail where they fail', async () => {
    const late = finishedCase({ phase: 'stateful', verdict: 'fail', findings: [finding({ phase: 'stateful' })] })

    const result = await foldEvents([started, ...over, late])

    expect(result.operations[0]).toMatchObject({ verdict: 'fail', cases: 2 })
  })

  it('take nothing back of what was judged where they conclude nothing', async () => {
    const late = finishedCase({ phase: 'stateful', verdict: 'inconclusive', reason: 'too many requests (429)' })

    const result = await foldEvents([started, ...over, late])

    expect(result.operations[0]).toMatchObject({ verdict: 'pass', cases: 2 })
  })
})
