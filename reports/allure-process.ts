import { readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { Status, type StepResult, type TestResult } from 'allure-js-commons'
import AllureReporter from 'allure-vitest/reporter'
import { type CliOptions, startVitest } from 'vitest/node'
import type { AllureJob } from './allure.ts'

// Started by reports/allure.ts as a process of its own: vitest sets exit codes, listens to signals and prints, none
// of which may reach the run that is being reported. Its one argument is a file with an AllureJob.
const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as AllureJob
const here = import.meta.filename
const packageFolder = dirname(dirname(here))
const suite = join(packageFolder, 'suites', `recorded.suite${extname(here)}`)
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })

const options: CliOptions = {
  config: false,
  root: packageFolder,
  watch: false,
  include: [suite],
  // Installed, this package lies in node_modules, which is excluded by default.
  exclude: [],
  reporters: [
    new AllureReporter({
      resultsDir: job.resultsFolder,
      reportMatchers: false,
      environmentInfo: job.environment,
      listeners: [{ beforeTestResultWrite: placeInRun }],
    }),
  ],
  setupFiles: [fileURLToPath(import.meta.resolve('allure-vitest/setup'))],
  server: { deps: { inline: [/recorded\.suite\.[jt]s$/] } },
  provide: { recordedRun: job.resultFile, contractUrl: job.contractUrl },
  pool: 'threads',
  isolate: false,
  maxWorkers: 1,
  cache: false,
  fsModuleCache: false,
  api: false,
}
const vitest = await startVitest(
  [],
  options,
  { envDir: false, cacheDir: job.scratchFolder, logLevel: 'silent' },
  { stdout: nowhere, stderr: nowhere },
)
await vitest.close()
const failures = vitest.state.getUnhandledErrors()
if (failures.length > 0) process.stderr.write(inspect(failures))
process.exit(failures.length === 0 && vitest.state.getFiles().every(({ tasks }) => tasks.length > 0) ? 0 : 1)

/** What vitest saw is the replay: here the result gets the time and the place that it had in the run. */
function placeInRun(result: TestResult): void {
  const times = job.times[result.historyId ?? '']
  if (times !== undefined) {
    result.start = times.start
    result.stop = times.stop
    atTime(times.start, result.steps)
  }
  // Readers of results know the mark, the type of those that write them has none.
  if (job.flaky.includes(result.historyId ?? '')) Object.assign(result.statusDetails, { flaky: true })
  const suites = result.labels.filter(({ name }) => name === 'parentSuite' || name === 'suite')
  result.titlePath = [job.tool, ...suites.map(({ value }) => value)]
  result.fullName = [...result.titlePath, result.testCaseId ?? result.name].join(' > ')
  result.labels = result.labels.filter(({ name }) => name !== 'package' && name !== 'thread')
  // The trace of a finding is its message, and allure-vitest drops the reason of a skipped test.
  if (result.statusDetails.trace === result.statusDetails.message) delete result.statusDetails.trace
  if (result.status === Status.SKIPPED && result.description !== undefined)
    result.statusDetails.message = result.description
}

function atTime(time: number, steps: readonly StepResult[]): void {
  for (const step of steps) {
    step.start = time
    step.stop = time
    if (step.statusDetails?.trace === step.statusDetails?.message) delete step.statusDetails?.trace
    atTime(time, step.steps ?? [])
  }
}
