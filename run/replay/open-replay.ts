import { cacheDirectory, type Environment } from '../../config/environment.ts'
import { extraSettings, type ConfigFile } from '../../config/load-config-file.ts'
import type { RunOptions } from '../../config/run-options.ts'
import type { TargetSummary } from '../../core/event.ts'
import { systemClock } from '../../core/clock.ts'
import type { Finding } from '../../core/finding.ts'
import { deriveSeed } from '../../core/seed.ts'
import { TOOL } from '../../core/tool.ts'
import { curlOf } from '../../reports/curl.ts'
import { withConfigured } from '../environments.ts'
import type { JudgeParts } from '../judge-case.ts'
import { prepareRun } from '../prepare.ts'
import { chooseSuites, type Catalogue } from '../scenario/choose-scenarios.ts'
import type { AskOperator } from '../scenario/device.ts'
import type { SendParts } from '../send-case.ts'
import { openSession } from '../session.ts'
import { type CaseConclusion, replayCase } from './replay-case.ts'
import { replayFinding, type ReplayOutcome, type ReplayTimes, sequenceCheckOf, verdictOf } from './replay-finding.ts'

export interface ReplayRequest {
  readonly options: RunOptions
  readonly environment: Environment
  readonly file: ConfigFile | undefined
  readonly cwd: string
  /** Where the record was made. */
  readonly recorded: { readonly target: TargetSummary; readonly seed: number }
  readonly catalogue: Catalogue
  /** How a person at the device is asked; absent: nobody is there. */
  readonly ask?: AskOperator | undefined
  readonly signal: AbortSignal
}

/** A target to which what a run recorded can be sent again. */
export interface Replay {
  readonly target: TargetSummary
  /** SHA-256 of the contract's document. */
  readonly sha256: string
  finding(finding: Finding, how: ReplayTimes): Promise<ReplayOutcome>
  /** A case that is made again from seed and contract; `undefined` where there is no such case. */
  case(caseId: string): Promise<CaseConclusion | undefined>
  close(): Promise<void>
}

/**
 * Loads the contract and opens the target.
 *
 * @throws HarnessError for a contract or target that will not do
 */
export async function openReplay(request: ReplayRequest): Promise<Replay> {
  const { options, environment, file, cwd, recorded, signal } = request
  const extra = extraSettings(file)
  const prepared = await prepareRun({
    options,
    extra,
    environments: withConfigured(request.catalogue.environments, extra),
    secrets: {
      apiKey: environment['PAYROC_API_KEY'],
      bearer: environment['CONFORMANCE_BEARER'],
      limitedApiKey: environment['PAYROC_LIMITED_API_KEY'],
    },
    cacheDir: cacheDirectory(environment),
    cwd,
  })
  const { contract, target, transport, credentials } = prepared
  const send: SendParts = { contract, transport, credentials, baseUrl: target.summary.baseUrl, signal }
  const judge: JudgeParts = {
    contract,
    target,
    seed: recorded.seed,
    strict: options.strict,
    lineOf: async () => undefined,
    excerptOf: async () => undefined,
    curlOf: ({ request: sent, redactions }) => curlOf(sent, redactions),
    commandFor: () => '',
  }
  const parts = { send, judge, clock: systemClock, recordedBase: recorded.target.baseUrl, checkOf: sequenceCheckOf }

  /** Whether the scenario breaks the promise again; it is played as a whole, since its steps decide what they send. */
  const play = async ({ scenarioId = '', fingerprint }: Finding, seed: number): Promise<boolean | string> => {
    let found: boolean | string = `there is no scenario ${scenarioId}`
    const narrowed: RunOptions = { ...options, seed, scenario: [scenarioId] }
    const session = openSession({
      ...prepared,
      options: narrowed,
      tool: TOOL,
      operations: [],
      scenarios: {
        terminal: environment['PAYROC_TERMINAL_ID'] ?? request.catalogue.defaults.terminal,
        limitedApiKey: environment['PAYROC_LIMITED_API_KEY'],
        serialNumber: environment['PAYROC_DEVICE_SERIAL'] ?? request.catalogue.defaults.serialNumber,
        ...(request.ask !== undefined && { ask: request.ask }),
      },
      clock: systemClock,
      curlOf: judge.curlOf,
      emit: (event) => {
        if (event.type !== 'scenario-finished') return
        const { verdict, reason = 'it was not played to its end' } = event
        if (event.findings.some((one) => one.fingerprint === fingerprint)) found = true
        else found = verdict === 'pass' ? false : `the scenario ended with ${verdict}: ${reason}`
      },
      signal,
    })
    await session.play(chooseSuites(request.catalogue, contract, narrowed).scenarios)
    return found
  }

  const playFinding = async (finding: Finding, times: number): Promise<ReplayOutcome> => {
    let judged = 0
    let failures = 0
    const reasons = new Set<string>()
    for (let attempt = 0; attempt < times && !signal.aborted; attempt++) {
      // References and keys follow from the seed: what was sent once must not be sent as new.
      const seed = attempt === 0 ? recorded.seed : deriveSeed(recorded.seed, attempt) >>> 1
      const found = await play(finding, seed)
      if (typeof found === 'string') reasons.add(found)
      else judged++
      if (found === true) failures++
    }
    return { verdict: verdictOf(judged, failures), judged, failures, reasons: [...reasons], standIns: [] }
  }

  return {
    target: target.summary,
    sha256: contract.sha256,
    finding: (finding, how) =>
      finding.scenarioId === undefined ? replayFinding(parts, finding, how) : playFinding(finding, how.times ?? 1),
    case: (caseId) => replayCase({ ...prepared, options, judge, send, seed: recorded.seed }, caseId),
    close: () => prepared.close(),
  }
}
