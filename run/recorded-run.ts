import { resolve } from 'node:path'
import { cacheDirectory, type Environment } from '../config/environment.ts'
import { extraSettings, type ConfigFile, type ExtraSettings } from '../config/load-config-file.ts'
import type { RunOptions } from '../config/run-options.ts'
import { systemClock } from '../core/clock.ts'
import type { RunEvent, RunStarted } from '../core/event.ts'
import { HarnessError } from '../core/harness-error.ts'
import { TOOL } from '../core/tool.ts'
import type { Contract } from '../spec/model.ts'
import { readBaseline } from '../reports/baseline-file.ts'
import { curlOf } from '../reports/curl.ts'
import { finishReporters } from '../reports/finish-reporters.ts'
import { readHistory } from '../reports/read-history.ts'
import { resultIn } from '../reports/with-history.ts'
import { createNdjsonSink, readEvents, type NdjsonSink } from '../reports/ndjson.ts'
import type { Reporter } from '../reports/reporter.ts'
import { createResultFold } from '../reports/result-fold.ts'
import type { RunResult } from '../reports/run-result.ts'
import { createBaselineWatch } from './baseline-watch.ts'
import { withConfigured } from './environments.ts'
import { runFolderOf } from './command-line.ts'
import { cleanUp, type Left } from './journal/clean-up.ts'
import { type RunLine, shownPath } from './journal/entry.ts'
import type { Journal } from './journal/journal.ts'
import { type JournalFile, openJournalFile } from './journal/journal-file.ts'
import { leftOver } from './journal/left-over.ts'
import { type PreparedRun, prepareRun } from './prepare.ts'
import { runTag } from './run-tag.ts'
import { chooseSuites, NO_SCENARIOS, type Catalogue } from './scenario/choose-scenarios.ts'
import type { AskOperator } from './scenario/device.ts'
import type { ScenarioSettings } from './scenario/play-all.ts'
import { openSession, type Session } from './session.ts'

export interface RecordedRunRequest {
  readonly options: RunOptions
  readonly environment: Environment
  readonly file: ConfigFile | undefined
  readonly cwd: string
  readonly reporters: readonly Reporter[]
  /** The scenarios there are; none where absent. */
  readonly catalogue?: Catalogue
  /** How a person at the device is asked; absent: nobody is there. */
  readonly ask?: AskOperator
  /** Whether scenarios of features that nobody declared are tried on a target that was not started for the run. */
  readonly triesFeatures?: boolean
  /** What a user types to play a scenario again, where it is not one of the catalogue. */
  readonly commandFor?: ScenarioSettings['commandFor']
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal
}

/** A session whose events are written to the run folder and told to the reporters. */
export interface RecordedRun {
  readonly session: Session
  /** Runs all that was chosen: the operation suite, then the scenarios. */
  execute(): Promise<void>
  /** What is known so far. */
  result(): RunResult
  /** Ends the run, writes every report and closes what was opened; returns the exit code. */
  finish(): Promise<number>
  /** Closes what was opened, without a report. */
  abandon(): Promise<void>
}

/**
 * Prepares and starts a run.
 *
 * @throws HarnessError for a contract, target, filter or folder that will not do
 */
export async function startRecordedRun(request: RecordedRunRequest): Promise<RecordedRun> {
  const { options, environment, cwd, reporters } = request
  // Before anything is started: a mistake in it should not cost a run.
  const baseline =
    options.baseline === undefined ? undefined : readBaseline(resolve(cwd, options.baseline), options.baseline)
  const past = options.history === undefined ? undefined : await readHistory(resolve(cwd, options.history))
  const catalogue = request.catalogue ?? NO_SCENARIOS
  const extra = extraSettings(request.file)
  const prepared = await prepareRun({
    options,
    extra,
    environments: withConfigured(catalogue.environments, extra),
    secrets: {
      apiKey: environment['PAYROC_API_KEY'],
      bearer: environment['CONFORMANCE_BEARER'],
      limitedApiKey: environment['PAYROC_LIMITED_API_KEY'],
    },
    cacheDir: cacheDirectory(environment),
    cwd,
    outcomes: catalogue.outcomes,
  })
  const { journal } = prepared
  const fold = createResultFold()
  let sink: NdjsonSink | undefined
  let journalFile: JournalFile | undefined
  let folder = ''
  // The run folder is named after the run, so it is made when the run says its id.
  const emit = (event: RunEvent): void => {
    if (event.type === 'run-started') {
      folder = resolve(cwd, runFolderOf(options, event.run.id))
      sink = createNdjsonSink(folder)
      if (journal !== undefined) {
        journalFile = openJournalFile(folder, 'new')
        journal.writeTo(journalFile.append)
        journal.note(runLine(event, options))
      }
    }
    sink?.append(event)
    fold.add(event)
    for (const reporter of reporters) reporter.onEvent?.(event)
  }
  const abandon = async (): Promise<void> => {
    sink?.close()
    journalFile?.close()
    await prepared.close()
  }
  try {
    const chosen = chooseSuites(catalogue, prepared.contract, options)
    const session = openSession({
      options,
      tool: TOOL,
      ...prepared,
      ...tagOf(catalogue, prepared.contract, extra),
      operations: chosen.operations ? prepared.operations : [],
      scenarios: {
        ...equipmentOf(catalogue, environment),
        limitedApiKey: environment['PAYROC_LIMITED_API_KEY'],
        ...(request.ask !== undefined && { ask: request.ask }),
        ...(request.triesFeatures === true && { tried: catalogue.refusable ?? [] }),
        // A test of the user's own is not ours to run twice.
        triesAgain: request.commandFor === undefined,
        ...(request.commandFor !== undefined && { commandFor: request.commandFor }),
      },
      guideRules: catalogue.guideRules,
      clock: systemClock,
      ...(baseline !== undefined && {
        baseline: createBaselineWatch({
          baseline,
          file: options.baseline ?? '',
          strict: options.strict,
          result: () => fold.result(),
        }),
      }),
      curlOf: (exchange) => curlOf(exchange.request, exchange.redactions),
      emit,
      signal: request.signal,
    })
    return {
      session,
      execute: async () => {
        await session.execute(session.operations)
        await session.play(chosen.scenarios)
      },
      result: () => fold.result(),
      abandon,
      finish: async () => {
        if (journal !== undefined) {
          const left = request.signal.aborted ? notCleaned(journal) : await cleaned({ ...prepared, journal })
          for (const event of leftOver(journal.state, left)) emit(event)
        }
        const { exitCode } = session.finish()
        await abandon()
        const result = fold.result()
        past?.add(result)
        const told = resultIn(past?.history(), result)
        await finishReporters(reporters, { folder, events: () => readEvents(folder), ...told })
        return exitCode
      },
    }
  } catch (error) {
    await abandon()
    throw error
  }
}

/** The member that names what is made: as the config file says, else as the catalogue knows of its own API. */
function tagOf(
  catalogue: Catalogue,
  contract: Contract,
  { runTag: tag }: ExtraSettings,
): { readonly tagField?: string } {
  const field = tag?.field ?? (catalogue.fits(contract) ? catalogue.tag?.field : undefined)
  return field === undefined ? {} : { tagField: field }
}

function runLine({ run, target }: RunStarted, { target: name, spec, identityUrl }: RunOptions): RunLine {
  return {
    type: 'run',
    id: run.id,
    startedAt: run.startedAt,
    target: name,
    baseUrl: target.baseUrl,
    ...(identityUrl !== undefined && { identityUrl }),
    ...(spec !== undefined && { spec }),
    tag: runTag(run.seed, run.id, false),
  }
}

/** Removes what the run made; a target that is gone by then takes nothing back. */
async function cleaned({
  journal,
  target,
  ...parts
}: PreparedRun & { readonly journal: Journal }): Promise<readonly Left[]> {
  try {
    return await cleanUp({
      journal,
      generation: parts.generation,
      send: { ...parts, journal, baseUrl: target.summary.baseUrl },
    })
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'target') throw error
    return leftBecause(journal, error.message)
  }
}

/** Whoever interrupts a run does not want to wait for it. */
function notCleaned(journal: Journal): readonly Left[] {
  return leftBecause(journal, 'the run was interrupted; run --cleanup removes it')
}

function leftBecause({ state }: Journal, reason: string): readonly Left[] {
  return [
    ...state.open().map((made) => ({ operationId: made.operationId, what: shownPath(made), reason })),
    ...state
      .pending()
      .map(({ operationId, reference, key }) => ({ operationId, what: reference ?? key ?? '', reason })),
  ]
}

/** Terminal and device of the environment, else those of the document's examples, which are guesses. */
function equipmentOf(
  { defaults }: Catalogue,
  environment: Environment,
): Pick<ScenarioSettings, 'terminal' | 'serialNumber' | 'guessed'> {
  const [terminal, serialNumber] = [TERMINAL, DEVICE].map((setting) => environment[setting] ?? '')
  const guesses = [
    { value: defaults.terminal, setting: TERMINAL, given: terminal },
    { value: defaults.serialNumber, setting: DEVICE, given: serialNumber },
  ]
  return {
    terminal: terminal || defaults.terminal,
    serialNumber: serialNumber || defaults.serialNumber,
    guessed: guesses.filter(({ given }) => !given).map(({ value, setting }) => ({ value, setting })),
  }
}

const TERMINAL = 'PAYROC_TERMINAL_ID'
const DEVICE = 'PAYROC_DEVICE_SERIAL'
