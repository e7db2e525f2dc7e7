import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../core/event.ts'
import { createProgressReporter } from '../../../reports/progress.ts'
import { finding, finished, finishedScenario, finishedCase, sampleRun, started } from './sample-run.ts'

/** What is written while each event takes so many milliseconds. */
function written(
  events: readonly RunEvent[],
  step: number,
  terminal?: { columns: number; isHeld?: boolean },
): readonly string[] {
  let time = 0
  const writes: string[] = []
  const stream = Object.assign(new PassThrough(), terminal && { isTTY: true, ...terminal })
  stream.write = (text: unknown) => {
    writes.push(String(text))
    return true
  }
  const isHeld = (): boolean => terminal?.isHeld === true
  const reporter = createProgressReporter({ stream, clock: { monotonic: () => time }, noColor: true, isHeld })
  for (const event of events) {
    reporter.onEvent?.(event)
    time += step
  }
  return writes
}

const manyCases: readonly RunEvent[] = [
  { ...started, plan: { operations: 131, cases: 20_000 } },
  ...Array.from({ length: 10_000 }, () => finishedCase()),
  finishedCase({ findings: [finding()] }),
  finishedCase({ findings: [finding()] }),
]

describe('progress on a terminal', () => {
  it('is one line with operations, cases, rate, findings and what is left', () => {
    const writes = written(manyCases, 1, { columns: 100 })

    expect(writes.at(-1)).toBe('\r\u001b[K0/131 operations · 10,000 cases · 1,000/s · 0 findings · ETA 10.0 s')
  })

  it('counts a finding once', () => {
    const writes = written(manyCases, 100, { columns: 100 })

    expect(writes.at(-1)).toContain(' 10,002 cases · 10/s · 1 finding · ')
  })

  it('is drawn at most ten times a second', () => {
    const writes = written(manyCases, 1, { columns: 100 })

    expect(writes).toHaveLength(101)
  })

  it('is not drawn over what somebody reads there', () => {
    expect(written(manyCases, 200, { columns: 100, isHeld: true })).toEqual([])
  })

  it('is never wider than the terminal', () => {
    const writes = written(manyCases, 50, { columns: 40 })

    expect(writes.at(-1)).toBe('\r\u001b[K0/131 operations · 10,002 cases · 20/s…')
  })

  it('leaves an empty line when the run is over', () => {
    const writes = written(sampleRun, 200, { columns: 100 })

    expect(writes.at(-1)).toBe('\r\u001b[K')
  })
})

describe('progress in a log', () => {
  it('is a line per finished operation', () => {
    const writes = written(sampleRun, 10)

    expect(writes.join('')).toMatchInlineSnapshot(`
      "[1/3] pass listPets GET /pets (2 cases, 400 ms)
      [2/3] fail createPet POST /pets (1 case, 1 finding, 400 ms)
      [3/3] inconclusive getPet GET /pets/{id} (1 case, 400 ms)
      "
    `)
  })

  it('is harmless whatever an operation is called', () => {
    const operationId = 'a\u001b[2J\nb'
    const writes = written(
      [started, { type: 'operation-finished', operationId, verdict: 'pass', durationMs: 61_000 }, finished],
      10,
    )

    expect(writes).toEqual(['[1/3] pass a\\u001b[2J\\nb (0 cases, 1 min 1 s)\n'])
  })

  it('is a line per scenario that was played', () => {
    const played = finishedScenario({ verdict: 'pass', durationMs: 900 })
    const writes = written([started, played, { ...played, verdict: 'skipped' }, finished], 10)

    expect(writes).toEqual(['[sale] pass CP-01 Sale: submit, poll, follow the link, read the payment (900 ms)\n'])
  })
})
