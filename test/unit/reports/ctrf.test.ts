import { validate } from 'ctrf'
import { describe, expect, it } from 'vitest'
import { ctrfReport } from '../../../reports/ctrf.ts'
import { foldEvents } from '../../../reports/result-fold.ts'
import { richRun } from './rich-run.ts'
import { finished, started } from './sample-run.ts'

interface Report {
  readonly results: {
    readonly summary: Readonly<Record<string, number>>
    readonly tests: readonly Readonly<Record<string, unknown>>[]
  }
}

describe('the CTRF report', () => {
  it.each([
    ['of a run with everything', richRun],
    ['of a run that did nothing', [started, finished]],
  ])('%s is valid by the reference implementation', async (_name, events) => {
    const report = JSON.parse(JSON.stringify(ctrfReport(await foldEvents(events)))) as Report

    expect(validate(report)).toEqual({ valid: true, errors: [] })
    expect(validate({ ...report, results: { ...report.results, tests: [{}] } }).valid).toBe(false)
  })

  it('has a test per operation and scenario with its verdict, and sums that agree', async () => {
    const { results } = ctrfReport(await foldEvents(richRun)) as Report

    expect(results.tests.map(({ name, status, flaky }) => [String(name).slice(0, 20), status, flaky])).toEqual([
      ['listPets: GET /pets', 'passed', undefined],
      ['createPet: POST /pet', 'failed', undefined],
      ['getPet: GET /pets/{i', 'other', undefined],
      ['rename: PUT /pets/{i', 'passed', true],
      ['hostile </script><im', 'failed', undefined],
      ['CP-01: Sale: submit,', 'failed', undefined],
      ['CP-02: Refund', 'skipped', undefined],
      ['deletePet', 'skipped', undefined],
    ])
    expect(results.summary).toMatchObject({ tests: 8, passed: 2, failed: 3, skipped: 2, other: 1, flaky: 1 })
  })

  it('says why a test failed, where, and how to see it again', async () => {
    const { results } = ctrfReport(await foldEvents(richRun)) as Report

    expect(results.tests[1]).toMatchObject({
      message: 'The status 418 is not documented.',
      filePath: 'pets.yaml',
      line: 21,
      trace: expect.stringContaining('POST /pets (createPet)') as string,
      extra: {
        findings: [{ code: 'status-code-is-documented', curl: "curl -sS -i -X POST 'http://127.0.0.1:4010/v1/pets'" }],
      },
    })
  })
})
