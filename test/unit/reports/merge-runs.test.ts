import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RunEvent, RunFinished } from '../../../core/event.ts'
import { mergedEvents, orderParts, readPart, type RunPart } from '../../../reports/merge-runs.ts'
import { createNdjsonSink } from '../../../reports/ndjson.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { finding, finished, finishedCase, operationEvents, started } from './sample-run.ts'

const shard = (
  index: number,
  end: Partial<RunFinished> = {},
  startedAt = started.run.startedAt,
): readonly RunEvent[] => [
  {
    ...started,
    run: { ...started.run, id: `run-${index}`, startedAt, shard: { index, count: 2 } },
    plan: { operations: 1, cases: 2 },
  },
  ...operationEvents(`operation${index}`, { method: 'get', path: `/${index}` }, [
    finishedCase({ operationId: `operation${index}`, findings: [finding({ operationId: `operation${index}` })] }),
  ]),
  { type: 'skipped', what: 'stateful', reason: 'not on this target' },
  { ...finished, ...end },
]

function partOf(events: readonly RunEvent[]): Promise<RunPart> {
  const folder = mkdtempSync(join(tmpdir(), 'merge-'))
  const sink = createNdjsonSink(folder)
  for (const event of events) sink.append(event)
  sink.close()
  return readPart(folder)
}

const merge = async (...runs: readonly (readonly RunEvent[])[]) =>
  foldEvents(mergedEvents(orderParts(await Promise.all(runs.map(partOf)))))

describe('merged runs', () => {
  it('have the operations of the shards in their order, and the sums', async () => {
    const { operations, findings, skipped, totals, generated, run } = await merge(shard(2), shard(1))

    expect(operations.map(({ operationId }) => operationId)).toEqual(['operation1', 'operation2'])
    expect(findings.map(({ operationId }) => operationId)).toEqual(['operation1', 'operation2'])
    expect(skipped).toEqual([{ what: 'stateful', reason: 'not on this target' }])
    expect(totals).toMatchObject({ operations: 2, operationsExercised: 2, cases: 2, requests: 2, findings: 2 })
    expect(generated).toEqual({ values: 400, discarded: 2 })
    expect(run.shard).toBeUndefined()
  })

  it('count the sequences that call operations of another shard, after these were finished', async () => {
    const [start, ...rest] = shard(1)
    const sequence = finishedCase({
      operationId: 'operation2',
      phase: 'stateful',
      verdict: 'fail',
      findings: [finding({ operationId: 'operation2', phase: 'stateful', fingerprint: '00000000000000ff' })],
    })

    const { operations, totals } = await merge([start as RunEvent, sequence, ...rest], shard(2))

    expect(operations.map(({ operationId, method, cases, verdict }) => [operationId, method, cases, verdict])).toEqual([
      ['operation1', 'get', 1, 'pass'],
      ['operation2', 'get', 2, 'fail'],
    ])
    expect(totals).toMatchObject({ cases: 3, findings: 3, byPhase: { stateful: { cases: 1 } } })
  })

  it('last from the first start to the last end', async () => {
    const late = '2026-03-01T10:00:02.000Z'

    const { run } = await merge(shard(1, { durationMs: 500 }, late), shard(2, { durationMs: 1000 }))

    expect([run.id, run.startedAt, run.durationMs]).toEqual(['run-2-merged', started.run.startedAt, 2500])
  })

  it.each([
    [{ verdict: 'pass', exitCode: 0 }, { verdict: 'pass', exitCode: 0 }, 'pass', 0],
    [{ verdict: 'pass', exitCode: 0 }, { verdict: 'inconclusive', exitCode: 3 }, 'inconclusive', 3],
    [{ verdict: 'fail', exitCode: 1 }, { verdict: 'inconclusive', exitCode: 3 }, 'fail', 1],
    [{ verdict: 'fail', exitCode: 1 }, { verdict: 'pass', exitCode: 130, interrupted: true }, 'fail', 130],
    [{ verdict: 'fail', exitCode: 1 }, { verdict: 'pass', exitCode: 4 }, 'fail', 4],
    [{ verdict: 'pass', exitCode: 0 }, { verdict: 'skipped', exitCode: 0 }, 'pass', 0],
  ] as const)('of %j and %j are %s with exit code %i', async (one, other, verdict, exitCode) => {
    const { run } = await merge(shard(1, one), shard(2, other))

    expect([run.verdict, run.exitCode]).toEqual([verdict, exitCode])
  })

  it('are refused when an operation would be counted twice', async () => {
    const unsplit = (id: string): readonly RunEvent[] => [
      { ...started, run: { ...started.run, id } },
      ...operationEvents('listPets', { method: 'get', path: '/pets' }, [finishedCase({ operationId: 'listPets' })]),
      finished,
    ]

    await expect(merge(unsplit('a'), unsplit('b'))).rejects.toThrow(
      /^listPets was run in \S+ and in \S+; its cases would be counted twice\.$/,
    )
  })

  it('are refused when a shard is missing or there twice', async () => {
    await expect(merge(shard(1))).rejects.toThrow('Of 2 shards these are missing: 2/2.')
    await expect(merge(shard(1), shard(1))).rejects.toThrow(/^Shard 1\/2 is there twice: \S+ and \S+\.$/)
  })

  it.each([
    ['another contract', { contract: { ...started.contract, sha256: 'cd'.repeat(32) } }, 'the contract'],
    ['another target', { target: { ...started.target, name: 'https://api.example.test' } }, 'the target'],
    ['another profile', { run: { ...started.run, profile: 'deep' } }, 'the profile'],
  ])('are refused with %s', async (_name, change, what) => {
    const [first, ...rest] = shard(2)
    const run = { ...started.run, shard: { index: 2, count: 2 }, ...('run' in change ? change.run : {}) }

    await expect(merge(shard(1), [{ ...(first as typeof started), ...change, run }, ...rest])).rejects.toThrow(
      `These are not parts of one run: ${what} is `,
    )
  })
})
