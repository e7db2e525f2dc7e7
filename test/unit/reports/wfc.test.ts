import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { foldEvents } from '../../../reports/result-fold.ts'
import { wfcReport } from '../../../reports/wfc.ts'
import { eventsOf, richRun } from './rich-run.ts'
import { finished, started } from './sample-run.ts'

const count = z.int().min(0)
const unique = <T extends z.ZodType>(item: T) =>
  z.array(item).refine((items) => new Set(items.map((one) => JSON.stringify(one))).size === items.length)
const faultCode = z.union([
  z.int().min(100).max(122),
  z.int().min(200).max(207),
  z.int().min(300).max(312),
  z.int().min(900).max(999),
])

/** What the Web Fuzzing Commons report schema 0.8.0 asks of a report for REST, in our words; nothing is published as a package. */
const WFC_REPORT = z.object({
  schemaVersion: z.literal('0.8.0'),
  toolName: z.string(),
  toolVersion: z.string(),
  creationTime: z.iso.datetime(),
  faults: z.object({
    totalNumber: count,
    foundFaults: z.array(
      z.object({
        operationId: z.string(),
        testCaseId: z.string(),
        faultCategories: unique(z.object({ id: z.string(), code: faultCode, context: z.string().nullish() })).refine(
          (items) => items.length > 0,
        ),
      }),
    ),
  }),
  problemDetails: z.object({
    rest: z.object({
      outputHttpCalls: count,
      evaluatedHttpCalls: count,
      endpointIds: unique(z.string()),
      coveredHttpStatus: z.array(
        z.object({
          endpointId: z.string(),
          testCaseId: z.string(),
          httpStatus: unique(z.int().min(0).max(599)).nullable(),
        }),
      ),
    }),
  }),
  totalTests: count,
  testFilePaths: unique(z.string()),
  testCases: z.array(
    z.object({
      id: z.string(),
      filePath: z.string(),
      name: z.string(),
      startLine: count.optional(),
      endLine: count.optional(),
    }),
  ),
  executionTimeInSeconds: count,
  extra: z.array(
    z.object({
      toolName: z.string(),
      criteria: z.array(z.object({ name: z.string(), covered: count, total: count.nullish() })),
    }),
  ),
  warnings: z.array(z.object({ message: z.string(), category: z.string() })),
})

describe('the Web Fuzzing Commons report', () => {
  it.each([
    ['of a run with everything', richRun],
    ['of a run that did nothing', [started, finished]],
  ])('%s has what its schema asks for', async (_name, events) => {
    const report = await wfcReport(await foldEvents(events), eventsOf(events))

    expect(WFC_REPORT.safeParse(JSON.parse(JSON.stringify(report))).error).toBeUndefined()
  })

  it('names each finding by its category, at the operation and the case that shows it', async () => {
    const report = WFC_REPORT.parse(await wfcReport(await foldEvents(richRun), eventsOf()))

    const faults = report.faults.foundFaults.map(({ operationId, testCaseId, faultCategories }) => [
      operationId.slice(0, 16),
      testCaseId,
      faultCategories.map(({ id, code }) => `${code} ${id}`).join(),
    ])
    expect(faults).toContainEqual(['POST:/pets', 'createPet/random/2', '200 status-code-is-documented'])
    expect(faults).toHaveLength(report.faults.totalNumber)
    const cases = new Set(report.testCases.map(({ id }) => id))
    expect(faults.filter(([, testCaseId]) => !cases.has(testCaseId ?? ''))).toEqual([])
  })

  it('has a case for each status of each operation, at its line of run.ndjson', async () => {
    const report = WFC_REPORT.parse(await wfcReport(await foldEvents(richRun), eventsOf()))

    const covered = report.problemDetails.rest.coveredHttpStatus.map(({ endpointId, httpStatus }) => [
      endpointId.slice(0, 16),
      httpStatus,
    ])
    expect(covered.slice(0, 3)).toEqual([
      ['GET:/pets', [200]],
      ['POST:/pets', [418]],
      ['PUT:/pets/{id}', [200]],
    ])
    expect(report.testCases[0]).toEqual({
      id: 'listPets/examples/1',
      name: 'listPets/examples/1',
      filePath: 'run.ndjson',
      startLine: 3,
      endLine: 3,
    })
    expect(richRun[2]).toMatchObject({ caseId: 'listPets/examples/1' })
  })
})
