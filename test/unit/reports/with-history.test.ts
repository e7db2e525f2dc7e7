import { describe, expect, it } from 'vitest'
import { foldEvents } from '../../../reports/result-fold.ts'
import { createRunHistory } from '../../../reports/run-history.ts'
import { resultIn, sinceText } from '../../../reports/with-history.ts'
import { finished, sampleRun, started } from './sample-run.ts'

describe('since when a finding is there', () => {
  it('is told with the runs that could see it', () => {
    const firstSeen = '2026-02-28T02:00:00.000Z'

    expect(sinceText({ firstSeen, seen: 2, tested: 3 })).toBe('2026-02-28, in 2 of 3 runs that could see it')
    expect(sinceText({ firstSeen, seen: 1, tested: 1 })).toBe('this run; no earlier one could have seen it')
    expect(sinceText({ firstSeen, seen: 1, tested: 3 })).toBe('this run; 2 earlier ones could have seen it and did not')
  })

  it('is added to the findings of a result, and to none where nothing is known of the past', async () => {
    const result = await foldEvents(sampleRun)
    const past = createRunHistory()
    past.add(await foldEvents([{ ...started, run: { ...started.run, id: 'before' } }, finished]))
    expect(past.has(result)).toBe(false)
    past.add(result)
    expect(past.has(result)).toBe(true)

    expect(resultIn(past.history(), result).result.findings.map(({ history }) => history)).toEqual([
      { firstSeen: started.run.startedAt, seen: 1, tested: 1 },
    ])
    expect(resultIn(past.history(), result).history?.runs).toHaveLength(2)
    expect(resultIn(undefined, result)).toEqual({ result })
  })
})
