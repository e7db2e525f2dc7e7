import { join } from 'node:path'
import type { RunOptions } from '../config/run-options.ts'

/** Where the folder of a run is, as the user would name it. */
export function runFolderOf({ out }: Pick<RunOptions, 'out'>, runId: string): string {
  return out ?? join('.conformance', runId)
}

/** What a user types to send what led to a finding again: contract and target stand in the run folder. */
export function replayCommand(
  options: Pick<RunOptions, 'out' | 'identityUrl' | 'fault'>,
  { fingerprint, runId }: { readonly fingerprint: string; readonly runId: string },
): string {
  return commandOf(`replay ${fingerprint}`, [
    ['--from', runFolderOf(options, runId)],
    ['--identity-url', options.identityUrl],
    ['--fault', options.fault.length === 0 ? undefined : options.fault.join(',')],
  ])
}

/** What a user types to see something again: narrowed as given, of the same contract and target. */
export function repeatCommand(
  options: Pick<RunOptions, 'spec' | 'target' | 'identityUrl' | 'fault'>,
  narrowed: readonly (readonly [flag: string, value: string])[],
): string {
  return commandOf('run', [
    ...narrowed,
    ['--spec', options.spec],
    ['--target', options.target],
    ['--identity-url', options.identityUrl],
    ['--fault', options.fault.length === 0 ? undefined : options.fault.join(',')],
  ])
}

function commandOf(command: string, flags: readonly (readonly [flag: string, value: string | undefined])[]): string {
  const words = flags.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${shellWord(value)}`]))
  return ['npx payroc-conformance', command, ...words].join(' ')
}

/** An argument for a POSIX shell, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
