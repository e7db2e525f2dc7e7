import type { RunOptions } from '../config/run-options.ts'

/** What a user types to see something again: narrowed as given, of the same contract and target. */
export function repeatCommand(
  options: Pick<RunOptions, 'spec' | 'target' | 'identityUrl'>,
  narrowed: readonly (readonly [flag: string, value: string])[],
): string {
  const flags: readonly (readonly [string, string | undefined])[] = [
    ...narrowed,
    ['--spec', options.spec],
    ['--target', options.target],
    ['--identity-url', options.identityUrl],
  ]
  const words = flags.flatMap(([flag, value]) => (value === undefined ? [] : [`${flag} ${shellWord(value)}`]))
  return ['npx payroc-conformance run', ...words].join(' ')
}

/** An argument for a POSIX shell, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
