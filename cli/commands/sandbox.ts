import { Command, InvalidArgumentError } from 'commander'
import { cacheDirectory, readEnvironment } from '../../config/environment.ts'
import type { SandboxOptions } from '../../mock/sandbox/settings.ts'
import type { Terminal } from '../main.ts'
import { faultList, greeting } from '../sandbox-text.ts'
import { untilStopped } from '../until-stopped.ts'

interface SandboxFlags {
  readonly port: number
  readonly identityPort: number
  readonly hold: number
  readonly deviceDelay: number
  readonly seed: number
  readonly fault: readonly string[]
  readonly apiKey: readonly string[]
  readonly state?: string
  readonly log: boolean
  readonly listFaults: boolean
  readonly cache: boolean
}

const LONGEST_HOLD = 600_000

/** `payroc-conformance sandbox`: a stateful Payroc on loopback, until it is stopped. */
export function sandboxCommand(terminal: Terminal, exit: (code: number) => void): Command {
  const command = new Command('sandbox')
    .description('serve the stateful sandbox')
    .option('--port <n>', 'port of the API, 0 for a free one', integer(65_535), 4020)
    .option('--identity-port <n>', 'port of the token endpoint, 0 for a free one', integer(65_535), 4021)
    .option('--hold <ms>', 'longest time that a poll is held', integer(LONGEST_HOLD), 60_000)
    .option('--device-delay <ms>', 'time a device takes for an instruction', integer(LONGEST_HOLD), 250)
    .option('--seed <n>', 'decides the ids', integer(0x7fffffff), 1)
    .option('--fault <list>', 'bugs to switch on (comma list; may be repeated)', commaList, [])
    .option('--api-key <key>', 'key that the token endpoint accepts (may be repeated)', apiKey, [])
    .option('--state <file>', 'read what it remembers from here, and write it back at the end')
    .option('--log', 'a line per answer', false)
    .option('--list-faults', 'the bugs, and the check that should report each', false)
    .option('--no-cache', 'compile the contract anew')
  command.action(async () => {
    const flags = command.opts<SandboxFlags>()
    if (flags.listFaults) {
      const { FAULTS } = await import('../../mock/sandbox/faults/all.ts')
      terminal.stdout.write(faultList(FAULTS))
      exit(0)
      return
    }
    // No other command should wait for it to load.
    const { startSandbox } = await import('../../mock/sandbox/start-sandbox.ts')
    const sandbox = await startSandbox(optionsOf(flags, terminal))
    // Whoever reads the greeting may stop it at once.
    const stopped = untilStopped()
    terminal.stdout.write(greeting(sandbox, flags.fault))
    await stopped
    await sandbox.close()
    exit(0)
  })
  return command
}

function optionsOf(flags: SandboxFlags, { cwd, stdout }: Terminal): SandboxOptions {
  const { port, identityPort, hold, deviceDelay, seed } = flags
  return {
    port,
    identityPort,
    hold,
    deviceDelay,
    seed,
    faults: flags.fault,
    ...(flags.apiKey.length > 0 && { apiKeys: flags.apiKey.map((key) => ({ key })) }),
    ...(flags.state !== undefined && { stateFile: flags.state }),
    ...(flags.log && { onLog: (line: string) => void stdout.write(`${line}\n`) }),
    ...(flags.cache && { cacheDir: cacheDirectory(readEnvironment(cwd)) }),
  }
}

function integer(largest: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value <= largest) return value
    throw new InvalidArgumentError(`Expected an integer from 0 to ${largest}.`)
  }
}

function commaList(text: string, before: readonly string[]): readonly string[] {
  const items = text.split(',').map((item) => item.trim())
  return [...before, ...items.filter((item) => item !== '')]
}

function apiKey(text: string, before: readonly string[]): readonly string[] {
  if (/^[\x21-\x7e]+$/.test(text)) return [...before, text]
  throw new InvalidArgumentError('Expected a key of visible ASCII characters.')
}
