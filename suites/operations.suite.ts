import process from 'node:process'
import { afterAll, describe, expect, test } from 'vitest'
import { readEnvironment } from '../config/environment.ts'
import { loadConfigFile } from '../config/load-config-file.ts'
import { resolveOptions } from '../config/resolve-options.ts'
import { operationReports, problemOf, reportOperation, reportSkipped, testName } from '../reports/allure-operation.ts'
import { createHtmlReporter } from '../reports/html.ts'
import { createJsonReporter } from '../reports/json.ts'
import { createJunitReporter } from '../reports/junit.ts'
import { suiteOf } from '../reports/run-result.ts'
import { startRecordedRun } from '../run/recorded-run.ts'
import { NO_SCENARIOS } from '../run/scenario/choose-scenarios.ts'
import { PAYROC_ENVIRONMENTS } from './payroc-environments.ts'

// The operation suite as vitest tests, one per operation: `npx vitest run --project conformance`. Settings come from
// the environment (CONFORMANCE_TARGET, CONFORMANCE_OPERATION …) and conformance.config.ts, as for `run`.
const cwd = process.cwd()
const environment = readEnvironment(cwd)
const file = await loadConfigFile(cwd)
const run = await startRecordedRun({
  options: resolveOptions({ flags: {}, environment, file }),
  environment,
  file,
  cwd,
  catalogue: { ...NO_SCENARIOS, environments: PAYROC_ENVIRONMENTS },
  reporters: [createJsonReporter(), createJunitReporter(), createHtmlReporter()],
  signal: new AbortController().signal,
})

describe('operations', () => {
  for (const [tag, operations] of Map.groupBy(run.session.operations, suiteOf)) {
    describe(tag, () => {
      for (const operation of operations) {
        test(testName(operation), async ({ skip }) => {
          await run.session.execute([operation])

          const report = operationReports(run.result()).find(
            (one) => one.operation.operationId === operation.operationId,
          )
          if (report === undefined) throw new Error(`${operation.operationId} left no trace in the run`)
          await reportOperation(report)
          if (report.operation.verdict === 'skipped') {
            await reportSkipped(
              operation.operationId,
              report.skipped.map(({ what, reason }) => `${what}: ${reason}`),
            )
            skip()
          }
          const problem = problemOf(report)
          if (problem !== undefined) throw problem
          expect(report.operation.verdict).toBe('pass')
        })
      }
    })
  }
})

afterAll(() => run.finish())
