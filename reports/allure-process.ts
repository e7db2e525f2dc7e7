import { readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
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
      listeners: [
        {
          beforeTestResultWrite: (result) => {
            const times = job.times[result.historyId ?? '']
            if (times === undefined) return
            result.start = times.start
            result.stop = times.stop
          },
        },
      ],
    }),
  ],
  setupFiles: [fileURLToPath(import.meta.resolve('allure-vitest/setup'))],
  server: { deps: { inline: [/recorded\.suite\.[jt]s$/] } },
  provide: { recordedRun: job.resultFile },
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
if (failures.length > 0) console.error(failures)
process.exit(failures.length === 0 && vitest.state.getFiles().every(({ tasks }) => tasks.length > 0) ? 0 : 1)
