import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { readEnvironment } from '../../config/environment.ts'
import { loadConfigFile } from '../../config/load-config-file.ts'
import { resolveOptions } from '../../config/resolve-options.ts'
import { RUN_OPTIONS, type RunOptions } from '../../config/run-options.ts'
import { HarnessError } from '../../core/harness-error.ts'
import { paintFor } from '../../reports/paint.ts'
import { readResults } from '../../reports/read-results.ts'
import type { RunResult } from '../../reports/run-result.ts'
import { counted } from '../../reports/text-layout.ts'
import { openReplay, type Replay } from '../../run/replay/open-replay.ts'
import type { ReplayVerdict } from '../../run/replay/replay-finding.ts'
import { CATALOGUE } from '../../suites/catalogue.ts'
import { PACKAGED_NAME } from '../../spec/load.ts'
import { interruptible } from '../interruptible.ts'
import type { Terminal } from '../main.ts'
import { operatorAtTerminal } from '../operator.ts'
import { chooseReplay, type ReplayChoice } from '../replay-choice.ts'
import { type PrintFormat, printedRequests } from '../replay-print.ts'
import { caseText, replayText } from '../replay-text.ts'
import { latestRun } from './report/latest-run.ts'

/** Settings of `run` that replaying knows, too. */
const SHARED: readonly (keyof RunOptions)[] = [
  'identityUrl',
  'spec',
  'fault',
  'rate',
  'timeout',
  'hold',
  'device',
  'cache',
  'debug',
  'color',
]

interface ReplayFlags extends Readonly<Record<string, unknown>> {
  readonly from?: string
  readonly target?: string
  readonly spec?: string
  readonly times?: number
  readonly all?: boolean
  readonly curl?: boolean
  readonly httpie?: boolean
  readonly har?: boolean
  readonly color: boolean
}

/** `payroc-conformance replay`: what led to a finding once more, judged as it was then. */
export function replayCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('replay')
    .description('send what led to a finding again, and say whether it is still there')
    .argument('[finding]', 'fingerprint, the beginning of one, or a case id')
    .option('--from <run>', 'run folder or results.json (default: the newest run in .conformance)')
    .option('--target <target>', 'sandbox, prism or a base URL (default: where the run went)')
    .option(
      '--times <n>',
      'send it so often (default: once when it is there, thrice when not, 20 times when it is known as flaky)',
      timesOf,
    )
    .option('--all', 'all findings of the run')
    .addOption(new Option('--curl', 'print curl commands and send nothing').conflicts(['httpie', 'har']))
    .addOption(new Option('--httpie', 'print HTTPie commands and send nothing').conflicts('har'))
    .option('--har', 'print an HTTP Archive and send nothing')
  for (const { name, flag, describe } of RUN_OPTIONS) if (SHARED.includes(name)) command.option(flag, describe)
  command.addHelpText(
    'after',
    '\nEnds with 0 when all are fixed, 1 when one is still there or flaky, 3 when nothing could be judged of one, 2 for an unknown name.',
  )
  command.action(async (name: string | undefined, flags: ReplayFlags) => {
    const result = await readResults(latestRun(flags.from, terminal.cwd))
    const choice = chooseReplay(result, name, flags.all === true)
    const format = (['curl', 'httpie', 'har'] as const).find((one) => flags[one] === true)
    if (format !== undefined) {
      print(terminal, result, choice, { format, target: flags.target })
      exit(0)
      return
    }
    exit(await replay(terminal, result, choice, flags))
  })
  return command
}

function timesOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Expected an integer from 1.')
  return Number(text)
}

function print(
  terminal: Terminal,
  result: RunResult,
  choice: ReplayChoice,
  { format, target }: { readonly format: PrintFormat; readonly target: string | undefined },
): void {
  if (choice.kind === 'case') {
    throw new HarnessError(
      'usage',
      `Nothing was found with ${choice.caseId}, so the result does not hold its request.`,
      {
        hint: 'Replay it without a print format, or look it up in run.ndjson.',
      },
    )
  }
  const { baseUrl } = result.target
  const now = target !== undefined && URL.canParse(target) ? target.replace(/\/+$/, '') : baseUrl
  terminal.stdout.write(printedRequests(choice.findings, format, { then: baseUrl, now }))
}

async function replay(
  terminal: Terminal,
  result: RunResult,
  choice: ReplayChoice,
  flags: ReplayFlags,
): Promise<number> {
  const environment = readEnvironment(terminal.cwd)
  const file = await loadConfigFile(terminal.cwd)
  const paint = paintFor(terminal.stdout, !flags.color)
  const options = optionsOf(result, flags, { environment, file, cwd: terminal.cwd })
  if (choice.kind === 'findings' && choice.findings.length === 0) {
    terminal.stdout.write(`Run ${result.run.id} has no findings.\n`)
    return 0
  }
  const interruption = interruptible()
  let opened: Replay | undefined
  try {
    opened = await openReplay({
      options,
      environment,
      file,
      cwd: terminal.cwd,
      recorded: { target: result.target, seed: result.run.seed },
      catalogue: CATALOGUE,
      ask: operatorAtTerminal(terminal.stderr, interruption.signal)?.ask,
      signal: interruption.signal,
    })
    if (opened.sha256 !== result.contract.sha256) {
      terminal.stderr.write(`The contract is not the one of the run: it has changed since, or another one was given.\n`)
    }
    if (choice.kind === 'case') {
      const concluded = await opened.case(choice.caseId)
      if (concluded === undefined) {
        throw new HarnessError('usage', `Seed ${result.run.seed} and the contract make no case ${choice.caseId}.`, {
          hint: 'What was found on the way (ids, accepted requests) is not known here; run the operation as a whole.',
        })
      }
      terminal.stdout.write(caseText(concluded, paint))
      return { pass: 0, fail: 1, inconclusive: 3, skipped: 3 }[concluded.judgement.verdict]
    }
    const bases = { then: result.target.baseUrl, now: opened.target.baseUrl }
    const verdicts: ReplayVerdict[] = []
    for (const finding of choice.findings) {
      if (interruption.signal.aborted) return 130
      const times = flags.times ?? (finding.flaky === undefined ? undefined : TIMES_OF_FLAKY)
      const outcome = await opened.finding(finding, {
        ...(times !== undefined && { times }),
        salt: randomInt(0x7fffffff),
      })
      verdicts.push(outcome.verdict)
      terminal.stdout.write(`${verdicts.length > 1 ? '\n' : ''}${replayText(finding, outcome, { paint, bases })}`)
    }
    if (interruption.signal.aborted) return 130
    if (verdicts.length > 1) terminal.stdout.write(`\n${summaryOf(verdicts)}\n`)
    return exitCodeOf(verdicts)
  } finally {
    await opened?.close()
    interruption.release()
  }
}

/** What comes and goes is not called fixed after one good answer. */
const TIMES_OF_FLAKY = 20

function exitCodeOf(verdicts: readonly ReplayVerdict[]): number {
  if (verdicts.some((verdict) => verdict === 'still-failing' || verdict === 'flaky')) return 1
  return verdicts.includes('unjudged') ? 3 : 0
}

function summaryOf(verdicts: readonly ReplayVerdict[]): string {
  const count = (wanted: ReplayVerdict): number => verdicts.filter((verdict) => verdict === wanted).length
  return (
    `${counted(verdicts.length, 'finding')}: ${count('still-failing')} still failing, ${count('flaky')} flaky, ` +
    `${count('fixed')} fixed, ${count('unjudged')} could not be judged`
  )
}

/** Target and contract of the run, where the user names no others. */
function optionsOf(
  result: RunResult,
  flags: ReplayFlags,
  { cwd, ...sources }: Omit<Parameters<typeof resolveOptions>[0], 'flags'> & { readonly cwd: string },
): RunOptions {
  const { source } = result.contract
  const isPackaged = source === PACKAGED_NAME
  if (flags.spec === undefined && !isPackaged && !/^[a-z]+:\/\//i.test(source) && !existsSync(resolve(cwd, source))) {
    throw new HarnessError('usage', `The run’s contract ${source} is not here.`, { hint: 'Name it with --spec.' })
  }
  const spec = flags.spec ?? (isPackaged ? undefined : source)
  const given = Object.fromEntries(SHARED.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])))
  const resolved = resolveOptions({
    ...sources,
    flags: { ...given, target: flags.target ?? result.target.name, ...(spec !== undefined && { spec }) },
  })
  // Filters of a run do not narrow a replay.
  return {
    ...resolved,
    ...(isPackaged && flags.spec === undefined && { spec: undefined }),
    suite: undefined,
    scenario: [],
    excludeScenario: [],
    operation: [],
    excludeOperation: [],
    tag: [],
    excludeTag: [],
    method: [],
    excludeMethod: [],
    shard: { index: 1, count: 1 },
    profile: profileOf(result.run.profile, resolved.profile),
  }
}

function profileOf(name: string, otherwise: RunOptions['profile']): RunOptions['profile'] {
  return (['smoke', 'standard', 'deep'] as const).find((profile) => profile === name) ?? otherwise
}
