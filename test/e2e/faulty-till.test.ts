import { describe, expect, it } from 'vitest'
import type { RunResult } from '../../reports/run-result.ts'
import { FAILING, LAX, type PlantedFault, PROTOCOL, STRICT } from '../servers/till-faults.ts'
import { startTill, TILL_DOCUMENT, type TillFault } from '../servers/till-server.ts'
import { runInProcess } from '../support/run-in-process.ts'

/** What `run --target URL` concludes of the till, with all else left to its defaults. */
async function defaultRun(seed: number, fault: TillFault = {}, flags: object = {}): Promise<RunResult> {
  const till = await startTill(fault)
  try {
    return await runInProcess({
      spec: TILL_DOCUMENT,
      target: till.baseUrl,
      seed: String(seed),
      report: 'json',
      ...flags,
    })
  } finally {
    await till.close()
  }
}

async function expectFound({ fault, found, names, smallest = /(?:)/ }: PlantedFault): Promise<void> {
  const { findings, run } = await defaultRun(7, fault)

  expect(findings.map(({ operationId, code }) => `${operationId} ${code}`)).toEqual([found])
  expect(findings[0]?.message).toMatch(names)
  expect(findings[0]?.request.body?.content ?? '').toMatch(smallest)
  expect(run.exitCode).toBe(1)
}

describe('a server with one fault is found out once, with the constraint', () => {
  it.each(LAX)('when it $name', expectFound)

  it.each(PROTOCOL)('when it $name', expectFound)

  it.each(FAILING)('when it $name', expectFound)

  it.each(STRICT)('when it $name', expectFound)
})

describe('a correct server that remembers', () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))('has no finding at seed %i', async (seed) => {
    const { findings, run, operations } = await defaultRun(seed, {}, { profile: 'smoke' })

    expect(findings).toEqual([])
    expect(run).toMatchObject({ verdict: 'pass', exitCode: 0 })
    expect(operations.map(({ verdict }) => verdict)).toEqual(operations.map(() => 'pass'))
  })

  it.each([31, 32, 33])('has no finding in a whole run at seed %i, whatever it refuses', async (seed) => {
    const { findings, run, operations } = await defaultRun(seed)

    expect(findings).toEqual([])
    expect(run).toMatchObject({ verdict: 'pass', exitCode: 0 })
    const statuses = new Set(operations.flatMap((operation) => Object.keys(operation.statuses)))
    expect([...statuses].toSorted()).toEqual(['200', '201', '400', '401', '404', '405', '406', '409', '415'])
  })
})
