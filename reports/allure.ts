import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import type { Finding } from '../core/finding.ts'
import { HarnessError } from '../core/harness-error.ts'
import { scenarioTestId } from './allure-scenario.ts'
import type { Reporter } from './reporter.ts'
import type { RunResult } from './run-result.ts'

/** The folder of a run folder that `allure generate` reads. */
export const ALLURE_FOLDER = 'allure-results'

/** What the vitest process is told. */
export interface AllureJob {
  /** A file with the RunResult. */
  readonly resultFile: string
  readonly resultsFolder: string
  /** For vite's caches. */
  readonly scratchFolder: string
  readonly tool: string
  readonly environment: Readonly<Record<string, string>>
  /** Where the contract can be opened, without the line. */
  readonly contractUrl: string | undefined
  /** Ids of the tests that have a finding which did not come again. */
  readonly flaky: readonly string[]
  /** When each test was really run (milliseconds since the epoch), by id. */
  readonly times: Readonly<Record<string, { readonly start: number; readonly stop: number }>>
}

/** A run of thousands of operations takes some 20 s; a process that hangs must not keep a CI job waiting. */
const MAX_DURATION_MS = 120_000

/**
 * Writes `allure-results/` through allure-vitest: a vitest process replays the result, one test per operation and
 * per scenario.
 *
 * @param contractUrlOf where a contract can be opened, given its source
 */
export function createAllureReporter(
  contractUrlOf: (source: string) => string | undefined = () => undefined,
): Reporter {
  return {
    name: 'allure',
    async finish({ folder, result }) {
      const scratchFolder = await mkdtemp(join(tmpdir(), 'conformance-allure-'))
      try {
        const resultsFolder = resolve(folder, ALLURE_FOLDER)
        const resultFile = join(scratchFolder, 'result.json')
        // Results of an older run in the same folder would be mixed with these.
        await rm(resultsFolder, { recursive: true, force: true })
        await mkdir(resultsFolder, { recursive: true })
        await writeFile(resultFile, JSON.stringify(result))
        await writeFile(join(resultsFolder, 'executor.json'), JSON.stringify(executorOf(result), null, 2))
        await runVitest({
          resultFile,
          resultsFolder,
          scratchFolder,
          tool: result.tool.name,
          environment: environmentOf(result),
          contractUrl: contractUrlOf(result.contract.source),
          flaky: result.findings.filter(({ flaky }) => flaky !== undefined).map(testIdOf),
          times: timesOf(result),
        })
      } finally {
        await rm(scratchFolder, { recursive: true, force: true })
      }
    },
  }
}

async function runVitest(job: AllureJob): Promise<void> {
  const here = import.meta.filename
  const script = join(dirname(here), `allure-process${extname(here)}`)
  // The job goes by a file: it is too long for an argument, and environment variables are the user's.
  const jobFile = join(job.scratchFolder, 'job.json')
  await writeFile(jobFile, JSON.stringify(job))
  const child = spawn(process.execPath, [script, jobFile], {
    cwd: dirname(dirname(here)),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MAX_DURATION_MS,
    killSignal: 'SIGKILL',
    // Ctrl-C of the run is not meant for its reports.
    detached: true,
    windowsHide: true,
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000)
  })
  const code = await new Promise<number | string>((done, failed) => {
    child.once('error', failed)
    child.once('close', (status, signal) => done(status ?? signal ?? 'unknown'))
  })
  if (code !== 0) {
    throw new HarnessError('internal', `Allure results could not be written (vitest ended with ${code}). ${complaint}`)
  }
}

function environmentOf({ run, tool, contract, target }: RunResult): Record<string, string> {
  return {
    tool: `${tool.name} ${tool.version}`,
    contract: `${contract.title} ${contract.version}`,
    'contract.source': contract.source,
    'contract.sha256': contract.sha256,
    target: target.name,
    'target.baseUrl': target.baseUrl,
    seed: String(run.seed),
    profile: run.profile,
    verdict: run.verdict,
    interrupted: String(run.interrupted),
  }
}

function executorOf({ run, tool }: RunResult): Record<string, string> {
  return { name: tool.name, type: tool.name, buildName: run.id, reportName: `${tool.name} ${run.id}` }
}

function timesOf({ operations, scenarios }: RunResult): AllureJob['times'] {
  const tests = [
    ...operations.map(({ operationId, ...times }) => ({ id: operationId, ...times })),
    ...scenarios.map((scenario) => ({ ...scenario, id: scenarioTestId(scenario) })),
  ]
  return Object.fromEntries(
    tests.flatMap(({ id, startedAt, durationMs }) => {
      if (startedAt === undefined) return []
      const start = Date.parse(startedAt)
      return [[id, { start, stop: start + Math.round(durationMs) }]]
    }),
  )
}

function testIdOf({ scenarioId, operationId }: Finding): string {
  return scenarioId === undefined ? operationId : scenarioTestId({ id: scenarioId })
}
