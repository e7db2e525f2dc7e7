import { describe, expect, it } from 'vitest'
import { createPageFold, type PageData } from '../../../../reports/html/page-fold.ts'
import type { CaseFinished } from '../../../../core/event.ts'
import type { RecordedBody } from '../../../../core/exchange.ts'
import { exchange, finding, finishedCase } from '../sample-run.ts'

function folded(cases: readonly CaseFinished[]): PageData {
  const fold = createPageFold()
  for (const event of cases) fold.add(event)
  return fold.data
}

function answered(status: number, content: string): CaseFinished {
  const body: RecordedBody = { encoding: 'text', content, bytes: content.length, truncated: false }
  const outcome = { kind: 'response', status, headers: [], body } as const
  return finishedCase({ exchanges: [exchange({ outcome })] })
}

function bodies(data: PageData): readonly unknown[] {
  return (data.operation('createPet')?.examples ?? []).map(({ exchange: { outcome } }) =>
    outcome.kind === 'response' ? outcome.body : undefined,
  )
}

describe('what the page keeps of a run', () => {
  it('is one exchange for each status, the first that can be shown whole', () => {
    const data = folded([
      answered(404, 'none'),
      answered(200, 'x'.repeat(9000)),
      answered(200, 'short'),
      answered(200, 'later'),
    ])

    expect(data.operation('createPet')?.examples.map(({ status }) => status)).toEqual([200, 404])
    expect(bodies(data)).toEqual([
      { encoding: 'text', content: 'short', bytes: 5, truncated: false },
      { encoding: 'text', content: 'none', bytes: 4, truncated: false },
    ])
  })

  it('is a part of a body that is long each time', () => {
    expect(bodies(folded([answered(200, 'x'.repeat(9000))]))).toEqual([
      { encoding: 'text', content: 'x'.repeat(6000), bytes: 9000, truncated: true },
    ])
  })

  it('does not grow with the statuses that a server makes up', () => {
    const data = folded(Array.from({ length: 500 }, (_, index) => answered(200 + index, 'x')))

    expect(data.operation('createPet')?.examples).toHaveLength(20)
    expect(data.operation('createPet')?.latency.count).toBe(500)
  })

  it('is the phases in which a finding was met', () => {
    const data = folded([
      finishedCase({ phase: 'random', findings: [finding(), finding()] }),
      finishedCase({ phase: 'examples', findings: [finding({ phase: 'examples' })] }),
    ])

    expect(data.phasesOf(finding().fingerprint)).toEqual({ examples: 1, random: 2 })
    expect(data.phasesOf('unknown')).toEqual({})
  })

  it('is what the contract documents and which checks were asked', () => {
    const fold = createPageFold()
    const about = {
      operationId: 'a',
      method: 'get',
      path: '/a',
      tags: [],
      cases: 1,
      documentedStatuses: ['200', '4XX'],
    }
    fold.add({ type: 'operation-started', ...about })
    fold.add({
      type: 'operation-finished',
      operationId: 'a',
      verdict: 'pass',
      durationMs: 1,
      asked: { 'no-server-error': 3 },
    })

    expect(fold.data.operation('a')).toMatchObject({
      documentedStatuses: ['200', '4XX'],
      asked: { 'no-server-error': 3 },
    })
    expect(fold.data.operation('b')).toBeUndefined()
  })

  it('is also which checks the steps of sequences asked, after their operations', () => {
    const fold = createPageFold()
    const over = { operationId: 'createPet', verdict: 'pass', durationMs: 1, asked: { 'no-server-error': 3 } } as const
    fold.add({ type: 'operation-finished', ...over })
    fold.add(finishedCase({ phase: 'stateful', asked: ['no-server-error', 'links-resolve'] }))

    expect(fold.data.operation('createPet')?.asked).toEqual({ 'no-server-error': 4, 'links-resolve': 1 })
  })
})
