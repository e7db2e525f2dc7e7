import { readFileSync } from 'node:fs'
import { describe, inject, test } from 'vitest'
import { operationReports, problemOf, reportOperation, reportSkipped, testName } from '../reports/allure-operation.ts'
import { problemOfScenario, reportScenario, scenarioReports, scenarioTestId } from '../reports/allure-scenario.ts'
import { suiteOf, type RunResult } from '../reports/run-result.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The file with the result of the run that is told to Allure; see reports/allure-process.ts. */
    recordedRun: string
    /** Where the contract can be opened, without the line. */
    contractUrl: string | undefined
  }
}

// Replays what was recorded as vitest tests, one per operation, for reporters of vitest such as Allure: nothing is
// sent and nothing is judged again.
const result = JSON.parse(readFileSync(inject('recordedRun'), 'utf8')) as RunResult
const contractUrl = inject('contractUrl')
const reports = operationReports(result, contractUrl)
const ran = new Set(result.operations.map(({ operationId }) => operationId))
const notRun = Map.groupBy(
  result.skipped.filter(({ operationId }) => operationId === undefined || !ran.has(operationId)),
  ({ operationId, what }) => operationId ?? what,
)

describe('operations', () => {
  for (const [tag, tagged] of Map.groupBy(reports, ({ operation }) => suiteOf(operation))) {
    describe(tag, () => {
      for (const report of tagged) {
        test(testName(report.operation), async ({ skip }) => {
          const { operationId, verdict } = report.operation
          await reportOperation(report)
          // A test that is skipped in its source is not told to Allure at all, one that skips itself is.
          if (verdict === 'skipped') {
            const reasons = report.skipped.map(({ what, reason }) => `${what}: ${reason}`)
            await reportSkipped(operationId, reasons.length === 0 ? ['no case was run'] : reasons)
            skip()
          }
          const problem = problemOf(report)
          if (problem !== undefined) throw problem
        })
      }
    })
  }
  describe('skipped', () => {
    for (const [name, items] of notRun) {
      test(name, async ({ skip }) => {
        await reportSkipped(
          name,
          items.map(({ reason }) => reason),
        )
        skip()
      })
    }
  })
})

describe('scenarios', () => {
  for (const [suite, played] of Map.groupBy(scenarioReports(result, contractUrl), ({ scenario }) => scenario.suite)) {
    describe(suite, () => {
      for (const report of played) {
        const { id, title, verdict, reason } = report.scenario
        test(`${id}: ${title}`, async ({ skip }) => {
          await reportScenario(report)
          if (verdict === 'skipped') {
            await reportSkipped(scenarioTestId(report.scenario), [reason ?? 'not played'])
            skip()
          }
          const problem = problemOfScenario(report)
          if (problem !== undefined) throw problem
        })
      }
    })
  }
})
