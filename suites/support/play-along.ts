import { createHash } from 'node:crypto'
import { join, relative } from 'node:path'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import type { ScenarioFinished } from '../../core/event.ts'
import { isFailure, type Finding } from '../../core/finding.ts'
import { createHtmlReporter } from '../../reports/html.ts'
import { createJsonReporter } from '../../reports/json.ts'
import { shellWord } from '../../run/command-line.ts'
import { startRecordedRun } from '../../run/recorded-run.ts'
import { scenario } from '../../run/scenario/scenario.ts'
import type { ScenarioStopped } from '../../run/scenario/leaving.ts'
import { CATALOGUE } from '../catalogue.ts'
import type { PayrocOperation } from '../payroc-operation.ts'
import type { PayrocTools } from '../payroc-scenario.ts'
import type { BlockSource } from './matchers.ts'

/** A run whose scenarios are told elsewhere: by the tests of a file. */
export interface RunOfTests extends BlockSource {
  /** Begins a scenario and hands over its tools; they hold until it is ended. */
  begin(name: string): Promise<ScenarioUnderway>
  close(): Promise<void>
}

export interface ScenarioUnderway {
  readonly tools: PayrocTools
  /** Cleans up and yields what fails; what left the scenario early, if anything did, is handed back. */
  end(left: ScenarioStopped | undefined): Promise<readonly Finding[]>
}

/**
 * Starts a run for one file of tests, with the settings of environment and config file as `run` has them. Its folder is
 * named after the file, so that files that run side by side keep apart.
 */
export async function startRunOfTests(cwd: string, testFile: string): Promise<RunOfTests> {
  const environment = readEnvironment(cwd)
  const file = await loadConfigFile(cwd)
  const given = resolveOptions({ flags: {}, environment, file })
  const digest = createHash('sha256').update(relative(cwd, testFile)).digest('hex').slice(0, 12)
  const options = { ...given, out: join(given.out ?? '.conformance', `vitest-${digest}`) }
  const attempts = new Map<string, number>()
  const finished = new Map<string, ScenarioFinished>()
  const run = await startRecordedRun({
    options,
    environment,
    file,
    cwd,
    reporters: [
      {
        name: 'tests',
        onEvent: (event) => {
          if (event.type === 'scenario-finished') finished.set(event.scenario.id, event)
        },
      },
      createJsonReporter(),
      createHtmlReporter(),
    ],
    catalogue: { ...CATALOGUE, entries: [] },
    commandFor: (id, seed) => {
      const words = id.split(' > ').map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      const name = words.join('.*')
      return `CONFORMANCE_SEED=${seed} npx vitest run ${shellWord(relative(cwd, testFile))} -t ${shellWord(name)}`
    },
    signal: new AbortController().signal,
  })
  return {
    source: run.result().contract.source,
    strict: options.strict,
    operations: new Map(run.session.operations.map((operation) => [operation.operationId, operation])),
    begin: async (name) => {
      // A test that is repeated must not repeat the keys of its first attempt.
      const attempt = (attempts.get(name) ?? 0) + 1
      attempts.set(name, attempt)
      const id = attempt === 1 ? name : `${name} (attempt ${attempt})`
      const handed = Promise.withResolvers<PayrocTools>()
      const told = Promise.withResolvers<void>()
      const played = run.session.play([
        scenario<PayrocOperation>({ id, title: name, suite: 'tests', tier: 'recommended' }, (tools) => {
          handed.resolve(tools)
          return told.promise
        }),
      ])
      // What never begins must not be waited for.
      played.then(
        () => handed.reject(new Error('the run has ended')),
        (error: unknown) => handed.reject(error),
      )
      return {
        tools: await handed.promise,
        end: async (left) => {
          if (left === undefined) told.resolve()
          else told.reject(left)
          await played
          const findings = finished.get(id)?.findings ?? []
          return findings.filter((finding) => isFailure(finding, options.strict))
        },
      }
    },
    close: async () => {
      await run.finish()
    },
  }
}
