import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { comparisonText } from '../../../cli/comparison-text.ts'
import { compareRuns } from '../../../reports/compare-runs.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { exchange, finding, finished, finishedCase, operationEvents, started } from './sample-run.ts'

const flaky = { attempts: 2, failures: 1 }
const found = (fingerprint: string, operationId: string, changes: object = {}) =>
  finding({ fingerprint: fingerprint.padStart(16, '0'), operationId, title: `Finding ${fingerprint}.`, ...changes })
const ran = (operationId: string, findings: readonly ReturnType<typeof finding>[], status = 200): readonly RunEvent[] =>
  operationEvents(operationId, { method: 'get', path: `/${operationId}`, verdict: 'pass' }, [
    finishedCase({
      operationId,
      findings,
      exchanges: [exchange({ outcome: { kind: 'response', status, headers: [] } })],
    }),
  ])
const runOf = (id: string, ...events: readonly RunEvent[]) =>
  foldEvents([
    { ...started, run: { ...started.run, id } },
    ...events,
    { ...finished, durationMs: id === 'before' ? 1000 : 2500 },
  ])

const before = await runOf(
  'before',
  ...ran('stays', [found('1', 'stays'), found('2', 'stays'), found('3', 'stays', { flaky })], 404),
  ...ran('dropped', [found('4', 'dropped')]),
)
const after = await runOf(
  'after',
  ...ran('stays', [found('1', 'stays'), found('5', 'stays'), found('6', 'stays', { flaky, severity: 'warning' })]),
  ...ran('fresh', []),
)

describe('two runs compared', () => {
  it('have findings that are new, fixed, still there, flaky, or not put to the test', () => {
    const { new: fresh, fixed, still, flaky, notTested } = compareRuns(before, after)

    const digits = [fresh, fixed, still, flaky, notTested].map((list) =>
      list.map(({ fingerprint }) => fingerprint.at(-1)),
    )
    expect(digits).toEqual([['5', '6'], ['2'], ['1'], ['3'], ['4']])
  })

  it('call a finding flaky that is in both and came and went in one', async () => {
    const still = await runOf('after', ...ran('stays', [found('1', 'stays', { flaky })]))

    expect(compareRuns(before, still).flaky.map(({ fingerprint }) => fingerprint.at(-1))).toEqual(['1', '3'])
  })

  it('call nothing fixed when the later run was cut short', async () => {
    const cut = { ...after, run: { ...after.run, interrupted: true } }

    expect(compareRuns(before, cut).fixed).toEqual([])
  })

  it('have changes of coverage and durations', () => {
    const { coverage, durations } = compareRuns(before, after)

    expect(coverage).toEqual({
      operationsExercised: { before: 1, after: 2 },
      cases: { before: 2, after: 2 },
      requests: { before: 2, after: 2 },
      operationsAdded: ['fresh'],
      operationsRemoved: ['dropped'],
      statuses: [{ operationId: 'stays', gained: ['200'], lost: ['404'] }],
    })
    expect(durations).toEqual({
      run: { before: 1000, after: 2500 },
      operations: [{ operationId: 'stays', before: 400, after: 400 }],
    })
  })

  it('are told as text, the news first', () => {
    expect(comparisonText(compareRuns(before, after), 'runs/after')).toMatchInlineSnapshot(`
      "before  before  FAIL  url  Pets 1.2  seed 7
      after   after   FAIL  url  Pets 1.2  seed 7

      New (2)
        0000000000000005  error    status-code-is-documented at stays: Finding 5.
        0000000000000006  warning  status-code-is-documented at stays: Finding 6.

      Flaky (1)
        0000000000000003  error    status-code-is-documented at stays: Finding 3.

      Still there (1)
        0000000000000001  error    status-code-is-documented at stays: Finding 1.

      Fixed (1)
        0000000000000002  error    status-code-is-documented at stays: Finding 2.

      Not put to the test again (1)
        0000000000000004  error    status-code-is-documented at dropped: Finding 4.

      Coverage
        operations exercised  1  →  2
        cases                 2  →  2
        requests              2  →  2
        only after: fresh
        only before: dropped
        stays answers: +200 -404

      Durations
        the run   1.0 s  →   2.5 s
        stays    400 ms  →  400 ms

      See it again: npx payroc-conformance replay 0000000000000005 --from runs/after

      2 new, 1 flaky, 1 still there, 1 fixed, 1 not put to the test again
      "
    `)
  })
})
