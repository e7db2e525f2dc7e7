import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { registerSchema, validate } from '@hyperjump/json-schema/draft-2020-12'
import { describe, expect, it } from 'vitest'
import { historyText } from '../../../cli/history-text.ts'
import type { JsonObject } from '../../../core/json.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { createRunHistory, type RunHistory } from '../../../reports/run-history.ts'
import { finding, finished, finishedCase, operationEvents, started } from './sample-run.ts'

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../reports/history.schema.json'), 'utf8'),
) as JsonObject
const uri = 'https://example.test/history.schema.json'
registerSchema({ ...schema, $id: uri }, uri)

/** One night per letter: what the run saw of one finding. */
async function historyOf(nights: string): Promise<RunHistory> {
  const { add, history } = createRunHistory()
  // The order in which they are read does not matter.
  for (const [i, night] of [...nights].entries().toArray().toReversed()) {
    const seen = night === 'x' ? [finding()] : night === '~' ? [finding({ flaky: { attempts: 2, failures: 1 } })] : []
    const operationId = night === '-' ? 'other' : 'createPet'
    add(
      await foldEvents([
        { ...started, run: { ...started.run, id: `run-${i}`, startedAt: `2026-03-0${i + 1}T02:00:00.000Z` } },
        ...operationEvents(operationId, { method: 'post', path: '/pets' }, [
          finishedCase({ operationId, findings: seen }),
        ]),
        finished,
      ]),
    )
  }
  return history()
}

describe('the history of a finding', () => {
  it.each([
    ['xxxx', 'open', '2026-03-01', '2026-03-04', 4, 4, 0],
    ['.xx-', 'open', '2026-03-02', '2026-03-03', 2, 3, 0],
    ['.xx..', 'gone', '2026-03-02', '2026-03-03', 2, 5, 0],
    ['x.x.x', 'open', '2026-03-01', '2026-03-05', 3, 5, 0.4],
    ['x-~x', 'open', '2026-03-01', '2026-03-04', 3, 3, 1 / 3],
    ['~', 'open', '2026-03-01', '2026-03-01', 1, 1, 1],
  ])('over the nights %s says since when, until when and how reliably', async (nights, ...expected) => {
    const [{ trail, state, firstSeen, lastSeen, seen, tested, flakyRate } = {}] = (await historyOf(nights))
      .findings as [Partial<RunHistory['findings'][number]>?]

    expect(trail).toBe(nights)
    expect([state, firstSeen?.slice(0, 10), lastSeen?.slice(0, 10), seen, tested, flakyRate]).toEqual(expected)
  })

  it('is valid by its schema', async () => {
    const history = await historyOf('.x~-.')

    expect(await validate(uri, JSON.parse(JSON.stringify(history)) as never, 'BASIC')).toMatchObject({ valid: true })
    expect(history.runs.map((run) => [run.id, run.errors, run.new])).toEqual([
      ['run-0', 0, 0],
      ['run-1', 1, 1],
      ['run-2', 1, 0],
      ['run-3', 0, 0],
      ['run-4', 0, 0],
    ])
  })

  it('is told as text with its trend', async () => {
    expect(historyText(await historyOf('.xx.x'))).toMatchInlineSnapshot(`
      "5 runs, 2026-03-01 to 2026-03-05
      findings per run  ▁██▁█  (0 … 1)

        STATE  FINGERPRINT       FIRST       LAST        SEEN  FLAKY  TRAIL  FINDING
        open   350955b3b8377d53  2026-03-02  2026-03-05   3/5   25 %  .xx.x  error status-code-is-documented at createPet: The status 418 is not documented.

      trail: x seen, ~ came and went, . not seen, - not put to the test
      "
    `)
  })
})
